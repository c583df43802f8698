"""Fixed reference data of cooperations: models, and phases with guiding questions.

The YAML files beside this module are the source; they are read once at start-up and checked while reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ikz.catalogs import CatalogError, check_unique, read_yaml

FOLDER = Path(__file__).parent / "catalog"


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
class Criterion:
    """A criterion by which cooperations differ, with its values by key."""

    key: str
    label: str
    values: Mapping[str, str]


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


@cache
def models() -> dict[str, CooperationModel]:
    """The forms of cooperation by key, in the order of the catalog."""
    rows = read_yaml(FOLDER / "models.yaml")["models"]
    check_unique("models.yaml", [row["key"] for row in rows])
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
def criteria() -> dict[str, Criterion]:
    """The distinguishing criteria by key, in the order of the catalog."""
    rows = read_yaml(FOLDER / "models.yaml")["criteria"]
    check_unique("models.yaml", [row["key"] for row in rows])
    for row in rows:
        check_unique("models.yaml", [value["key"] for value in row["values"]])
        if len(row["values"]) <= 1:
            raise CatalogError(f"models.yaml: {row['key']} distinguishes nothing")
    return {
        row["key"]: Criterion(
            key=row["key"],
            label=row["label"],
            values={value["key"]: value["label"] for value in row["values"]},
        )
        for row in rows
    }


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
    check_unique("phases.yaml", [question.key for phase in result.values() for question in phase.questions])
    return result


@cache
def questions() -> dict[str, Question]:
    """Every guiding question by key."""
    return {question.key: question for phase in phases().values() for question in phase.questions}
