"""Inviting to a meeting, telling what changed, and cancelling. A draft sends nothing."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from governance.invitation_mails import (
    mail_cancellation,
    mail_change,
    mail_invitation,
    mail_release,
    prefix,
    reminder_prefix,
)
from governance.meeting_states import refusal
from governance.models import AgendaSnapshot, Invitation, Meeting, MeetingState, Member, Reply
from governance.selectors.agenda import changes_between, snapshot_content
from governance.selectors.invitations import (
    asks_again,
    check_list,
    invitations_of,
    is_moved_close,
    last_snapshot,
    members_to_invite,
    not_expected,
    notice_of,
    seen_mark,
)
from governance.services.first_items import place_approvals
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.notifications.services import withdraw_mails

REASON_LENGTH = 300
SHORT_NOTICE = "Die Ladungsfrist ist nicht gewahrt. Bitte sagen Sie, warum Sie trotzdem einladen."
CHANGED_MEANWHILE = "Die Sitzung oder ihre Tagesordnung wurde inzwischen geändert. Bitte sehen Sie sich die Vorschau noch einmal an."
NOT_INVITED = "Zu dieser Sitzung ist niemand eingeladen, oder sie läuft schon."
NOTHING_CHANGED = "Seit der letzten Mitteilung hat sich nichts geändert."


@transaction.atomic
def invite(*, actor: User, meeting: Meeting, seen: str, reason: str = "") -> Meeting:
    """Freeze the agenda and invite every regular member of the meeting's day, one mail each.

    ``seen`` is the mark of the agenda the person had before them. ``reason`` says why the notice period is too
    short; it is asked for then, and kept with the agenda. Raises ValidationError, by field where there is one.
    """
    row = _lock(actor, meeting)
    if why := refusal(row.state, MeetingState.INVITED):
        raise ValidationError(why)
    content = snapshot_content(row)
    if seen != seen_mark(content):
        raise ValidationError(CHANGED_MEANWHILE)
    wrong = [check.label for check in check_list(row, content) if not (check.ok or check.hint)]
    if wrong:
        raise ValidationError([f"Noch nicht erfüllt: {label}" for label in wrong])
    frozen = content | {"notice": _notice(row, reason)}
    row.state, row.invited_at = MeetingState.INVITED, timezone.now()
    row.version += 1
    row.save()
    _freeze(actor, row, number=1, content=frozen, changes=[])
    _invite_members(row, members_to_invite(row), frozen)
    return row


@transaction.atomic
def tell_changes(*, actor: User, meeting: Meeting, seen: str, reason: str = "") -> list[str]:
    """Tell everybody invited what changed since they last heard; return the lines.

    Where time or place changed, all answers are asked for again. Members who came to the body since are invited,
    those who left it are told that they are not expected any more. ``reason`` says why the meeting goes to a day for
    which the notice period is too short; it is asked for then.
    """
    row = _lock(actor, meeting)
    if row.state != MeetingState.INVITED:
        raise ValidationError(NOT_INVITED)
    content, last = snapshot_content(row), last_snapshot(row)
    if seen != seen_mark(content):
        raise ValidationError(CHANGED_MEANWHILE)
    if row.starts_at <= timezone.now():
        raise ValidationError("Der neue Termin liegt in der Vergangenheit.")
    changes = changes_between(last.content, content) if last else ["Die Tagesordnung liegt vor"]
    known = list(invitations_of(row))
    day = timezone.localdate(row.starts_at)
    gone = not_expected(known, day)
    new = _not_invited(row, known)
    if not changes and not new and not gone:
        raise ValidationError(NOTHING_CHANGED)
    close = last is not None and is_moved_close(last.content, row)
    frozen = content | {"notice": _notice(row, reason, asked=close)}
    if changes:
        row.sequence += 1
        row.version += 1
        row.save()
        _freeze(actor, row, number=last.number + 1 if last else 1, content=frozen, changes=changes)
    _release(row, [invited.pk for invited in gone], frozen)
    # Whoever named somebody who is not expected any more is asked again.
    lost = row.invitations.filter(deputy__in=[invited.member_id for invited in gone])
    for invited in lost:
        _forget_answer(invited)
    if changes:
        again = last is None or asks_again(last.content, content)
        if again:
            _ask_again(row, frozen)
        for invited in invitations_of(row):
            mail_change(invited, frozen, changes=changes, asks_again=again)
    _invite_members(row, new, frozen)
    return changes


@transaction.atomic
def cancel_meeting(*, actor: User, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a draft, or an invited meeting, which everybody invited is told with ``reason``.

    Whatever about the meeting has not left yet is withdrawn in the same transaction; nothing follows.
    """
    row = _lock(actor, meeting)
    if why := refusal(row.state, MeetingState.CANCELLED):
        raise ValidationError(why)
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "Bitte nennen Sie den Grund der Absage."})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": f"Bitte höchstens {REASON_LENGTH} Zeichen."})
    row.state, row.cancelled_because = MeetingState.CANCELLED, reason
    row.sequence += 1
    row.version += 1
    row.save()
    withdraw_mails(dedupe_prefix=prefix(row.pk))
    last = last_snapshot(row)
    content = last.content if last else snapshot_content(row)
    for invited in invitations_of(row):
        mail_cancellation(invited, content)
    place_approvals(row.body)
    return row


def release_deputy(meeting: Meeting, deputy_id: int) -> None:
    """Take back the invitation of a deputy who is not needed after all; within the transaction of an answer."""
    last = last_snapshot(meeting)
    invited = Invitation.objects.filter(meeting=meeting, member=deputy_id).values_list("pk", flat=True)
    _release(meeting, list(invited), last.content if last else snapshot_content(meeting))


def invite_deputy(invitation: Invitation, deputy: Member) -> None:
    """Invite a deputy on behalf of a member; within the transaction of an answer."""
    meeting = invitation.meeting
    last = last_snapshot(meeting)
    row, created = Invitation.objects.get_or_create(meeting=meeting, member=deputy)
    if created:
        row = invitations_of(meeting).get(pk=row.pk)
        content = last.content if last else snapshot_content(meeting)
        mail_invitation(row, content, in_place_of=invitation.member.function)


def _lock(actor: User, meeting: Meeting) -> Meeting:
    row: Meeting = get_editable(Meeting.objects, actor, lock=True, pk=meeting.pk)
    return row


def _notice(row: Meeting, reason: str, *, asked: bool = True) -> dict[str, Any]:
    notice, reason = notice_of(row), " ".join(reason.split())
    if asked and not notice.kept and not reason:
        raise ValidationError({"reason": SHORT_NOTICE})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": f"Bitte höchstens {REASON_LENGTH} Zeichen."})
    return {
        "days": notice.days,
        "required": notice.required,
        "kept": notice.kept,
        "reason": "" if notice.kept else reason,
    }


def _freeze(actor: User, row: Meeting, *, number: int, content: dict[str, Any], changes: list[str]) -> None:
    AgendaSnapshot.objects.create(
        meeting=row,
        number=number,
        sequence=row.sequence,
        content=content,
        changes=changes,
        created_by=actor,
    )


def _invite_members(row: Meeting, members: list[Member], content: dict[str, Any]) -> None:
    keys = [Invitation.objects.create(meeting=row, member=member).pk for member in members]
    for invited in invitations_of(row).filter(pk__in=keys):
        mail_invitation(invited, content)


def _not_invited(row: Meeting, known: list[Invitation]) -> list[Member]:
    invited = {invitation.member_id for invitation in known}
    return [member for member in members_to_invite(row) if member.pk not in invited]


def _release(row: Meeting, keys: list[int], content: dict[str, Any]) -> None:
    for invited in invitations_of(row).filter(pk__in=keys):
        mail_release(invited, content)
    Invitation.objects.filter(pk__in=keys).delete()


def _ask_again(row: Meeting, content: dict[str, Any]) -> None:
    """Forget the answers, let links that went out before open nothing, and call off deputies and reminders."""
    withdraw_mails(dedupe_prefix=reminder_prefix(row.pk))
    stand_ins = row.invitations.filter(reply=Reply.DEPUTY).values_list("deputy", flat=True)
    _release(
        row, list(row.invitations.filter(member__in=list(stand_ins)).values_list("pk", flat=True)), content
    )
    for invited in row.invitations.all():
        invited.nonce = uuid4()
        _forget_answer(invited)


def _forget_answer(invited: Invitation) -> None:
    invited.reply, invited.deputy, invited.remark, invited.replied_at = Reply.NONE, None, "", None
    invited.save()
