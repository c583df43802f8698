"""The notice period of a body, in days of the local calendar; pure, no Django."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Notice:
    """How many days lie between the day of the invitation and the day of the meeting, and how many should.

    Both days are dates of the place where the body meets: an invitation late in the evening counts for its day.
    """

    invited_on: date
    meets_on: date
    required: int

    @property
    def days(self) -> int:
        """Days from the invitation to the meeting; the day of the meeting counts, that of the invitation does not."""
        return (self.meets_on - self.invited_on).days

    @property
    def kept(self) -> bool:
        """Whether the invitation is in time; the last day in time is ``required`` days before the meeting."""
        return self.days >= self.required
