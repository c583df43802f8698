"""Fixed reference data of cooperations: models, phases with guiding questions, MEP phases, task areas.

The YAML files beside this module are the source; they are read once at start-up and checked while reading.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "catalog"


class CatalogError(Exception):
    """A catalog file contradicts itself; the application does not start with it."""


@dataclass(frozen=True)
class CooperationModel:
    """A form of cooperation; ``core`` forms are guided in full."""

    key: str
    label: str
    core: bool
    binding: str
    task_transfer: str
    new_legal_person: bool
    suits: str
    limits: str = ""
    governance: str = ""
    instrument: str = ""
    follows: str = ""
    typical_bodies: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    supervisory: str = ""
    law_form: str = ""


@dataclass(frozen=True)
class Question:
    """A guiding question; ``per_partner`` means that each partner answers for itself."""

    key: str
    text: str
    per_partner: bool


@dataclass(frozen=True)
class Step:
    """A step of a phase; ``why`` says in two sentences why it matters.

    ``section`` names the section it follows: of the Handreichung, or of the Leitfaden (``sources/002, …``).
    """

    key: str
    label: str
    section: str
    why: str
    questions: tuple[Question, ...]
    interval_years: int | None = None

    @property
    def source(self) -> str:
        """Where the step comes from, in words for readers: ``Handreichung, Kapitel 4.1.1``."""
        document, _, chapter = self.section.rpartition(", ")
        name = "Leitfaden Daseinsvorsorge" if document else "Handreichung"
        return f"{name}, Kapitel {chapter}"


@dataclass(frozen=True)
class Phase:
    """A phase of a cooperation's life."""

    key: str
    label: str
    steps: tuple[Step, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All guiding questions of the phase in order."""
        return tuple(question for step in self.steps for question in step.questions)


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


def read_yaml(path: Path) -> dict[str, Any]:
    """A catalog file as a mapping."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise CatalogError(f"{path.name}: mapping expected")
    return content


def _unique(name: str, keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise CatalogError(f"{name}: keys occur twice: {', '.join(twice)}")


@cache
def models() -> dict[str, CooperationModel]:
    """The forms of cooperation by key, in the order of the catalog."""
    rows = read_yaml(FOLDER / "models.yaml")["models"]
    _unique("models.yaml", [row["key"] for row in rows])
    result: dict[str, CooperationModel] = {}
    for row in rows:
        facts: dict[str, Any] = {
            field: tuple(value) if isinstance(value, list) else value for field, value in row.items()
        }
        result[row["key"]] = CooperationModel(**facts)
    for model in result.values():
        if model.follows and model.follows not in result:
            raise CatalogError(f"models.yaml: {model.key} follows unknown {model.follows}")
    return result


@cache
def phases() -> dict[str, Phase]:
    """The three phases by key, in order."""
    result = {}
    for phase in read_yaml(FOLDER / "phases.yaml")["phases"]:
        steps = tuple(
            Step(
                key=step["key"],
                label=step["label"],
                section=step["section"],
                why=step["why"],
                interval_years=step.get("interval_years"),
                questions=tuple(Question(**question) for question in step["questions"]),
            )
            for step in phase["steps"]
        )
        result[phase["key"]] = Phase(key=phase["key"], label=phase["label"], steps=steps)
    _unique("phases.yaml", [question.key for phase in result.values() for question in phase.questions])
    return result


@cache
def questions() -> dict[str, Question]:
    """Every guiding question by key."""
    return {question.key: question for phase in phases().values() for question in phase.questions}


@cache
def mep_phases() -> dict[str, MepPhase]:
    """The five phases of media development planning by key."""
    return {row["key"]: MepPhase(**row) for row in read_yaml(FOLDER / "mep.yaml")["mep_phases"]}


@cache
def task_areas() -> dict[str, TaskArea]:
    """The task areas of school IT by key."""
    result = {row["key"]: TaskArea(**row) for row in read_yaml(FOLDER / "mep.yaml")["task_areas"]}
    for area in result.values():
        if area.mep not in mep_phases():
            raise CatalogError(f"mep.yaml: {area.key} names unknown phase {area.mep}")
    return result
