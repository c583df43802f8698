"""How ratings become numbers; pure, no Django.

The headline is "erfüllt n von m": m leaves out what does not apply. Beside it stands the share of points,
in which a factor nobody rated counts as 0 points.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from quickcheck import catalog

FULFILLED = "fulfilled"
NOT_APPLICABLE = "na"
UNRATED = ""
POINTS_EACH = 3


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many factors have which value, and what follows from it."""

    fulfilled: int = 0
    mostly: int = 0
    started: int = 0
    open: int = 0
    unrated: int = 0
    not_applicable: int = 0
    points: int = 0

    @property
    def total(self) -> int:
        """Number of factors, whatever their value."""
        return self.applicable + self.not_applicable

    @property
    def applicable(self) -> int:
        """Number of factors that count: all but those that do not apply."""
        return self.fulfilled + self.mostly + self.started + self.open + self.unrated

    @property
    def points_max(self) -> int:
        """Points if everything that counts were fulfilled."""
        return POINTS_EACH * self.applicable

    @property
    def share(self) -> Decimal | None:
        """Reached part of the points between 0 and 1; None where no factor counts."""
        return Decimal(self.points) / self.points_max if self.points_max else None

    @property
    def headline(self) -> str:
        """The sentence that stands first: "erfüllt 5 von 11"."""
        return (
            f"erfüllt {self.fulfilled} von {self.applicable}" if self.applicable else "kein Faktor trifft zu"
        )

    def __add__(self, other: "Score") -> "Score":
        return Score(
            fulfilled=self.fulfilled + other.fulfilled,
            mostly=self.mostly + other.mostly,
            started=self.started + other.started,
            open=self.open + other.open,
            unrated=self.unrated + other.unrated,
            not_applicable=self.not_applicable + other.not_applicable,
            points=self.points + other.points,
        )


@dataclass(frozen=True, kw_only=True)
class Result:
    """The scores per phase, by key and in order, and of the whole."""

    phases: Mapping[str, Score]
    whole: Score


def score(values: Iterable[str]) -> Score:
    """Count values of the scale and ``UNRATED``; raises KeyError for anything else."""
    counts = dict.fromkeys([*catalog.scale(), UNRATED], 0)
    for value in values:
        counts[value] += 1
    return Score(
        fulfilled=counts["fulfilled"],
        mostly=counts["mostly"],
        started=counts["started"],
        open=counts["open"],
        unrated=counts[UNRATED],
        not_applicable=counts[NOT_APPLICABLE],
        points=sum((level.points or 0) * counts[level.value] for level in catalog.scale().values()),
    )


def result(ratings: Mapping[str, str]) -> Result:
    """Score ratings given as value by factor key; a factor that is missing is unrated."""
    phases = {
        phase.key: score(ratings.get(factor.key, UNRATED) for factor in phase.factors)
        for phase in catalog.phases().values()
    }
    return Result(phases=phases, whole=sum(phases.values(), Score()))
