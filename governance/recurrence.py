"""Meetings that come again: a rhythm in words, its RRULE, and the days it falls on. Pure: no Django.

Series think in local days and a local time of day, so that 10:00 stays 10:00 when the clocks change.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

BERLIN: Final = ZoneInfo("Europe/Berlin")
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_WORDS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NTH_WORDS: Final = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", -1: "letzten"}
# Key of a rhythm: frequency, interval, words.
RHYTHMS: Final[dict[str, tuple[str, int, str]]] = {
    "weekly": ("WEEKLY", 1, "jede Woche"),
    "fortnightly": ("WEEKLY", 2, "alle zwei Wochen"),
    "monthly": ("MONTHLY", 1, "jeden Monat"),
    "two-monthly": ("MONTHLY", 2, "alle zwei Monate"),
    "quarterly": ("MONTHLY", 3, "jedes Quartal"),
    "half-yearly": ("MONTHLY", 6, "jedes halbe Jahr"),
    "yearly": ("MONTHLY", 12, "jedes Jahr"),
}
# A rule that never falls on a day again would be searched for ever.
FURTHEST: Final = timedelta(days=366 * 6)
# The second Tuesday comes up to six days earlier or later than a year before: 51 weeks hold each date of a year once.
YEAR: Final = timedelta(weeks=51)


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How people say it: ``every`` is a key of :data:`RHYTHMS`, ``weekday`` counts from Monday = 0.

    ``nth`` (1 to 4, -1 for the last) matters only for rhythms of months; ``until`` is the last possible day.
    """

    every: str
    weekday: int
    nth: int = 1
    until: date | None = None

    @property
    def of_months(self) -> bool:
        """Whether the weekday is counted within its month."""
        return RHYTHMS[self.every][0] == "MONTHLY"


def to_rrule(rhythm: Rhythm) -> str:
    """The value of iCalendar's RRULE: ``FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU``."""
    frequency, interval, _ = RHYTHMS[rhythm.every]
    day = f"{rhythm.nth if rhythm.of_months else ''}{DAYS[rhythm.weekday]}"
    end = f";UNTIL={rhythm.until:%Y%m%d}" if rhythm.until else ""
    return f"FREQ={frequency};INTERVAL={interval};BYDAY={day}{end}"


def from_rrule(rule: str) -> Rhythm | None:
    """The rhythm behind a rule that :func:`to_rrule` could have written, else None."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    kinds = {(kind, interval): key for key, (kind, interval, _) in RHYTHMS.items()}
    every = kinds.get((parts.get("FREQ", ""), int(parts.get("INTERVAL", "1"))))
    by_day = parts.get("BYDAY", "")
    if every is None or by_day[-2:] not in DAYS or parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "UNTIL"}:
        return None
    until = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in parts else None  # noqa: DTZ007
    return Rhythm(every=every, weekday=DAYS.index(by_day[-2:]), nth=int(by_day[:-2] or 1), until=until)


def in_words(rule: str) -> str:
    """A rule for readers: ``jedes Quartal am zweiten Dienstag``; an unknown one as it is written."""
    rhythm = from_rrule(rule)
    if rhythm is None:
        return rule
    words, day = RHYTHMS[rhythm.every][2], DAY_WORDS[rhythm.weekday]
    which = f"am {NTH_WORDS[rhythm.nth]} {day}" if rhythm.of_months else f"am {day}"
    end = f", längstens bis {rhythm.until:%d.%m.%Y}" if rhythm.until else ""
    return f"{words} {which}{end}"


def days(rule: str, starts_on: date, *, after: date) -> Iterator[date]:
    """The days the rule falls on, from ``after`` (included) on, in order, not further than six years ahead."""
    start = datetime.combine(starts_on, time())
    found = rrulestr(f"RRULE:{rule}", dtstart=start)
    for moment in found.xafter(datetime.combine(max(after, starts_on), time()), inc=True):
        if moment.date() > after + FURTHEST:
            return
        yield moment.date()


def next_days(
    rule: str, starts_on: date, *, after: date, count: int, skipped: Collection[date] = ()
) -> list[date]:
    """The next ``count`` days on which the rule falls and that are not skipped."""
    found = (day for day in days(rule, starts_on, after=after) if day not in skipped)
    return list(islice(found, count))


def days_between(
    rule: str, starts_on: date, first: date, last: date, *, skipped: Collection[date] = ()
) -> list[date]:
    """The days from ``first`` to ``last``, both included, without the skipped ones."""
    found = []
    for day in days(rule, starts_on, after=first):
        if day > last:
            break
        if day not in skipped:
            found.append(day)
    return found


def per_year(rule: str, starts_on: date, *, after: date, skipped: Collection[date] = ()) -> int:
    """How often the rule falls in the year that begins with its next day; 0 when it has ended."""
    first = next(days(rule, starts_on, after=after), None)
    if first is None:
        return 0
    return len(days_between(rule, starts_on, first, first + YEAR, skipped=skipped))


def moment(day: date, begins_at: time) -> datetime:
    """The local time of day on that day.

    A time that the change to summer time leaves out is meant as one hour later (02:30 becomes 03:30); one that
    comes twice in autumn is the first of the two.
    """
    local = datetime.combine(day, begins_at, tzinfo=BERLIN)
    return local.astimezone(ZoneInfo("UTC")).astimezone(BERLIN)
