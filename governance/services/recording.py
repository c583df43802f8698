"""Writing the minutes: item by item, by several people at a time.

Each item has a version of its own. Whoever saves a text that somebody else has changed meanwhile is told, with both
texts; nothing is merged silently and nothing is lost.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from governance.gates import get_led
from governance.models import AgendaItem, Meeting, MeetingState, Minutes, MinutesState
from governance.models.agenda import MINUTES_LENGTH
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User

FRAME_LENGTH = 4000
WRITTEN_WHILE = (MeetingState.RUNNING, MeetingState.HELD)
NOT_YET = "Die Niederschrift beginnt mit der Sitzung. Bitte eröffnen Sie zuerst die Sitzung."
LOCKED = "Diese Niederschrift ist genehmigt und lässt sich nicht mehr ändern. Ergänzen können Sie sie durch einen Nachtrag."


def locked_meeting(actor: User, pk: int) -> Meeting:
    """The meeting whose minutes ``actor`` may write, locked; the gate's answers otherwise."""
    return get_led(Meeting.objects.select_related("body__cooperation"), actor, lock=True, pk=pk)


def get_writable_minutes(meeting: Meeting) -> Minutes:
    """The minutes of a locked meeting, begun where nobody did; raises ValidationError where nothing is written now."""
    if meeting.state not in WRITTEN_WHILE:
        raise ValidationError(NOT_YET)
    minutes, _ = Minutes.objects.select_for_update().get_or_create(meeting=meeting)
    if minutes.state == MinutesState.APPROVED:
        raise ValidationError(LOCKED)
    return minutes


@transaction.atomic
def write_record(*, actor: User, item: AgendaItem, text: str, expected_version: int) -> AgendaItem:
    """Store what the minutes say at an item.

    Raises EditConflict where somebody else saved in between, ValidationError (``record``) for a text that is too
    long, ValidationError without field where nothing is written now.
    """
    if item.meeting_id is None:
        raise Http404
    # Minutes are locked by their meeting's row first, as everywhere; two texts of one meeting do not wait for long.
    meeting = locked_meeting(actor, item.meeting_id)
    get_writable_minutes(meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=item.pk, meeting=meeting).first()
    if row is None:
        raise Http404
    text = tidy(text)
    if row.record_version != expected_version and row.record != text:
        raise EditConflict(current=row, submitted=text)
    _check_length("record", text, MINUTES_LENGTH)
    if row.record == text:
        return row
    row.record, row.recorded_by = text, actor
    row.record_version += 1
    row.save(update_fields=["record", "recorded_by", "record_version", "updated_at"])
    return row


@transaction.atomic
def write_frame(
    *, actor: User, meeting: Meeting, preface: str, closing: str, expected_version: int
) -> Minutes:
    """Store what stands before and after the items; raises EditConflict, ValidationError by field."""
    row = locked_meeting(actor, meeting.pk)
    minutes = get_writable_minutes(row)
    preface, closing = tidy(preface), tidy(closing)
    if minutes.version != expected_version and (minutes.preface, minutes.closing) != (preface, closing):
        raise EditConflict(current=minutes, submitted={"preface": preface, "closing": closing})
    _check_length("preface", preface, FRAME_LENGTH)
    _check_length("closing", closing, FRAME_LENGTH)
    minutes.preface, minutes.closing = preface, closing
    minutes.version += 1
    minutes.save(update_fields=["preface", "closing", "version", "updated_at"])
    return minutes


def tidy(text: str) -> str:
    """The text as it is stored: lines end in one way, no spaces around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _check_length(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise ValidationError(
            {field: f"Der Text ist zu lang: höchstens {longest} Zeichen, es sind {len(text)}."}
        )
