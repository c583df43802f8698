"""What a Steckbrief is made of: sections headed by questions, and where each field comes from.

``catalog/steckbrief.yaml`` is the source; it is read once and checked while reading.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ikz.catalogs import CatalogError, read_yaml

FILE = Path(__file__).parent / "catalog" / "steckbrief.yaml"
SOURCES = frozenset({"data", "text", "contact"})
FORMS = frozenset({"", "list", "paragraphs"})


@dataclass(frozen=True)
class Field:
    """One piece of a Steckbrief.

    ``source`` is ``data`` (from the cooperation), ``text`` (written for the Steckbrief) or ``contact``;
    ``form`` of a text is ``list`` (a line per item) or ``paragraphs``.
    """

    key: str
    label: str
    hint: str
    source: str
    form: str = ""

    @property
    def is_text(self) -> bool:
        """Whether somebody writes it for the Steckbrief."""
        return self.source == "text"


@dataclass(frozen=True)
class Part:
    """Fields under a common heading; the heading is empty where the section has no parts."""

    key: str
    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Section:
    """A section, headed by the question that readers ask."""

    key: str
    label: str
    parts: tuple[Part, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields of the section in order."""
        return tuple(field for part in self.parts for field in part.fields)


def _parse(content: dict[str, Any]) -> tuple[Section, ...]:
    known = {key: Field(key=key, **row) for key, row in content["fields"].items()}
    for field in known.values():
        if field.source not in SOURCES or field.form not in FORMS or field.is_text != bool(field.form):
            raise CatalogError(f"steckbrief.yaml: {field.key} has a wrong source or form")

    def part(row: dict[str, Any], label: str) -> Part:
        unknown = [key for key in row["fields"] if key not in known]
        if unknown:
            raise CatalogError(f"steckbrief.yaml: {row['key']} names unknown {', '.join(unknown)}")
        return Part(key=row["key"], label=label, fields=tuple(known[key] for key in row["fields"]))

    result = tuple(
        Section(
            key=row["key"],
            label=row["label"],
            parts=tuple(part(inner, inner["label"]) for inner in row["parts"])
            if "parts" in row
            else (part(row, ""),),
        )
        for row in content["sections"]
    )
    used = [field.key for section in result for field in section.fields]
    if sorted(used) != sorted(known):
        raise CatalogError("steckbrief.yaml: every field belongs to exactly one section")
    return result


@cache
def sections() -> tuple[Section, ...]:
    """The sections in the order of the document; raises CatalogError when the file contradicts itself."""
    return _parse(read_yaml(FILE))


@cache
def text_fields() -> dict[str, Field]:
    """The fields that are written for the Steckbrief, by key in the order of the document."""
    return {field.key: field for section in sections() for field in section.fields if field.is_text}
