"""Rows of the register made from the directory: parents, names, and sums and positions of the levels above.

Area and population of a Land, Kreis or Verband are the sums over its municipalities. Gemeindefreie Gebiete have no
row and are left out of the sums, so that the figures of every level agree with the rows that one can look at.
The position of a higher level is the mean of its municipalities, weighted by population.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from municipalities.models import Kind
from municipalities.register.coordinates import Coordinates, Position
from municipalities.register.directory import Directory
from municipalities.register.names import CITY_DISTRICT_WORDS, designation, display_name, fuller
from municipalities.register.records import Record

# A tenth of a metre; the same input always gives the same value.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """What the register keeps of one record; ``parent`` is the key of the row above."""

    ags: str
    ars: str
    kind: str
    name: str
    display_name: str
    designation: str
    parent: str
    population: int
    area_km2: Decimal
    postal_code: str = ""
    position: Position | None = None

    @property
    def is_city_district(self) -> bool:
        """Whether it is a Gemeinde that is a Kreis of its own."""
        return self.designation in CITY_DISTRICT_WORDS


@dataclass(frozen=True)
class Known:
    """What is already stored, by key: official names and positions, which no import makes worse."""

    names: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)


@dataclass
class _Sum:
    """What a row of a higher level gathers from its municipalities."""

    area_ha: int = 0
    population: int = 0
    members: list[tuple[int, Position]] = field(default_factory=list)

    def add(self, record: Record, position: Position | None) -> None:
        """Count one more municipality."""
        self.area_ha += record.area_ha
        self.population += record.population
        if position:
            self.members.append((record.population, position))


def build(directory: Directory, coordinates: Coordinates, known: Known) -> list[Row]:
    """All rows of the directory, parents before children."""
    sums: defaultdict[str, _Sum] = defaultdict(_Sum)
    municipalities = []
    for ags, record in directory.municipalities.items():
        position = coordinates.find(record.ars, ags) or known.positions.get(ags)
        above = _above(directory, record)
        for key in above:
            sums[key].add(record, position)
        own = _Sum(record.area_ha, record.population)
        name = fuller(record.name, known.names.get(ags, ""))
        free = record.association not in directory.associations
        municipalities.append(_row(record, Kind.MUNICIPALITY, name, above[-1], own, position, free=free))
    rows = []
    for kind, records in (
        (Kind.LAND, directory.lands),
        (Kind.DISTRICT, directory.districts),
        (Kind.ASSOCIATION, directory.associations),
    ):
        for key, record in records.items():
            name = fuller(record.name, known.names.get(key, ""), coordinates.names.get(key, ""))
            above = _above(directory, record)
            position = mean(sums[key].members) or known.positions.get(key)
            rows.append(_row(record, kind, name, above[-1] if above else "", sums[key], position))
    return rows + municipalities


def mean(members: list[tuple[int, Position]]) -> Position | None:
    """Mean of positions weighted by population, unweighted where nobody lives, nothing without members."""
    weights = [weight for weight, _ in members]
    if not any(weights):
        weights = [1] * len(members)
    total = sum(weights)
    if not total:
        return None
    latitude = sum(weight * lat for weight, (_, (lat, _lon)) in zip(weights, members, strict=True))
    longitude = sum(weight * lon for weight, (_, (_lat, lon)) in zip(weights, members, strict=True))
    return round(latitude / total, DECIMALS), round(longitude / total, DECIMALS)


def _above(directory: Directory, record: Record) -> list[str]:
    """Keys of the rows that a record belongs to, from the Land down; a kreisfreie Stadt has no Kreis."""
    land, district = record.key[:2], record.key[:5]
    above = [land] if record.key != land else []
    if district in directory.districts and record.key != district:
        above.append(district)
    if record.association in directory.associations:
        above.append(record.association)
    return above


def _row(
    record: Record,
    kind: Kind,
    name: str,
    parent: str,
    own: _Sum,
    position: Position | None,
    *,
    free: bool = False,
) -> Row:
    return Row(
        ags=record.key,
        ars=record.ars,
        kind=kind.value,
        name=name,
        display_name=display_name(record, name),
        designation=designation(record, free=free),
        parent=parent,
        population=own.population,
        area_km2=Decimal(own.area_ha).scaleb(-2),
        postal_code=record.postal_code,
        position=position,
    )
