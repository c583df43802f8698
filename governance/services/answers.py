"""Answers to invitations: by the link of the mail, or in the application."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from governance.answer_links import named_by
from governance.invitation_mails import reminder_prefix
from governance.models import Invitation, Meeting, MeetingState, Member, Reply
from governance.selectors.invitations import deputies_of, invitations_of, not_expected
from governance.services.invitations import invite_deputy, release_deputy
from ikz.accounts.models import User
from ikz.notifications.services import withdraw_mails

REMARK_LENGTH = 300
ANSWERS = (Reply.ACCEPTED, Reply.DECLINED, Reply.DEPUTY)
CLOSED = "Auf diese Einladung kann nicht mehr geantwortet werden."
# A deputy's answer changes nothing any more once the meeting is over.
ANSWERED_WHILE = (MeetingState.INVITED, MeetingState.RUNNING)


def is_open(meeting: Meeting) -> bool:
    """Whether answers are taken: until the meeting's planned end, never after a cancellation."""
    return meeting.state in ANSWERED_WHILE and timezone.now() < meeting.ends_at


def invitation_named_by(token: str) -> Invitation | None:
    """The invitation of a link, whatever became of its meeting; None where the link is not, or no longer, valid.

    It ends with the seat as well: what a body discusses is nothing for those who have left it.
    """
    named = named_by(token)
    if named is None:
        return None
    rows = Invitation.objects.filter(pk=named[0], nonce=named[1])
    row = rows.select_related(
        "meeting__body__cooperation", "member__user", "member__seat__partner__municipality", "deputy"
    ).first()
    if row is None or not_expected([row], timezone.localdate(row.meeting.starts_at)):
        return None
    return row


@transaction.atomic
def answer_by_link(*, token: str, reply: str, deputy_id: int | None = None, remark: str = "") -> Invitation:
    """Store the answer of whoever holds the link. There is no actor: the token is the proof.

    Raises Http404 where the token opens nothing, ValidationError by field.
    """
    named = invitation_named_by(token)
    if named is None:
        raise Http404
    row = _lock(named)
    # Asked again while this answer was on its way: it was given for another time or place.
    if row.nonce != named.nonce:
        raise Http404
    return _store(row, reply, deputy_id, remark)


@transaction.atomic
def answer_invitation(
    *, actor: User, invitation: Invitation, reply: str, deputy_id: int | None = None, remark: str = ""
) -> Invitation:
    """Store an answer given in the application: by the member, or by the coordination for somebody who called."""
    if actor.read_only or not may_answer(actor, invitation):
        if Invitation.objects.visible_to(actor).filter(pk=invitation.pk).exists():
            raise PermissionDenied
        raise Http404
    return _store(_lock(invitation), reply, deputy_id, remark)


def may_answer(actor: User, invitation: Invitation) -> bool:
    """Whether the account is the invited member, or leads the cooperation."""
    speaking = Member.objects.filter(user=actor).representing()
    own = Invitation.objects.visible_to(actor).filter(pk=invitation.pk, member__in=speaking)
    return own.exists() or Invitation.objects.editable_by(actor).filter(pk=invitation.pk).exists()


def _lock(invitation: Invitation) -> Invitation:
    # The meeting first, as inviting and cancelling do: no deputy is invited to a meeting that was just cancelled.
    Meeting.objects.select_for_update().get(pk=invitation.meeting_id)
    row = invitations_of(invitation.meeting).filter(pk=invitation.pk).select_for_update(of=("self",)).first()
    if row is None:
        raise Http404
    return row


def _store(row: Invitation, reply: str, deputy_id: int | None, remark: str) -> Invitation:
    if not is_open(row.meeting):
        raise ValidationError(CLOSED)
    if reply not in ANSWERS or (reply == Reply.DEPUTY and row.member.is_deputy):
        raise ValidationError({"reply": "Bitte wählen Sie eine Antwort."})
    remark = " ".join(remark.split())
    if len(remark) > REMARK_LENGTH:
        raise ValidationError({"remark": f"Bitte höchstens {REMARK_LENGTH} Zeichen."})
    deputy = None
    if reply == Reply.DEPUTY:
        deputy = deputies_of(row.member, row.meeting).filter(pk=deputy_id or 0).first()
        if deputy is None:
            raise ValidationError({"deputy": "Bitte wählen Sie, wer Sie vertritt."})
    former, answered_before = row.deputy, row.reply
    row.reply, row.deputy, row.remark, row.replied_at = Reply(reply), deputy, remark, timezone.now()
    row.save()
    if former is not None and former != deputy:
        _release_unless_needed(row, former.pk)
    if deputy is not None:
        invite_deputy(row, deputy)
    # A reminder that waits says how the member had answered when it was written.
    if row.reply != answered_before:
        withdraw_mails(dedupe_prefix=reminder_prefix(row.meeting_id, row.member_id))
    return row


def _release_unless_needed(row: Invitation, deputy_id: int) -> None:
    """Call off the deputy, unless another member of the seat named the same person."""
    others = Invitation.objects.filter(meeting=row.meeting_id, deputy=deputy_id).exclude(pk=row.pk)
    if not others.exists():
        release_deputy(row.meeting, deputy_id)
