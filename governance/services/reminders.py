"""Reminders of meetings: to those who come and to those who have not answered, each stage once."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance.invitation_mails import mail_reminder
from governance.models import AgendaSnapshot, Meeting, MeetingState, Reply
from governance.reminding import due_stage
from governance.selectors.invitations import asks_again, can_receive, invitations_of, last_snapshot
from governance.selectors.people import holds

# A stage further ahead than a year is none that anybody sets.
FURTHEST = timedelta(days=400)
REMINDED = (Reply.NONE, Reply.ACCEPTED)


def remind_of_meetings(today: date | None = None) -> int:
    """Put into the outbox what is due today by the calendar of Germany; return how many reminders were new.

    Safe to run twice and in parallel: each reminder has a key of meeting, member, local start day and stage.
    """
    today = today or timezone.localdate()
    begin = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    rows = Meeting.objects.filter(
        state=MeetingState.INVITED, starts_at__gte=begin, starts_at__lt=begin + FURTHEST
    )
    return sum(_remind(pk, today) for pk in rows.order_by("starts_at").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, today: date) -> int:
    # The same lock that a cancellation takes: whoever comes second sees what the first one did.
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body__cooperation")
    meeting = rows.filter(pk=pk, state=MeetingState.INVITED).first()
    if meeting is None:
        return 0
    day = timezone.localdate(meeting.starts_at)
    snapshot = last_snapshot(meeting)
    if snapshot is None:
        return 0
    count = 0
    asked_on = _asked_on(meeting)
    for invitation in invitations_of(meeting).filter(reply__in=REMINDED):
        told_on = max(asked_on, timezone.localdate(invitation.invited_at))
        stage = due_stage(today, day, meeting.body.reminder_days, told_on)
        member = invitation.member
        if stage is None or not (holds(member, day) and holds(member.seat, day) and can_receive(member, day)):
            continue
        count += mail_reminder(invitation, snapshot.content, stage=stage, day=day.isoformat())
    return count


def _asked_on(meeting: Meeting) -> date:
    """The day on which members were last asked whether they come: with the invitation, or with another date."""
    asked, former = timezone.localdate(meeting.invited_at), None
    for snapshot in AgendaSnapshot.objects.filter(meeting=meeting).order_by("number"):
        if former is None or asks_again(former, snapshot.content):
            asked = timezone.localdate(snapshot.created_at)
        former = snapshot.content
    return asked
