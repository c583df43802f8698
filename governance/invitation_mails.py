"""Mails about one meeting to one member each, with the entry for the calendar.

Every key begins with the meeting's, so that a cancellation withdraws what has not left.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from governance import ics
from governance.answer_links import answer_address
from governance.meeting_words import appointment, told
from governance.models import Invitation, Meeting
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import CalendarPart, enqueue_mail, withdraw_mails

Content = Mapping[str, Any]


def mail_context(meeting: Meeting, content: Content, invitation: Invitation | None = None) -> dict[str, Any]:
    """What every mail about a meeting says; without an invitation, for a preview, the answer's link is left open."""
    return {
        **told(meeting, content),
        "function": invitation.member.function if invitation else "Funktion des Mitglieds",
        "answer_address": answer_address(invitation) if invitation else "(persönlicher Link)",
        "reply": invitation.reply if invitation else "none",
    }


def mail_invitation(invitation: Invitation, content: Content, *, in_place_of: str = "") -> None:
    """Invite; ``in_place_of`` is whom a deputy stands in for."""
    meeting = invitation.meeting
    _send(
        invitation,
        content,
        occasion=f"invite:{invitation.pk}:{meeting.sequence}",
        template="meeting_invitation",
        more={"in_place_of": in_place_of},
        method=ics.REQUEST,
    )


def mail_change(
    invitation: Invitation, content: Content, *, changes: Sequence[str], asks_again: bool
) -> None:
    """Tell what changed, and ask again where time or place did."""
    _send(
        invitation,
        content,
        occasion=f"change:{invitation.pk}:{invitation.meeting.sequence}",
        template="meeting_change",
        more={"changes": changes, "asks_again": asks_again},
        method=ics.REQUEST,
    )


def mail_cancellation(invitation: Invitation, content: Content) -> None:
    """Tell that the meeting does not take place."""
    _send(
        invitation,
        content,
        occasion=f"cancel:{invitation.pk}",
        template="meeting_cancelled",
        more={"reason": invitation.meeting.cancelled_because},
        method=ics.CANCEL,
    )


def mail_release(invitation: Invitation, content: Content) -> None:
    """Tell a deputy, or somebody who has left the body, that they are not invited any more."""
    withdraw_mails(dedupe_prefix=reminder_prefix(invitation.meeting_id, invitation.member_id))
    # Two workers keep no order: a request that arrives after the cancellation would stay in the calendar.
    for occasion in ("invite", "change"):
        withdraw_mails(dedupe_prefix=f"{prefix(invitation.meeting_id)}{occasion}:{invitation.pk}:")
    _send(
        invitation,
        content,
        occasion=f"release:{invitation.pk}",
        template="meeting_release",
        more={},
        method=ics.CANCEL,
    )


def mail_reminder(invitation: Invitation, content: Content, *, stage: int, day: str) -> bool:
    """Write one reminder of the meeting on its local ``day``; False when this one was written before."""
    occasion = f"reminder:{invitation.member_id}:{day}:{stage}"
    key = f"{prefix(invitation.meeting_id)}{occasion}"
    if OutgoingMail.objects.filter(dedupe_key=key).exists():
        return False
    _send(invitation, content, occasion=occasion, template="meeting_reminder", more={}, method="")
    return True


def prefix(meeting_id: int) -> str:
    """How the key of every mail about a meeting begins."""
    return f"meeting:{meeting_id}:"


def reminder_prefix(meeting_id: int, member_id: int | None = None) -> str:
    """How the keys of reminders begin, of all or of one member."""
    one = "" if member_id is None else f"{member_id}:"
    return f"{prefix(meeting_id)}reminder:{one}"


def _send(
    invitation: Invitation,
    content: Content,
    *,
    occasion: str,
    template: str,
    more: dict[str, Any],
    method: str,
) -> None:
    meeting, member = invitation.meeting, invitation.member
    calendar = None
    if method:
        entry = appointment(
            meeting,
            content,
            stamp=timezone.now(),
            status=ics.CANCELLED if method == ics.CANCEL else ics.CONFIRMED,
            attendee=ics.Party(email=member.address, name=member.function),
        )
        calendar = CalendarPart(ics.calendar_text([entry], method=method), method)
    enqueue_mail(
        dedupe_key=f"{prefix(meeting.pk)}{occasion}",
        to=member.address,
        template=template,
        context=mail_context(meeting, content, invitation) | more,
        calendar=calendar,
    )
