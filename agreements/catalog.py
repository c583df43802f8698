"""What agreements, statutes and letters of intent regulate: kinds of clauses with guidance, checked while reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from cooperations.catalog import models
from cooperations.law import Confidence, Entry
from cooperations.law_catalog import laender, sources_of
from ikz.catalogs import CatalogError, check_unique, read_yaml

FOLDER = Path(__file__).parent / "catalog"
FILE = FOLDER / "clauses.yaml"
# Facts of a cooperation that drafting aids know; ``agreements.aids`` says what stands where one is missing.
AIDS = frozenset(
    {
        "partners",
        "lead",
        "figures",
        "task_areas",
        "goals",
        "costs",
        "cost_shares",
        "duration",
        "vat",
        "bodies",
        "seats",
    }
)


class Binding(StrEnum):
    """How much a clause is needed, apart from what the law of a Land asks for."""

    CORE = "core"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    LAND_SPECIFIC = "land_specific"


BINDING_LABELS = {
    Binding.CORE: "Kern",
    Binding.RECOMMENDED: "empfohlen",
    Binding.OPTIONAL: "möglich",
    Binding.LAND_SPECIFIC: "je nach Land",
}


@dataclass(frozen=True, kw_only=True)
class ClauseKind(Entry):
    """A kind of clause; ``heading`` is the document's, ``guide`` says what to regulate and why.

    ``wording`` is a neutral beginning with names of facts in braces and gaps in brackets, empty where there is none;
    ``aids`` are the facts that help to write it. ``chapters`` are sections of the Handreichung and the other sources.
    """

    key: str
    label: str
    heading: str
    applies_to: tuple[str, ...]
    binding: Binding
    guide: str
    wording: str = ""
    aids: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()

    @property
    def binding_label(self) -> str:
        """German word for how much it is needed."""
        return BINDING_LABELS[self.binding]

    @property
    def doubts(self) -> tuple[str, ...]:
        """As for every entry; what nobody looked up in a source is to be checked too."""
        unread = ("In keiner der ausgewerteten Quellen nachgelesen.",)
        return (*(unread if self.confidence is Confidence.KNOWN else ()), *super().doubts)

    @property
    def evidence(self) -> str:
        """Where it comes from, in words for readers."""
        return "; ".join((*self.chapters, *(source.title for source in self.sources)))

    def applies(self, form: str) -> bool:
        """Whether an agreement of this form regulates it; forms that no kind names are treated like what they follow."""
        if form in self.applies_to:
            return True
        return form not in named_forms() and models()[form].follows in self.applies_to


@cache
def clauses() -> dict[str, ClauseKind]:
    """All kinds by key, in the order of the document; raises CatalogError where the file contradicts itself."""
    rows = read_yaml(FILE)["clauses"]
    check_unique(FILE.name, [row["id"] for row in rows])
    known = set(models()) | {form for land in laender().values() for form in land.supervision}
    known |= {form.form_type for land in laender().values() for form in land.forms}
    for row in rows:
        if unknown := set(row["applies_to"]) - known:
            raise CatalogError(f"{FILE.name}: {row['id']} applies to unknown {', '.join(sorted(unknown))}")
        if unknown := set(row.get("aids", ())) - AIDS:
            raise CatalogError(f"{FILE.name}: {row['id']} names unknown aids {', '.join(sorted(unknown))}")
    return {row["id"]: _kind(row) for row in rows}


def _kind(row: dict[str, Any]) -> ClauseKind:
    kind = ClauseKind(
        key=row["id"],
        label=row["label"],
        heading=row.get("heading", row["label"]),
        applies_to=tuple(row["applies_to"]),
        binding=Binding(row["binding"]),
        guide=row["guide"],
        wording=row.get("wording", ""),
        aids=tuple(row.get("aids", ())),
        chapters=tuple(row.get("chapters", ())),
        section=row.get("section", ""),
        confidence=Confidence(row["confidence"]),
        sources=sources_of(row),
    )
    if not kind.guide or not kind.evidence:
        raise CatalogError(f"{FILE.name}: {kind.key} says nothing, or not where it comes from")
    return kind


@cache
def named_forms() -> frozenset[str]:
    """Forms that the catalog speaks of itself."""
    return frozenset(form for row in read_yaml(FILE)["clauses"] for form in row["applies_to"])


def for_forms(forms: Iterable[str]) -> dict[str, ClauseKind]:
    """The kinds that apply to at least one of these forms, by key, in the order of the document."""
    keys = list(forms)
    return {key: kind for key, kind in clauses().items() if any(kind.applies(form) for form in keys)}
