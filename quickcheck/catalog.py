"""The twelve success factors and their rating scale, from ``catalog/quickcheck.yaml``; no Django in here.

Read once at start-up and checked while reading: the method has 6 + 4 + 2 factors in a fixed order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ikz.catalogs import CatalogError, read_yaml

FILE = Path(__file__).parent / "catalog" / "quickcheck.yaml"
FACTORS_PER_PHASE = (6, 4, 2)


@dataclass(frozen=True, kw_only=True)
class Factor:
    """A success factor.

    ``guiding_section`` is the section of the Handreichung it follows, ``evidence_hint`` what shows that it is
    fulfilled, ``derivable`` which data of the application a proposal for the rating can be drawn from.
    """

    key: str
    number: int
    title: str
    help: str
    guiding_section: str
    evidence_hint: str
    derivable: str
    phase: str


@dataclass(frozen=True, kw_only=True)
class FactorPhase:
    """The factors of one phase, in order."""

    key: str
    label: str
    factors: tuple[Factor, ...]


@dataclass(frozen=True, kw_only=True)
class Level:
    """A value of the rating scale; without ``points`` it takes the factor out of the count."""

    value: str
    label: str
    points: int | None


@cache
def phases() -> dict[str, FactorPhase]:
    """The three phases with their factors, by key and in order."""
    result = {
        row["key"]: FactorPhase(
            key=row["key"],
            label=row["label"],
            factors=tuple(Factor(phase=row["key"], **factor) for factor in row["factors"]),
        )
        for row in read_yaml(FILE)["phases"]
    }
    sizes = tuple(len(phase.factors) for phase in result.values())
    if sizes != FACTORS_PER_PHASE:
        raise CatalogError(f"{FILE.name}: {sizes} factors per phase, expected {FACTORS_PER_PHASE}")
    rows = [factor for phase in result.values() for factor in phase.factors]
    if [factor.number for factor in rows] != list(range(1, sum(FACTORS_PER_PHASE) + 1)):
        raise CatalogError(f"{FILE.name}: factors are not numbered 1 to {sum(FACTORS_PER_PHASE)} in order")
    if len({factor.key for factor in rows}) != len(rows):
        raise CatalogError(f"{FILE.name}: a factor's key occurs twice")
    return result


@cache
def factors() -> dict[str, Factor]:
    """The twelve factors by key, in order."""
    return {factor.key: factor for phase in phases().values() for factor in phase.factors}


@cache
def scale() -> dict[str, Level]:
    """The five values by key, from nothing to fulfilled; last the one that does not count."""
    result = {row["value"]: Level(**row) for row in read_yaml(FILE)["rating_scale"]}
    points = [level.points for level in result.values()]
    if points != [0, 1, 2, 3, None]:
        raise CatalogError(f"{FILE.name}: the scale gives {points} points, expected 0 to 3 and none")
    return result


def check(*, values: Iterable[tuple[str, str]], phase_keys: Iterable[str]) -> None:
    """Compare with what the database stores: ``values`` with their labels and the phases of a cooperation.

    Raises CatalogError where the file and the models name different things.
    """
    if {level.value: level.label for level in scale().values()} != dict(values):
        raise CatalogError(f"{FILE.name}: the scale is not the one that ratings are stored in")
    if list(phases()) != list(phase_keys):
        raise CatalogError(f"{FILE.name}: the phases are not those of a cooperation")
