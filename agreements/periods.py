"""Calendar arithmetic of terms and notice. Pure.

Periods count as §§ 187 to 189 BGB count them: a period of months that begins with a day's event ends on the day of
the same number, or on the last day of a shorter month; one that begins with a day ends before the day of that number.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

DAY = timedelta(days=1)
# Ends of months to which notice may be given, as (month, ...); None is the end of every month.
NOTICE_ENDS: Final[dict[str, tuple[int, ...]]] = {
    "month-end": tuple(range(1, 13)),
    "quarter-end": (3, 6, 9, 12),
    "half-year-end": (6, 12),
    "year-end": (12,),
    "school-year-end": (7,),
}


def add_months(day: date, months: int) -> date:
    """The day of the same number ``months`` later (earlier where negative), or the last of a shorter month."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_notice_day(end: date, months: int) -> date:
    """The last day on which notice of ``months`` may arrive to end an agreement with ``end``."""
    day = add_months(end, -months)
    while add_months(day + DAY, months) <= end:
        day += DAY
    return day


def extended(end: date, months: int) -> date:
    """The end of a term that is extended by ``months`` after ``end``; the last of a month stays the last."""
    return add_months(end + DAY, months) - DAY


def term_ends(ends_on: date, renewal_months: int) -> Iterator[date]:
    """The ends of a term that renews itself, from the first on, without drift."""
    count = 0
    while True:
        yield extended(ends_on, count * renewal_months)
        count += 1


def notice_ends(notice_at: str, start: date) -> Iterator[date]:
    """The days from ``start`` on to which notice may be given; every day for ``any-day`` and where nothing is said."""
    months = NOTICE_ENDS.get(notice_at)
    day = start
    while True:
        if months is None:
            yield day
            day += DAY
            continue
        last = date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
        if day.month in months:
            yield last
        day = last + DAY
