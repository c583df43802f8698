"""Deadlines as iCalendar (RFC 5545), whole days. Pure, no Django."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from agreements.deadlines import Deadline

PRODUCT = "-//IKZ Schul-IT//Fristen//DE"


def calendar_text(
    deadlines: Iterable[Deadline], *, title: str, uid: str, address: str, stamp: datetime
) -> str:
    """The days of one agreement; ``uid`` is unique to it, ``stamp`` aware, ``address`` where it is read."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for one in deadlines:
        event = Event()
        # The day is part of it: a day that moved is another entry.
        event.add("uid", f"{one.kind.value}-{one.day.isoformat()}-{uid}")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", f"{one.title}: {title}")
        event.add("description", f"{one.how} Grundlage: {one.source}.")
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    text: str = found.to_ical().decode()
    return text
