"""What a version holds for good: the shape of ``AgreementVersion.content``, read and written in one place. Pure.

Dates are ISO 8601 in JSON and dates here. Whatever shows, compares, prints or checks a version reads it from here and
never from the draft, which goes on.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Self

from agreements.path import Path, Publication
from cooperations.law import Requirement


@dataclass(frozen=True)
class Terms:
    """What the agreement says about time, form, tax, procurement and personal data; as the fields of the draft."""

    term: str
    starts_on: date | None = None
    ends_on: date | None = None
    notice_months: int | None = None
    notice_at: str = ""
    renewal_months: int | None = None
    evaluation_on: date | None = None
    evaluation_months: int | None = None
    retention_years: int = 10
    signature_form: str = "undecided"
    vat: str = "undecided"
    vat_note: str = ""
    procurement: str = "undecided"
    procurement_note: str = ""
    data_protection: str = "undecided"
    data_protection_note: str = ""

    @classmethod
    def of(cls, row: object) -> Self:
        """The terms of a draft, or of anything with fields of these names."""
        return cls(**{item.name: getattr(row, item.name) for item in fields(cls)})

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The terms as a version stores them."""
        values = dict(stored)
        for name in ("starts_on", "ends_on", "evaluation_on"):
            if values.get(name):
                values[name] = date.fromisoformat(values[name])
        return cls(**values)


@dataclass(frozen=True)
class FrozenPartner:
    """A partner as it was called then; ``id`` is the partner's row, so that resolutions find it."""

    id: int
    name: str
    ags: str
    role: str


@dataclass(frozen=True)
class FrozenClause:
    """One clause of the version; ``number`` counts from 1 and is the paragraph (§) of the document."""

    number: int
    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class LeftOut:
    """What the partners deliberately did not regulate, and why."""

    key: str
    heading: str
    reason: str


@dataclass(frozen=True)
class VersionContent:
    """Everything a version says. ``check`` is the stored result of the completeness check."""

    title: str
    instrument: str
    land: str
    forms: tuple[str, ...]
    cooperation: str
    partners: tuple[FrozenPartner, ...]
    terms: Terms
    clauses: tuple[FrozenClause, ...]
    left_out: tuple[LeftOut, ...]
    requirement: str
    publication: str
    clarification: str = ""
    check: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The path this version goes, as it was computed when it was fixed."""
        return Path(Requirement(self.requirement), Publication(self.publication))

    def as_json(self) -> dict[str, Any]:
        """The content as it is stored."""
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_plain))
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read a stored content."""
        values = dict(stored)
        return cls(
            terms=Terms.from_json(values.pop("terms")),
            forms=tuple(values.pop("forms")),
            partners=tuple(FrozenPartner(**row) for row in values.pop("partners")),
            clauses=tuple(FrozenClause(**row) for row in values.pop("clauses")),
            left_out=tuple(LeftOut(**row) for row in values.pop("left_out")),
            **values,
        )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be stored")


def canonical(stored: Mapping[str, Any]) -> bytes:
    """A stored content as canonical JSON: keys in order, no spaces, UTF-8."""
    return json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(stored: Mapping[str, Any]) -> str:
    """SHA-256 of a stored content as canonical JSON, so that anybody can compute it again."""
    return hashlib.sha256(canonical(stored)).hexdigest()
