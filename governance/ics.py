"""Meetings as iCalendar (RFC 5545, methods of RFC 5546); pure, no Django.

Times carry the zone Europe/Berlin with its rules, so that a meeting at ten stays at ten across changes of the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

PRODUCT = "-//IKZ Schul-IT//Sitzungen//DE"
ZONE = ZoneInfo("Europe/Berlin")
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody a calendar may name: an address with what it stands for."""

    email: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One meeting. ``uid`` stays the same for ever, ``sequence`` grows with every change that was told.

    ``starts_at``, ``ends_at`` and ``stamp`` are aware; ``stamp`` is when this description was written.
    """

    uid: str
    sequence: int
    title: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    status: str = CONFIRMED
    organizer: Party | None = None
    attendee: Party | None = None


def calendar_text(appointments: Iterable[Appointment], *, method: str, name: str = "") -> str:
    """A whole calendar as text, lines folded and ended as the format wants.

    ``name`` is what programs show for a subscribed calendar. REQUEST and CANCEL go to one attendee.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", ZONE.key)
        # Once an hour is enough for meetings; the second name is Outlook's.
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_berlin())
    for appointment in appointments:
        calendar.add_component(_event(appointment, method))
    return bytes(calendar.to_ical()).decode()


def _event(appointment: Appointment, method: str) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.stamp.astimezone(UTC))
    event.add("last-modified", appointment.stamp.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(ZONE))
    event.add("dtend", appointment.ends_at.astimezone(ZONE))
    event.add("summary", appointment.title)
    event.add("status", CANCELLED if method == CANCEL else appointment.status)
    for key, value in (
        ("description", appointment.description),
        ("location", appointment.location),
        ("url", appointment.url),
    ):
        if value:
            event.add(key, value)
    if appointment.organizer:
        event.add("organizer", _address(appointment.organizer))
    if appointment.attendee:
        guest = _address(appointment.attendee)
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        # Answers come by the link in the mail: nobody reads mails to the sending address.
        guest.params["RSVP"] = vText("FALSE")
        event.add("attendee", guest)
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    # Quotation marks and control characters cannot stand in a parameter.
    address.params["CN"] = vText(" ".join(party.name.replace('"', "'").split()))
    return address


def _berlin() -> Timezone:
    """The zone's rules since 1996: summer time from the last Sunday of March to the last one of October."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, name, since, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, WINTER, SUMMER),  # noqa: DTZ001 - local by definition
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, SUMMER, WINTER),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("dtstart", since)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        zone.add_component(part)
    return zone
