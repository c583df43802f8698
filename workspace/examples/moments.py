"""Days that have passed: what people would have done then is done by the same services, as of that day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

from municipalities.public_holidays import holidays_on

FRIDAY = 4
# Where the meetings of the demo take place: Rheinland-Pfalz.
LAND = "07"


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let services take ``moment`` for now. For loading examples only, by one process, before anybody is served."""
    real = timezone.now
    setattr(timezone, "now", lambda: moment)  # noqa: B010 - a plain assignment would be refused as one of a method
    try:
        yield
    finally:
        setattr(timezone, "now", real)  # noqa: B010


def in_days(days: int, at: str = "10:00") -> datetime:
    """That many days from today at a local time of day; on weekends and public holidays the next working day."""
    day = timezone.localdate() + timedelta(days=days)
    while day.weekday() > FRIDAY or holidays_on(day, [LAND]):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(at)))
