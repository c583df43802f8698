"""Fixed facts of the register and of school IT: Länder, phases of media development planning, task areas.

The YAML files in the folder beside this module are the source; they are read once at start-up and checked
while reading.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ikz.catalogs import CatalogError, check_unique, read_yaml

FOLDER = Path(__file__).parent / "catalog"

# Official keys of the Länder (first two digits of every AGS), Statistisches Bundesamt.
LAENDER: dict[str, str] = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}
LAND_CHOICES = sorted(LAENDER.items(), key=lambda item: item[1])

# How much a task asks for people nearby, from not at all to very much (Handreichung, Kapitel 4.1.2).
PROXIMITIES = ("none", "low", "medium", "high")


@dataclass(frozen=True)
class MepPhase:
    """A phase of media development planning (Medienentwicklungsplanung)."""

    key: str
    number: int
    label: str


@dataclass(frozen=True)
class TaskArea:
    """A task area of school IT; ``proximity`` says how much it needs people nearby."""

    key: str
    mep: str
    proximity: str
    label: str


@cache
def mep_phases() -> dict[str, MepPhase]:
    """The five phases of media development planning by key."""
    rows = read_yaml(FOLDER / "mep.yaml")["mep_phases"]
    check_unique("mep.yaml", [row["key"] for row in rows])
    return {row["key"]: MepPhase(**row) for row in rows}


@cache
def task_areas() -> dict[str, TaskArea]:
    """The task areas of school IT by key."""
    rows = read_yaml(FOLDER / "mep.yaml")["task_areas"]
    check_unique("mep.yaml", [row["key"] for row in rows])
    result = {row["key"]: TaskArea(**row) for row in rows}
    for area in result.values():
        if area.mep not in mep_phases():
            raise CatalogError(f"mep.yaml: {area.key} names unknown phase {area.mep}")
        if area.proximity not in PROXIMITIES:
            raise CatalogError(f"mep.yaml: {area.key} has unknown proximity {area.proximity}")
    return result
