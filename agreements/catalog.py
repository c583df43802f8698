"""What agreements, statutes and letters of intent regulate: kinds of clauses with guidance, checked while reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from cooperations.catalog import models
from cooperations.law import Confidence, Entry, Source
from cooperations.law_catalog import laender, land_of_source, sources_of
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


COMPARED = "Ländervergleich"


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
    ``aids`` are the facts that help to write it. ``chapters`` are sections of the Handreichung and the other sources;
    ``elsewhere`` compares the Länder, ``source_lands`` says of each source whose law it is (empty: everybody's).
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
    elsewhere: str = ""
    source_lands: tuple[str, ...] = ()

    @property
    def binding_label(self) -> str:
        """German word for how much it is needed."""
        return BINDING_LABELS[self.binding]

    @property
    def doubts(self) -> tuple[str, ...]:
        """As for every entry; what nobody looked up in a source is to be checked too."""
        unread = ("In keiner der ausgewerteten Quellen nachgelesen.",)
        return (*(unread if self.confidence is Confidence.KNOWN else ()), *super().doubts)

    def sources_in(self, land: str) -> tuple[Source, ...]:
        """The sources that speak of this Land or of all; nobody is led to the law of another one."""
        rows = zip(self.sources, self.source_lands, strict=True)
        return tuple(source for source, whose in rows if whose in {"", land})

    def places_in(self, land: str) -> tuple[str, ...]:
        """Chapters and section it rests on; where nothing else founds it in this Land, how the Länder compare."""
        found = (*self.chapters, *([self.section] if self.section else []))
        if found or self.sources_in(land) or not self.elsewhere:
            return found
        return (f"{COMPARED}: {self.elsewhere}",)

    def evidence_in(self, land: str) -> str:
        """Where it comes from, in words for readers in this Land."""
        return "; ".join((*self.places_in(land), *(source.title for source in self.sources_in(land))))

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
        elsewhere=row.get("elsewhere", ""),
        source_lands=tuple(land_of_source(key) for key in row.get("source") or ()),
        confidence=Confidence(row["confidence"]),
        sources=sources_of(row),
    )
    if not kind.guide or not all(kind.evidence_in(land) for land in laender()):
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
