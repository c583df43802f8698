"""What every change of an agenda has in common: one lock, places without gaps, and what was called stays."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.meeting_states import OPEN
from governance.models import AgendaItem, Meeting, Minutes
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

FIXED = "Die Sitzung ist beendet oder abgesagt: Ihre Tagesordnung steht fest."
CALLED = "TOP {item.position} „{item}“ ist schon aufgerufen und bleibt, wie er ist."
RECORDED = (
    "Zu TOP {item.position} „{item}“ steht schon etwas in der Niederschrift: Er bleibt auf der Tagesordnung. "
    "Nach der Sitzung lässt er sich in die nächste übernehmen."
)
APPROVED = "Die Niederschrift dieser Sitzung ist genehmigt: Hier lässt sich nichts mehr ändern."


def lock_agenda(actor: User, meeting_pk: int) -> Meeting:
    """The meeting, locked, whose agenda ``actor`` may change; ValidationError where it is fixed.

    Everything that changes an agenda locks the meeting first, the earlier of two meetings before the later one.
    """
    row: Meeting = get_editable(Meeting.objects, actor, lock=True, pk=meeting_pk)
    if row.state not in OPEN:
        raise ValidationError(FIXED)
    return row


def check_not_called(item: AgendaItem) -> None:
    """Raise ValidationError for an item that the meeting has come to."""
    if item.started_at is not None:
        raise ValidationError(CALLED.format(item=item))


def check_not_recorded(item: AgendaItem) -> None:
    """Raise ValidationError for an item that the minutes say something about: it would be lost, or told elsewhere."""
    if item.record or any(item.answers.values()):
        raise ValidationError(RECORDED.format(item=item))


def check_not_approved(meeting: Meeting) -> None:
    """Raise ValidationError where the minutes are approved; the database would refuse with fewer words."""
    if Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).exists():
        raise ValidationError(APPROVED)


def rows_of(meeting: Meeting) -> list[AgendaItem]:
    """The items of a locked meeting, in order."""
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))


def place(meeting: Meeting, rows: Sequence[AgendaItem]) -> None:
    """Number the items 1, 2, 3 … in this order and count the change.

    Raises ValidationError where an item that was called would get another number: people have written it down.
    """
    changed = []
    for number, row in enumerate(rows, start=1):
        if row.position == number:
            continue
        check_not_called(row)
        row.position, row.updated_at = number, timezone.now()
        changed.append(row)
    AgendaItem.objects.bulk_update(changed, ["position", "updated_at"])
    meeting.agenda_version += 1
    meeting.save(update_fields=["agenda_version", "updated_at"])
