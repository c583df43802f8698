"""Which existing offers fit a need: the right task for the right area. Pure, no database.

Handreichung, Kapitel 4.1.2: existing structures are examined before a new one is founded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from municipalities.catalog import LAENDER, task_areas


class Closeness(IntEnum):
    """How narrowly an offer names the area that asks; what is made for few fits them best."""

    ITSELF = 0
    PART_OF = 1
    LAND = 2
    EVERYBODY = 3
    OUTSIDE = 4


@dataclass(frozen=True)
class OfferFacts:
    """What the rule reads of an offer; ``serves`` maps official keys to names.

    Without ``land_keys`` and ``serves`` it serves everybody.
    """

    pk: int
    name: str
    task_areas: frozenset[str]
    land_keys: frozenset[str] = frozenset()
    serves: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """A task area and where it is needed: the municipality's official key, then those it belongs to, upwards."""

    task_area: str
    keys: tuple[str, ...]

    @property
    def land(self) -> str:
        """Two-digit key of the Land."""
        return self.keys[0][:2]


@dataclass(frozen=True)
class Fit:
    """An offer for the wanted task, with the reasons in words; outside its area it is only a near fit."""

    offer: int
    closeness: Closeness
    reasons: tuple[str, ...]

    @property
    def is_near(self) -> bool:
        """The right task, but for another area."""
        return self.closeness is Closeness.OUTSIDE


def fits(wanted: Wanted, offers: Iterable[OfferFacts]) -> list[Fit]:
    """Offers for the task, those made for the narrowest area first, near fits last; then by name and key."""
    found = [(offer, _fit(wanted, offer)) for offer in offers if wanted.task_area in offer.task_areas]
    found.sort(key=lambda pair: (pair[1].closeness, pair[0].name, pair[0].pk))
    return [fit for _, fit in found]


def _fit(wanted: Wanted, offer: OfferFacts) -> Fit:
    closeness, place = _area(wanted, offer)
    covers = f"deckt „{task_areas()[wanted.task_area].label}“ ab"
    return Fit(offer=offer.pk, closeness=closeness, reasons=(covers, place))


def _area(wanted: Wanted, offer: OfferFacts) -> tuple[Closeness, str]:
    if not offer.land_keys and not offer.serves:
        return Closeness.EVERYBODY, "versorgt Kommunen in allen Ländern"
    for number, key in enumerate(wanted.keys):
        if key in offer.serves:
            closeness = Closeness.PART_OF if number else Closeness.ITSELF
            return closeness, f"versorgt {offer.serves[key]}"
    if wanted.land in offer.land_keys:
        return Closeness.LAND, f"versorgt {LAENDER[wanted.land]}"
    return Closeness.OUTSIDE, "außerhalb des Gebiets, fragen lohnt sich"
