"""How many regular meetings a Steuerkreis needs, and what meetings cost in hours. Pure: no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ikz.ui.formatting import de_decimal

# "selten mehr als zwei Regeltermine im Jahr": Handreichung, Kapitel 4.2.2.
ENOUGH_MEETINGS: Final = 2
SOURCE: Final = "Handreichung, Kapitel 4.2.2"
MINUTES: Final = 60


@dataclass(frozen=True)
class Share:
    """What a meeting costs one municipality (or advising place): people, and hours for one meeting and a year."""

    who: str
    people: int
    hours: Decimal
    hours_a_year: Decimal

    @property
    def hours_words(self) -> str:
        """The hours of one meeting."""
        return hours_in_words(self.hours)

    @property
    def year_words(self) -> str:
        """The hours of a year."""
        return hours_in_words(self.hours_a_year)


@dataclass(frozen=True)
class MeetingCost:
    """What a meeting costs all of them; ``per_year`` is how often its series meets in a year, 0 without one."""

    shares: Sequence[Share]
    per_year: int

    @property
    def people(self) -> int:
        """Everybody who is invited."""
        return sum(share.people for share in self.shares)

    @property
    def hours(self) -> Decimal:
        """Person-hours of one meeting."""
        return sum((share.hours for share in self.shares), Decimal(0))

    @property
    def hours_a_year(self) -> Decimal:
        """Person-hours of all meetings of the series in a year."""
        return sum((share.hours_a_year for share in self.shares), Decimal(0))

    @property
    def hours_words(self) -> str:
        """The hours of one meeting."""
        return hours_in_words(self.hours)

    @property
    def year_words(self) -> str:
        """The hours of a year."""
        return hours_in_words(self.hours_a_year)


def hours_in_words(hours: Decimal) -> str:
    """``6``, ``1,5`` or ``2,25``: no more digits than they have, at most two."""
    return de_decimal(hours, 2).rstrip("0").rstrip(",")


def cost(*, minutes: int, invited: Iterable[str], per_year: int = 0) -> MeetingCost:
    """Duration times people, by the municipality of each of those invited; travel is not counted."""
    counted: dict[str, int] = {}
    for who in invited:
        counted[who] = counted.get(who, 0) + 1
    return MeetingCost(
        [
            Share(
                who,
                people,
                Decimal(minutes * people) / MINUTES,
                Decimal(minutes * people * per_year) / MINUTES,
            )
            for who, people in counted.items()
        ],
        per_year,
    )


def too_many(*, kind: str, planned: int) -> bool:
    """Whether a body of this kind plans more regular meetings in a year than it usually needs."""
    return kind == "steering-circle" and planned > ENOUGH_MEETINGS
