"""The frozen content of an edition: everything PDF and public page show, and nothing else.

A snapshot is stored as JSON and read back into these classes; labels are frozen with their keys, so an
edition stays as it was when a catalog changes later.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from quickcheck.scoring import Score

SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An entry of a catalog as it was called when the edition was made."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class PartnerLine:
    """A confirmed partner; ``schools`` and ``pupils`` are None where nobody entered them."""

    name: str
    lead: bool
    schools: int | None
    pupils: int | None


@dataclass(frozen=True, kw_only=True)
class PhaseLine:
    """A phase of the cooperation; ``state`` is ``done``, ``current`` or ``open``."""

    key: str
    title: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """The Quick Check of one phase in the view of the cooperation as a whole: counts, no notes."""

    key: str
    label: str
    score: Score


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A Steckbrief at one moment; ``texts`` holds the lines of each written field by key.

    ``quickcheck`` is empty where the cooperation as a whole has not been rated. ``demo`` says that the
    proceedings are invented.
    """

    slug: str
    title: str
    subtitle: str
    partners: tuple[PartnerLine, ...]
    phases: tuple[PhaseLine, ...]
    models: tuple[Choice, ...]
    laender: tuple[Choice, ...]
    mep_phases: tuple[Choice, ...]
    task_areas: tuple[Choice, ...]
    motives: tuple[str, ...]
    goals: tuple[str, ...]
    legal_basis: str
    duration: Choice
    ends_on: date | None
    build_up_from: date | None
    build_up_to: date | None
    quickcheck: tuple[CheckLine, ...]
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contact_office: str
    contact_email: str
    data_as_of: datetime
    demo: bool

    @property
    def schools(self) -> int:
        """Schools of all partners together."""
        return sum(partner.schools or 0 for partner in self.partners)

    @property
    def pupils(self) -> int:
        """Pupils of all partners together."""
        return sum(partner.pupils or 0 for partner in self.partners)

    @property
    def partner_names(self) -> list[str]:
        """Names of the partners, the lead first."""
        return [partner.name for partner in self.partners]

    @property
    def check_score(self) -> Score | None:
        """The Quick Check over all phases, or None where nothing was rated."""
        return sum((line.score for line in self.quickcheck), Score()) if self.quickcheck else None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the content without its time: equal when nothing changed in between."""
        content = self.to_json()
        del content["data_as_of"]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The form that is stored, with totals for programs that read it."""
        content = asdict(self)
        for name in ("ends_on", "build_up_from", "build_up_to", "data_as_of"):
            value = content[name]
            content[name] = value.isoformat() if value else None
        stored: dict[str, Any] = json.loads(json.dumps(content))
        return {
            "schema": SCHEMA,
            **stored,
            "totals": {"partners": len(self.partners), "schools": self.schools, "pupils": self.pupils},
        }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _choices(rows: list[dict[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(**row) for row in rows)


def from_json(content: dict[str, Any]) -> Snapshot:
    """Read a stored snapshot; raises ValueError for one of an unknown schema."""
    if content.get("schema") != SCHEMA:
        raise ValueError(f"Unknown schema of a snapshot: {content.get('schema')}")
    row = {key: value for key, value in content.items() if key not in {"schema", "totals"}}
    return Snapshot(
        **row
        | {
            "partners": tuple(PartnerLine(**line) for line in row["partners"]),
            "phases": tuple(PhaseLine(**line) for line in row["phases"]),
            "models": _choices(row["models"]),
            "laender": _choices(row["laender"]),
            "mep_phases": _choices(row["mep_phases"]),
            "task_areas": _choices(row["task_areas"]),
            "motives": tuple(row["motives"]),
            "goals": tuple(row["goals"]),
            "duration": Choice(**row["duration"]),
            "ends_on": _day(row["ends_on"]),
            "build_up_from": _day(row["build_up_from"]),
            "build_up_to": _day(row["build_up_to"]),
            "quickcheck": tuple(
                CheckLine(key=line["key"], label=line["label"], score=Score(**line["score"]))
                for line in row["quickcheck"]
            ),
            "texts": {key: tuple(lines) for key, lines in row["texts"].items()},
            "data_as_of": datetime.fromisoformat(row["data_as_of"]),
        }
    )
