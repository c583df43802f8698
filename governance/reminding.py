"""When members are reminded of a meeting; pure, no Django. All days are dates of the local calendar (Europe/Berlin)."""

from collections.abc import Iterable
from datetime import date, timedelta

SATURDAY = 5


def reminder_day(meets_on: date, stage: int) -> date:
    """The day of the reminder ``stage`` days ahead; one that falls on a weekend goes the Friday before."""
    day = meets_on - timedelta(days=stage)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def schedule(meets_on: date, stages: Iterable[int]) -> dict[date, int]:
    """The days of a body's reminders with their stages, in order; of two stages on one day the later one stays.

    Stages of 0 days are none: nobody is reminded on the day itself.
    """
    days = {reminder_day(meets_on, stage): stage for stage in sorted(set(stages), reverse=True) if stage > 0}
    return dict(sorted(days.items()))


def due_stage(today: date, meets_on: date, stages: Iterable[int], told_on: date) -> int | None:
    """The stage to remind of today, or None.

    Where days were missed only the latest stage is left. ``told_on`` is the day members last got the invitation, or
    a new date: reminders of that day and before are not made up for. Nothing is due on the day of the meeting or after.
    """
    if today >= meets_on:
        return None
    passed = [stage for day, stage in schedule(meets_on, stages).items() if told_on < day <= today]
    return passed[-1] if passed else None
