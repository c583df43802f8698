"""What the law of a Land asks of an agreement in fields that rules can ask; transcribed with its source.

Beside ``cooperations.law_catalog``, which tells the same in sentences: what was not read stays a thing to check here
as there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from agreements.path import Path, Publication, strictest
from cooperations.catalog import models
from cooperations.law import Confidence, Entry, Requirement
from cooperations.law_catalog import law_for, sources_of
from ikz.catalogs import CatalogError, read_yaml
from municipalities.catalog import LAENDER

FILE = FilePath(__file__).parent / "catalog" / "procedure.yaml"


class TerminationWhen(StrEnum):
    """For which terms an agreement must say how it is terminated."""

    ALWAYS = "always"
    OPEN_ENDED = "open-ended"
    OPEN_ENDED_OR_OVER = "open-ended-or-over"
    OPEN_ENDED_OR_LONG = "open-ended-or-long"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class TerminationRule(Entry):
    """When the agreement must contain a termination rule; ``years`` for the kinds that count them."""

    when: TerminationWhen
    years: int = 0

    def asks(self, *, open_ended: bool, years: float | None) -> bool | None:
        """Whether a term asks for the rule; ``years`` is its length where it is fixed. None where nobody knows."""
        if self.when is TerminationWhen.UNKNOWN:
            return None
        if self.when is TerminationWhen.NONE:
            return False
        if self.when is TerminationWhen.ALWAYS or open_ended:
            return True
        if self.when is TerminationWhen.OPEN_ENDED:
            return False
        return None if years is None else years > self.years


@dataclass(frozen=True)
class SilenceStage:
    """A period of silence, in weeks or months, and what must not have come in it."""

    without: str
    weeks: int = 0
    months: int = 0


@dataclass(frozen=True, kw_only=True)
class Silence(Entry):
    """What follows from the authority's silence; without ``stages`` the period was not found out.

    ``effect`` is ``approval`` (deemed given) or ``no-objection`` (may be put into force).
    """

    effect: str
    stages: tuple[SilenceStage, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PublicationRule(Entry):
    """Whether, by whom and with what effect a document of a form is made public."""

    due: Publication
    by: str = "unknown"
    effect: str = "unknown"


@dataclass(frozen=True)
class LandProcedure:
    """The fields of one Land; rules of silence and publication by form of cooperation."""

    termination: TerminationRule
    silence: dict[str, Silence]
    publication: dict[str, PublicationRule]


UNKNOWN_PUBLICATION = PublicationRule(
    due=Publication.CHECK,
    confidence=Confidence.UNSURE,
    note="Zur Bekanntmachung dieser Form liegt keine Angabe vor.",
)


@cache
def procedures() -> dict[str, LandProcedure]:
    """The fields of all Länder by two-digit key; raises CatalogError where the file contradicts itself."""
    rows = read_yaml(FILE)["laender"]
    if set(rows) != set(LAENDER):
        raise CatalogError(f"{FILE.name}: Länder missing or unknown")
    return {land: _land(land, row) for land, row in rows.items()}


def _land(land: str, row: dict[str, Any]) -> LandProcedure:
    rule = row["termination"]
    when = TerminationWhen(rule["when"])
    if (when in {TerminationWhen.OPEN_ENDED_OR_OVER, TerminationWhen.OPEN_ENDED_OR_LONG}) != (
        "years" in rule
    ):
        raise CatalogError(f"{FILE.name}: {land} counts years where it must not, or does not where it must")
    return LandProcedure(
        termination=TerminationRule(when=when, years=rule.get("years", 0), **_entry(rule)),
        silence={
            form: Silence(
                effect=one["effect"],
                stages=tuple(SilenceStage(**stage) for stage in one["stages"]),
                **_entry(one),
            )
            for one in row.get("silence", ())
            for form in _forms(land, one)
        },
        publication={
            form: PublicationRule(
                due=Publication(one["due"]), by=one["by"], effect=one["effect"], **_entry(one)
            )
            for one in row.get("publication", ())
            for form in _forms(land, one)
        },
    )


def _forms(land: str, row: dict[str, Any]) -> list[str]:
    unknown = set(row["forms"]) - set(models())
    if unknown:
        raise CatalogError(f"{FILE.name}: {land} names unknown forms {', '.join(sorted(unknown))}")
    return list(row["forms"])


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "confidence": Confidence(row["confidence"]),
        "sources": sources_of(row),
        "section": row.get("section", ""),
        "note": row.get("note", ""),
        "caution": row.get("caution", ""),
    }


def requirement_of(land: str, form: str) -> Requirement:
    """What is due towards the authority for one form in a Land; both keys must be known."""
    supervision = law_for(land, form).supervision
    return supervision.requirement if supervision else Requirement.UNKNOWN


def publication_of(land: str, form: str) -> PublicationRule:
    """How a form is made public in a Land; a form that binds nobody is not."""
    if requirement_of(land, form) is Requirement.NONE and models()[form].binding == "none":
        return PublicationRule(
            due=Publication.NOT_DUE,
            effect="adoption",
            confidence=Confidence.READ,
            note="Eine Absichtserklärung bindet niemanden und wird nicht bekannt gemacht.",
        )
    return procedures()[land].publication.get(form, UNKNOWN_PUBLICATION)


def silence_of(land: str, forms: Iterable[str]) -> Silence | None:
    """What follows from silence where these forms stand together; None where nothing is known to follow."""
    found = procedures()[land].silence
    return next((found[form] for form in forms if form in found), None)


def path_of(land: str, forms: Iterable[str], *, clarified: str = "") -> Path:
    """The path of a version of these forms; ``clarified`` is what the authority answered, and then holds."""
    keys = list(forms)
    requirement = (
        Requirement(clarified) if clarified else strictest(requirement_of(land, key) for key in keys)
    )
    due = {publication_of(land, key).due for key in keys}
    publication = next(
        (one for one in (Publication.DUE, Publication.CHECK) if one in due), Publication.NOT_DUE
    )
    return Path(requirement, publication)
