"""What an import changes: rows of the directory beside those that are stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from municipalities.folding import fold
from municipalities.models import Municipality
from municipalities.register.names import is_fuller
from municipalities.register.tree import Known, Row
from municipalities.services.register import searchable

WRITTEN = (
    "ars",
    "kind",
    "name",
    "display_name",
    "folded_name",
    "former_names",
    "search_text",
    "designation",
    "parent_id",
    "population",
    "area_km2",
    "postal_code",
    "latitude",
    "longitude",
    "dissolved_as_of",
)
# The part of the present rows that may be missing before the file itself is in doubt.
USUAL_LOSS = 0.02


@dataclass(frozen=True)
class Stored:
    """The register as it stands."""

    rows: Mapping[str, Municipality]
    as_of: date | None = None

    def known(self) -> Known:
        """Names and positions that an import does not make worse."""
        return Known(
            names={key: row.name for key, row in self.rows.items()},
            positions={
                key: (row.latitude, row.longitude)
                for key, row in self.rows.items()
                if row.latitude is not None and row.longitude is not None
            },
        )


@dataclass(frozen=True)
class Update:
    """A stored row with the values it gets, by field of :data:`WRITTEN`."""

    row: Municipality
    target: Row
    values: Mapping[str, Any]
    former_parent: str


@dataclass
class Plan:
    """Everything that an import writes."""

    as_of: date
    created: list[Row] = field(default_factory=list)
    updated: list[Update] = field(default_factory=list)
    dissolved: list[Municipality] = field(default_factory=list)
    unchanged: int = 0
    present: int = 0

    @property
    def loses_too_much(self) -> bool:
        """Whether more rows would be dissolved than ever happens between two directories."""
        return len(self.dissolved) > USUAL_LOSS * self.present


def make_plan(as_of: date, rows: Iterable[Row], stored: Stored) -> Plan:
    """Compare row by row; keys decide, so everything that refers to a row keeps it."""
    plan = Plan(as_of)
    keys_by_pk: dict[int | None, str] = {row.pk: key for key, row in stored.rows.items()}
    found = set()
    for target in rows:
        found.add(target.ags)
        row = stored.rows.get(target.ags)
        if row is None:
            plan.created.append(target)
            continue
        values = _values(row, target)
        changed = any(getattr(row, name) != value for name, value in values.items())
        # The key of the parent is compared, since a new parent has no primary key yet.
        parent = keys_by_pk.get(row.parent_id, "")
        if changed or parent != target.parent:
            plan.updated.append(Update(row, target, values, parent))
        else:
            plan.unchanged += 1
    present = [row for row in stored.rows.values() if row.dissolved_as_of is None]
    plan.present = len(present)
    plan.dissolved = [row for row in present if row.ags not in found]
    return plan


def facts(target: Row, former_names: Iterable[str] = ()) -> dict[str, Any]:
    """Values of a row as the model keeps them, without its key, parent and group."""
    former = list(former_names)
    latitude, longitude = target.position or (None, None)
    return {
        "ars": target.ars,
        "kind": target.kind,
        "name": target.name,
        "display_name": target.display_name,
        "folded_name": fold(target.display_name),
        "former_names": former,
        "search_text": searchable(target.name, target.display_name, former),
        "designation": target.designation,
        "population": target.population,
        "area_km2": target.area_km2,
        "postal_code": target.postal_code,
        "latitude": latitude,
        "longitude": longitude,
        "dissolved_as_of": None,
    }


def _values(row: Municipality, target: Row) -> dict[str, Any]:
    former = [name for name in row.former_names if name != target.name]
    if row.name != target.name and not is_fuller(target.name, row.name):
        former.append(row.name)
    return facts(target, former)
