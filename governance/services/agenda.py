"""Every write to the agenda of a meeting, by the coordination; the answers of the look back by whoever records."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404

from governance.body_presets import REFLECTION
from governance.gates import get_led
from governance.models import AgendaItem, ItemKind, Meeting, MeetingState
from governance.models.agenda import TEXT_LENGTH
from governance.reflection import questions
from governance.services.agenda_rows import (
    check_not_approved,
    check_not_called,
    check_not_recorded,
    lock_agenda,
    place,
    rows_of,
)
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User

MOST = 60
STALE = "Diese Reihenfolge passt nicht zur Tagesordnung. Bitte laden Sie die Seite neu."


@dataclass(frozen=True, kw_only=True)
class ItemData:
    """What is entered of an item."""

    title: str
    kind: str
    orientation: str
    minutes: int
    description: str = ""
    motion: str = ""
    presenter: str = ""
    is_public: bool = False


def stored_item(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ItemData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(ItemData)}


def fill(row: AgendaItem, data: ItemData) -> None:
    """Put checked data into a row; raises ValidationError by field."""
    for name, value in asdict(data).items():
        setattr(row, name, tidy(value) if isinstance(value, str) else value)
    row.full_clean(validate_constraints=False)


def tidy(text: str) -> str:
    """The text as it is stored: lines end in one way, no spaces around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@transaction.atomic
def add_item(*, actor: User, meeting: Meeting, data: ItemData, source: str = "") -> AgendaItem:
    """Put an item at the end of an agenda; raises ValidationError by field, or where the agenda is fixed."""
    owner = lock_agenda(actor, meeting.pk)
    row = AgendaItem(body_id=owner.body_id, meeting=owner, source=source)
    fill(row, data)
    append(owner, row)
    return row


def append(meeting: Meeting, row: AgendaItem) -> None:
    """Save an item as the last one of a locked meeting."""
    present = rows_of(meeting)
    if len(present) >= MOST:
        raise ValidationError(f"Mehr als {MOST} Punkte schafft keine Sitzung.")
    row.meeting, row.position = meeting, len(present) + 1
    row.save()
    place(meeting, [*present, row])


@transaction.atomic
def change_item(*, actor: User, item: AgendaItem, data: ItemData, expected_version: int) -> AgendaItem:
    """Change an item on an agenda or in the backlog, until the meeting comes to it.

    Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    row = lock_item(actor, item)
    check_not_called(row)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    fill(row, data)
    row.version += 1
    row.save()
    return row


def lock_item(actor: User, item: AgendaItem) -> AgendaItem:
    """An item, locked after its meeting where it has one; ``actor`` may change both."""
    seen: AgendaItem = get_editable(AgendaItem.objects, actor, pk=item.pk)
    meeting = lock_agenda(actor, seen.meeting_id) if seen.meeting_id else None
    row: AgendaItem = get_editable(AgendaItem.objects, actor, lock=True, pk=item.pk)
    if row.meeting_id != (meeting.pk if meeting else None):
        # Somebody moved it between the two locks.
        raise EditConflict(current=row, submitted=item)
    if meeting is not None:
        row.meeting = meeting
    return row


@transaction.atomic
def remove_item(*, actor: User, item: AgendaItem) -> None:
    """Delete an item that the meeting has not come to; the numbers behind it close up. The history keeps it.

    Its papers go as well. Raises ValidationError where votes or actions hang on it.
    """
    from governance.services.papers import drop_papers

    row = lock_item(actor, item)
    check_not_called(row)
    check_not_recorded(row)
    meeting = row.meeting
    drop_papers(row)
    try:
        row.delete()
    except ProtectedError as error:
        reason = "Zu diesem Punkt gibt es schon Abstimmungen oder Aufgaben: Er bleibt stehen."
        raise ValidationError(reason) from error
    if meeting is not None:
        place(meeting, rows_of(meeting))


@transaction.atomic
def reorder(*, actor: User, meeting: Meeting, order: Sequence[int], expected_version: int) -> Meeting:
    """Put the items of an agenda into an order, given as all their keys.

    ``expected_version`` is the ``agenda_version`` the person saw. Raises EditConflict (``submitted`` is the wish)
    where the agenda has changed since, ValidationError for an order of other items or where one was called.
    """
    row = lock_agenda(actor, meeting.pk)
    present = {item.pk: item for item in rows_of(row)}
    if list(order) == list(present):
        return row
    if row.agenda_version != expected_version:
        raise EditConflict(current=row, submitted=list(order))
    if len(order) != len(present) or set(order) != set(present):
        raise ValidationError(STALE)
    place(row, [present[pk] for pk in order])
    return row


@transaction.atomic
def answer_questions(
    *, actor: User, item: AgendaItem, answers: Mapping[str, str], expected_version: int
) -> AgendaItem:
    """Keep what was said to the questions of the look back, by coordination, chair or minute-taker.

    Raises EditConflict when somebody saved in between, ValidationError by question, or where nothing is written
    any more.
    """
    seen = get_visible(AgendaItem.objects.filter(key=REFLECTION, meeting__isnull=False), actor, pk=item.pk)
    meeting: Meeting = get_led(Meeting.objects, actor, lock=True, pk=seen.meeting_id)
    check_not_approved(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise ValidationError("Diese Sitzung ist abgesagt.")
    row = AgendaItem.objects.select_for_update().filter(pk=item.pk, meeting=meeting).first()
    if row is None:
        raise Http404
    wanted = {one.key: tidy(answers.get(one.key, "")) for one in questions()}
    if row.answers == wanted:
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=wanted)
    if errors := {
        key: f"Höchstens {TEXT_LENGTH} Zeichen, es sind {len(text)}."
        for key, text in wanted.items()
        if len(text) > TEXT_LENGTH
    }:
        raise ValidationError(errors)
    row.answers = wanted
    row.version += 1
    row.save(update_fields=["answers", "version", "updated_at"])
    return row


def plain_data(*, title: str, orientation: str, description: str = "", kind: str = "") -> ItemData:
    """An item from a suggestion, with the usual minutes."""
    return ItemData(
        title=title,
        kind=kind or ItemKind.CONSULTATION,
        orientation=orientation,
        minutes=10,
        description=description,
    )
