"""A told agenda in words for mails and calendars, and as an entry of a calendar."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone

from governance import ics
from governance.models import ItemKind, Meeting, MeetingState
from ikz.ui.formatting import de_date

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def period(starts_at: datetime, minutes: int) -> str:
    """Such as ``Dienstag, 09.03.2027, 10:00 bis 11:30 Uhr``, in local time."""
    start = timezone.localtime(starts_at)
    end = timezone.localtime(starts_at + timedelta(minutes=minutes))
    if start.date() == end.date():
        last = f"{end:%H:%M} Uhr"
    else:
        last = f"{WEEKDAYS[end.weekday()]}, {de_date(end.date())}, {end:%H:%M} Uhr"
    return f"{WEEKDAYS[start.weekday()]}, {de_date(start.date())}, {start:%H:%M} bis {last}"


def told(meeting: Meeting, content: Mapping[str, Any]) -> dict[str, Any]:
    """What mails and previews say about a meeting, from the description that goes out."""
    starts_at = datetime.fromisoformat(content["starts_at"])
    return {
        "title": content["title"],
        "purpose": content["purpose"],
        "when": period(starts_at, content["minutes"]),
        "day": de_date(timezone.localdate(starts_at)),
        "place": content["place"],
        "link": content["link"],
        "items": [
            {
                **item,
                "kind": ItemKind(item["kind"]).label,
                "papers": [
                    {"title": paper["title"], "address": f"{settings.BASE_URL}/dateien/{paper['id']}/"}
                    for paper in item["papers"]
                ],
            }
            for item in content["items"]
        ],
        "body": meeting.body.title,
        "cooperation": meeting.body.cooperation.title,
        "meeting_address": meeting_address(meeting),
    }


def meeting_address(meeting: Meeting) -> str:
    """The meeting's page, for who has an account."""
    return f"{settings.BASE_URL}/sitzungen/{meeting.pk}/"


def appointment(
    meeting: Meeting,
    content: Mapping[str, Any],
    *,
    stamp: datetime,
    status: str = ics.CONFIRMED,
    note: str = "",
    attendee: ics.Party | None = None,
) -> ics.Appointment:
    """The calendar entry of a described meeting; ``note`` stands first in its text."""
    starts_at = datetime.fromisoformat(content["starts_at"])
    agenda = [f"TOP {item['number']} {item['title']}" for item in content["items"]]
    lines = [note, f"{meeting.body.title} – {meeting.body.cooperation.title}", content["purpose"], *agenda]
    if content["place"] and content["link"]:
        lines.append(f"Videokonferenz: {content['link']}")
    return ics.Appointment(
        uid=str(meeting.uid),
        sequence=meeting.sequence,
        # Whoever is called off loses the entry; the meeting may take place all the same.
        title=f"Abgesagt: {content['title']}"
        if meeting.state == MeetingState.CANCELLED
        else content["title"],
        description="\n".join(line for line in [*lines, meeting_address(meeting)] if line),
        location=content["place"] or content["link"],
        url=meeting_address(meeting),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=content["minutes"]),
        stamp=stamp,
        status=status,
        # Calendars take a request only from somebody; it is the address the mail comes from.
        organizer=ics.Party(email=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], name=meeting.body.title)
        if attendee
        else None,
        attendee=attendee,
    )
