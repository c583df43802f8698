"""The dates of series: what comes next, with holidays named, and how many a year brings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import Body, Meeting, MeetingSeries, MeetingState
from governance.planning import too_many
from governance.recurrence import YEAR, days_between, next_days, per_year
from municipalities.public_holidays import hint

SHOWN = 8
AT_MOST_PER_BODY = 400


@dataclass(frozen=True)
class NextDate:
    """A day on which a rule falls; ``holiday`` names public holidays, ``meeting`` is what was made for it."""

    day: date
    holiday: str = ""
    skipped: bool = False
    meeting: Meeting | None = None

    @property
    def moved_to(self) -> date | None:
        """Where the meeting of this day takes place instead, if it was moved."""
        if self.meeting is None:
            return None
        there = timezone.localdate(self.meeting.starts_at)
        return None if there == self.day else there


def laender_of(cooperation: Cooperation) -> list[str]:
    """The official keys of the Länder that the partners lie in."""
    keys = cooperation.partners.present().values_list("municipality__ags", flat=True)
    return sorted({ags[:2] for ags in keys})


def preview(rule: str, starts_on: date, laender: Iterable[str], *, count: int = SHOWN) -> list[NextDate]:
    """The next dates of a rule that is not stored yet."""
    asked = list(laender)
    after = max(starts_on, timezone.localdate())
    return [NextDate(day, hint(day, asked)) for day in next_days(rule, starts_on, after=after, count=count)]


def coming_dates(series: MeetingSeries, laender: Iterable[str], *, count: int = SHOWN) -> list[NextDate]:
    """The next dates of a series from today on, with skipped ones and the meetings made for them; one query."""
    asked = list(laender)
    found = next_days(series.rrule, series.starts_on, after=timezone.localdate(), count=count)
    meetings = {row.recurrence_on: row for row in series.meetings.filter(recurrence_on__in=found)}
    return [NextDate(day, hint(day, asked), day in series.skipped, meetings.get(day)) for day in found]


def often_a_year(series: MeetingSeries) -> int:
    """How often a series meets in a year; 0 when it has ended."""
    if series.ended:
        return 0
    return per_year(series.rrule, series.starts_on, after=timezone.localdate(), skipped=series.skipped)


def planned_in_a_year(body: Body) -> int:
    """How many meetings a body plans in the year from today: those made, and dates of its series without one."""
    today = timezone.localdate()
    last = today + YEAR
    made = list(
        body.meetings.exclude(state=MeetingState.CANCELLED)
        .filter(starts_at__date__range=(today, last))
        .values_list("pk", flat=True)[:AT_MOST_PER_BODY]
    )
    taken: dict[int, set[date | None]] = {}
    for series_id, day in body.meetings.filter(series__isnull=False).values_list("series", "recurrence_on"):
        taken.setdefault(series_id, set()).add(day)
    ahead = 0
    for series in body.series.filter(ended=False):
        days = days_between(series.rrule, series.starts_on, today, last, skipped=series.skipped)
        ahead += len([day for day in days if day not in taken.get(series.pk, set())])
    return len(made) + ahead


def more_than_needed(body: Body) -> int:
    """How many meetings a Steuerkreis plans in a year where these are more than it usually needs, else 0."""
    if body.kind != "steering-circle" or body.dissolved_on is not None:
        return 0
    planned = planned_in_a_year(body)
    return planned if too_many(kind=body.kind, planned=planned) else 0


def series_lines(rows: Sequence[MeetingSeries]) -> list[tuple[MeetingSeries, date | None]]:
    """Series with their next day, if there is one."""
    today = timezone.localdate()
    found = []
    for row in rows:
        ahead = next_days(row.rrule, row.starts_on, after=today, count=1, skipped=row.skipped)
        found.append((row, ahead[0] if ahead and not row.ended else None))
    return found
