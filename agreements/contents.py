"""What the law of a Land wants in an agreement or a statute, and which clauses regulate it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from agreements.catalog import FOLDER, clauses
from cooperations.law import BY_STATUTE, Contents, Entry
from cooperations.law_catalog import laender, law_for
from ikz.catalogs import CatalogError, read_yaml

FILE = FOLDER / "contents.yaml"


@dataclass(frozen=True, kw_only=True)
class LegalContent(Entry):
    """One item of the list in a Land's law, for ``forms`` of an agreement.

    ``keys`` are the clauses that regulate it together; empty where none can be named. ``on_term`` marks what is due
    only for terms that ask for a termination rule (``procedure.TerminationRule``); ``condition`` tells the case in the
    law's catalog's words, empty where it always holds.
    """

    land: str
    forms: tuple[str, ...]
    text: str
    keys: tuple[str, ...]
    condition: str = ""

    @property
    def on_term(self) -> bool:
        """Whether the length of the term decides."""
        return self.condition.startswith("bei unbefristeter")

    @property
    def to_check(self) -> bool:
        """Whether "bitte prüfen" stands beside it."""
        return bool(self.doubts)


@dataclass(frozen=True)
class FormContents:
    """The list of one Land for forms that share it; ``entry`` is None where the law has none for these forms."""

    forms: tuple[str, ...]
    entry: Contents | None


@cache
def mapping() -> dict[str, dict[str, tuple[str, ...]]]:
    """Keys of clauses by the text of an item, for ``agreement`` and ``statute``.

    Raises CatalogError for an item of a Land that is missing here, or for an unknown clause.
    """
    found = {
        kind: {text: tuple(keys) for text, keys in rows.items()} for kind, rows in read_yaml(FILE).items()
    }
    for rows in found.values():
        for text, keys in rows.items():
            if unknown := set(keys) - set(clauses()):
                raise CatalogError(f"{FILE.name}: {text} names unknown {', '.join(sorted(unknown))}")
    for land in laender().values():
        for kind, entry in (("agreement", land.agreement_contents), ("statute", land.statute_contents)):
            for text in (*entry.items, *entry.optional_items):
                if text not in found[kind]:
                    raise CatalogError(f"{FILE.name}: {land.name} lists „{text}“, which no clause regulates")
    return found


def contents_of(land: str, forms: Iterable[str]) -> tuple[FormContents, ...]:
    """The lists that hold for these forms in a Land, each once; a list without items is a thing to check."""
    entries: list[Contents | None] = []
    names: list[list[str]] = []
    for form in forms:
        entry = law_for(land, form).contents
        if entry in entries:
            names[entries.index(entry)].append(form)
        else:
            entries.append(entry)
            names.append([form])
    return tuple(FormContents(tuple(keys), entry) for keys, entry in zip(names, entries, strict=True))


def required_by_law(land: str, forms: Iterable[str]) -> tuple[LegalContent, ...]:
    """What the law wants for these forms, with section, source and doubts; "Soll" items are among it."""
    return _contents(land, forms, required=True)


def optional_by_law(land: str, forms: Iterable[str]) -> tuple[LegalContent, ...]:
    """What the law allows or advises to regulate."""
    return _contents(land, forms, required=False)


def _contents(land: str, forms: Iterable[str], *, required: bool) -> tuple[LegalContent, ...]:
    found: list[LegalContent] = []
    for group in contents_of(land, forms):
        if group.entry is None:
            continue
        kind = "statute" if set(group.forms) & BY_STATUTE else "agreement"
        entry = group.entry
        found += [
            LegalContent(
                land=land,
                forms=group.forms,
                text=text,
                keys=mapping()[kind][text],
                condition=text.partition(":")[0] if text.startswith("bei ") and ":" in text else "",
                section=entry.section,
                note=entry.note,
                caution=entry.caution,
                confidence=entry.confidence,
                sources=entry.sources,
            )
            for text in (entry.items if required else entry.optional_items)
        ]
    return tuple(found)
