"""Items that other rooms suggest for an agenda: this room knows neither ratings nor what else is due.

Rooms register when the application starts. Whatever was taken up for the body is not offered a second time while
it is ahead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from governance.meeting_states import OPEN
from governance.models import AgendaItem, ItemKind, ItemState, Meeting
from ikz.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class AgendaSuggestion:
    """Something to talk about; ``source`` names what it was made from (``factor:<key>``, ``measure:<id>``).

    ``group`` is the heading it is shown under, ``note`` why it is suggested, ``href`` where it comes from.
    """

    source: str
    group: str
    title: str
    note: str
    href: str
    description: str
    orientation: str
    kind: str = ItemKind.CONSULTATION


Answer = Callable[[User, Meeting], Sequence[AgendaSuggestion]]

_answers: list[Answer] = []


def suggested_by(answer: Answer) -> None:
    """Offer what ``answer`` names from now on; once per room."""
    if answer not in _answers:
        _answers.append(answer)


def suggestions(user: User, meeting: Meeting) -> list[AgendaSuggestion]:
    """What is offered for the agenda of a meeting; one query beside those of the rooms."""
    found = [one for answer in _answers for one in answer(user, meeting)]
    ahead = Q(meeting=meeting) | Q(meeting__isnull=True) | Q(meeting__state__in=OPEN)
    taken = set(
        AgendaItem.objects.filter(ahead, body=meeting.body_id, source__in=[one.source for one in found])
        .exclude(state=ItemState.REFUSED)
        .values_list("source", flat=True)
    )
    return [one for one in found if one.source not in taken]
