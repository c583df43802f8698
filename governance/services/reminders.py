"""Reminders of meetings: to those who come and to those who have not answered, each stage once."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance.invitation_mails import mail_reminder
from governance.models import AgendaSnapshot, Meeting, MeetingState, Reply
from governance.reminding import due_stage
from governance.selectors.invitations import asks_again, invitations_of, last_snapshot, not_expected
from ikz.jobs.apart import each_apart

# A stage further ahead than a year is none that anybody sets.
FURTHEST = timedelta(days=400)
REMINDED = (Reply.NONE, Reply.ACCEPTED)


def remind_of_meetings(today: date | None = None) -> int:
    """Put into the outbox what is due today by the calendar of Germany; return how many reminders were new.

    Safe to run twice and in parallel: each reminder has a key of meeting, member, local start day and stage. A
    meeting that cannot be reminded of is logged and keeps nobody else's reminder back.
    """
    today = today or timezone.localdate()
    begin = timezone.make_aware(datetime.combine(today, time()))
    # A date that was moved and not told yet lies before or after the one that members know.
    rows = Meeting.objects.filter(
        state=MeetingState.INVITED, starts_at__gte=begin - FURTHEST, starts_at__lt=begin + FURTHEST
    )
    return each_apart(
        list(rows.order_by("starts_at").values_list("pk", flat=True)),
        lambda pk: _remind(pk, today),
        failure="meeting %s could not be reminded of",
    )


@transaction.atomic
def _remind(pk: int, today: date) -> int:
    # The same lock that a cancellation takes: whoever comes second sees what the first one did.
    meetings = Meeting.objects.select_for_update(of=("self",)).select_related("body__cooperation")
    meeting = meetings.filter(pk=pk, state=MeetingState.INVITED).first()
    if meeting is None:
        return 0
    snapshot = last_snapshot(meeting)
    if snapshot is None:
        return 0
    day = timezone.localdate(datetime.fromisoformat(snapshot.content["starts_at"]))
    if not today < day:
        return 0
    count = 0
    asked_on = _asked_on(meeting)
    rows = list(invitations_of(meeting).filter(reply__in=REMINDED))
    gone = not_expected(rows, day)
    for invitation in rows:
        told_on = max(asked_on, timezone.localdate(invitation.invited_at))
        stage = due_stage(today, day, meeting.body.reminder_days, told_on)
        if stage is None or invitation in gone:
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
