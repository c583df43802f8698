"""Leading a meeting: open it, go through its items, close it. By coordination, chair or minute-taker."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from governance.gates import get_led
from governance.invitation_mails import reminder_prefix
from governance.meeting_states import refusal
from governance.models import AgendaItem, Attendance, Ballot, Meeting, MeetingState, Member, Presence, Reply
from governance.selectors.attendance import standing
from governance.services.first_items import place_approvals
from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from ikz.notifications.services import withdraw_mails
from municipalities.querysets import valid_today

NOT_RUNNING = "Die Sitzung läuft nicht. Bitte laden Sie die Seite neu."
OPEN_BALLOT = "Zu „{title}“ wird noch abgestimmt. Bitte schließen Sie die Abstimmung oder brechen Sie sie ab."


@transaction.atomic
def open_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Open an invited meeting and list everybody who was asked; raises ValidationError in any other state.

    Nobody counts as present before somebody says so: a quorum that is taken for granted is none.
    """
    row: Meeting = get_led(Meeting.objects, actor, lock=True, pk=meeting.pk)
    _step(row, MeetingState.RUNNING)
    row.opened_at = timezone.now()
    row.save(update_fields=["state", "opened_at", "version", "updated_at"])
    # A mail server that was down for a day must not remind of what has begun.
    withdraw_mails(dedupe_prefix=reminder_prefix(row.pk))
    known = set(Attendance.objects.filter(meeting=row).values_list("member_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=row, member_id=pk, presence=presence)
        for pk, presence in _expected(row).items()
        if pk not in known
    )
    return row


@transaction.atomic
def close_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Close a running meeting with the item it is at; raises ValidationError while a ballot is open."""
    row: Meeting = get_led(Meeting.objects, actor, lock=True, pk=meeting.pk)
    _refuse_with_ballot(Ballot.objects.filter(meeting=row, closed_at=None).first())
    _step(row, MeetingState.HELD)
    row.closed_at = timezone.now()
    row.save(update_fields=["state", "closed_at", "version", "updated_at"])
    _end_current(row)
    # An approval that was not reached goes to the meeting after this one.
    place_approvals(row.body)
    return row


@transaction.atomic
def call_item(*, actor: User, item: AgendaItem) -> AgendaItem:
    """Call an item of a running meeting: the one before ends, and the quorum of this moment is kept.

    An item that was closed may be called again; it keeps its first beginning.
    """
    meeting = running_meeting_of(actor, item)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk, meeting=meeting)
    for other in AgendaItem.objects.filter(meeting=meeting, started_at__isnull=False, ended_at=None):
        _refuse_with_ballot(other.ballots.filter(closed_at=None).first())
    _end_current(meeting, but=row.pk)
    meeting.body = row.body
    found = standing(meeting).quorum
    row.started_at, row.ended_at = row.started_at or timezone.now(), None
    row.quorate, row.quorum_note = found.met, found.words()
    row.save(update_fields=["started_at", "ended_at", "quorate", "quorum_note", "updated_at"])
    return row


@transaction.atomic
def close_item(*, actor: User, item: AgendaItem) -> AgendaItem:
    """Close the item the meeting is at; raises ValidationError where it is not, or while a ballot is open."""
    meeting = running_meeting_of(actor, item)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk, meeting=meeting)
    if row.started_at is None or row.ended_at is not None:
        raise ValidationError("Dieser Punkt ist nicht aufgerufen.")
    _refuse_with_ballot(row.ballots.filter(closed_at=None).first())
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at", "updated_at"])
    return row


def running_meeting_of(actor: User, item: AgendaItem) -> Meeting:
    """The locked running meeting of an item, led by ``actor``; ValidationError while it does not run."""
    seen = get_visible(AgendaItem.objects.filter(meeting__isnull=False), actor, pk=item.pk)
    row: Meeting = get_led(Meeting.objects, actor, lock=True, pk=seen.meeting_id)
    if row.state != MeetingState.RUNNING:
        raise ValidationError(NOT_RUNNING)
    return row


def _step(row: Meeting, target: MeetingState) -> None:
    if reason := refusal(row.state, target):
        raise ValidationError(reason)
    row.state = target
    row.version += 1


def _refuse_with_ballot(ballot: Ballot | None) -> None:
    if ballot is not None:
        raise ValidationError(OPEN_BALLOT.format(title=ballot.title))


def _end_current(meeting: Meeting, but: int = 0) -> None:
    rows = AgendaItem.objects.filter(meeting=meeting, started_at__isnull=False, ended_at=None)
    rows.exclude(pk=but).update(ended_at=timezone.now(), updated_at=timezone.now())


def _expected(meeting: Meeting) -> dict[int, str]:
    """The members to be asked for, with what their answer to the invitation says beforehand."""
    members = Member.objects.representing().filter(
        valid_today(), valid_today("seat__"), seat__body=meeting.body_id
    )
    speaking = set(members.values_list("pk", flat=True))
    regular = members.filter(is_deputy=False)
    found: dict[int, str] = dict.fromkeys(regular.values_list("pk", flat=True), Presence.ABSENT)
    for invitation in meeting.invitations.all():
        declined = invitation.reply in (Reply.DECLINED, Reply.DEPUTY)
        found[invitation.member_id] = Presence.EXCUSED if declined else Presence.ABSENT
        if invitation.deputy_id:
            found.setdefault(invitation.deputy_id, Presence.ABSENT)
    # Whoever has left since is not missing.
    return {pk: presence for pk, presence in found.items() if pk in speaking}
