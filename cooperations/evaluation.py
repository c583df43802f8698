"""When the self-evaluation of a cooperation falls due; pure, no Django.

Leitfaden Daseinsvorsorge, Kapitel 3.3: every five years at the latest, counted from the last one, and before the
first from the day the cooperation entered its Verstetigungsphase.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from cooperations import catalog

REMIND_MONTHS = 6
STEP = "self-evaluation"


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last where it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def interval_years() -> int:
    """The years between two self-evaluations, from the catalog."""
    steps = (step for phase in catalog.phases().values() for step in phase.steps)
    return next(step.interval_years or 0 for step in steps if step.key == STEP)


@dataclass(frozen=True)
class Due:
    """The last day for the next self-evaluation, as it looks ``today``."""

    on: date
    today: date

    @property
    def remind_from(self) -> date:
        """The first day on which people are reminded."""
        return months_later(self.on, -REMIND_MONTHS)

    @property
    def is_near(self) -> bool:
        """Whether people are to be reminded by now; stays true once the day has passed."""
        return self.today >= self.remind_from

    @property
    def is_overdue(self) -> bool:
        """Whether the last day has passed."""
        return self.today > self.on


def due_after(*, last_held: date | None, entered: date, today: date) -> Due:
    """The next due day, counted from the last self-evaluation, else from entering the Verstetigungsphase."""
    return Due(on=months_later(last_held or entered, 12 * interval_years()), today=today)
