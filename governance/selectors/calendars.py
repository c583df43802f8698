"""Meetings as calendars: one meeting as a file, and all of an account as a subscription."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q

from governance import ics
from governance.meeting_words import appointment
from governance.models import AgendaItem, Meeting, MeetingState
from ikz.accounts.models import User

STATUS: Mapping[str, str] = {MeetingState.DRAFT: ics.TENTATIVE, MeetingState.CANCELLED: ics.CANCELLED}
DRAFT_NOTE = "Geplant, noch nicht eingeladen."
NAME = "IKZ Schul-IT: Sitzungen"


def meeting_file(meeting: Meeting) -> str:
    """One meeting as it stands now, to be put into a calendar by hand."""
    return ics.calendar_text([_entry(meeting)], method=ics.PUBLISH)


def calendar_of(user: User) -> str:
    """All meetings of the bodies that the account is a member or deputy of today, or coordinates.

    Planned ones are tentative. Of cancelled ones only those that members had been invited to.
    """
    rows = Meeting.objects.joined_by(user) | Meeting.objects.editable_by(user)
    rows = rows.exclude(Q(state=MeetingState.CANCELLED, invited_at__isnull=True))
    items = Prefetch("items", AgendaItem.objects.order_by("position"))
    meetings = rows.select_related("body__cooperation").prefetch_related(items).order_by("starts_at", "pk")
    return ics.calendar_text([_entry(row) for row in meetings], method=ics.PUBLISH, name=NAME)


def _entry(meeting: Meeting) -> ics.Appointment:
    content: dict[str, Any] = {
        "title": meeting.title,
        "purpose": meeting.purpose,
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "items": [{"number": item.position, "title": item.title} for item in meeting.items.all()],
    }
    note = DRAFT_NOTE if meeting.state == MeetingState.DRAFT else meeting.cancelled_because
    return appointment(
        meeting,
        content,
        stamp=meeting.updated_at,
        status=STATUS.get(meeting.state, ics.CONFIRMED),
        note=note,
    )
