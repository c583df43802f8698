"""What happens to minutes at the next meeting."""

from governance.models import AgendaItem, Meeting, MeetingState


def approval(meeting: Meeting) -> AgendaItem:
    return AgendaItem.objects.get(source=f"minutes:{meeting.minutes_of.pk}")


def run(meeting: Meeting) -> None:
    meeting.state = MeetingState.RUNNING
    meeting.save()
