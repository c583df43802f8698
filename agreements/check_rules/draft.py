"""What the completeness check looks at. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from agreements.catalog import ClauseKind, for_forms
from agreements.content import FrozenClause, LeftOut, Terms
from agreements.drafting import gaps
from agreements.procedure import LandProcedure, procedures
from cooperations.catalog import models
from cooperations.federal_law import paid_services
from cooperations.law import BY_AGREEMENT, BY_STATUTE, LandLaw
from cooperations.law_catalog import laender

# Beside the brackets of the drafting aids: lines to write on, and dots.
_MARK: Final = re.compile(r"_{3,}|…|\.{3,}")


@dataclass(frozen=True)
class Note:
    """A dated and sourced note of the administration on the law of the Land."""

    topic: str
    form: str
    text: str
    source: str
    dated_on: date


@dataclass(frozen=True)
class CheckedDraft:
    """A draft, or what a version froze of it, with what the check asks beside the wording.

    ``partner_laender`` are two-digit keys of the partners' Länder; ``vat_from`` is the day from which § 2b UStG holds
    for everybody, ``vat_source`` who says so.
    """

    land: str
    forms: tuple[str, ...]
    terms: Terms
    clauses: tuple[FrozenClause, ...]
    left_out: tuple[LeftOut, ...]
    today: date
    vat_from: date
    vat_source: str = ""
    vat_extensions: tuple[str, ...] = ()
    partner_laender: tuple[str, ...] = ()
    clarified: str = ""
    clarified_on: date | None = None
    clarification: str = ""
    notes: tuple[Note, ...] = ()

    @cached_property
    def kinds(self) -> dict[str, ClauseKind]:
        """The kinds of clauses that its forms regulate, by key."""
        return for_forms(self.forms)

    @cached_property
    def by_key(self) -> dict[str, FrozenClause]:
        """Its clauses that follow a kind of the catalog."""
        return {clause.key: clause for clause in self.clauses if clause.key}

    @cached_property
    def omitted(self) -> dict[str, LeftOut]:
        """What it deliberately leaves out, by key."""
        return {row.key: row for row in self.left_out if row.key}

    @property
    def law(self) -> LandLaw:
        """The law of the Land that governs it."""
        return laender()[self.land]

    @property
    def procedure(self) -> LandProcedure:
        """The same as fields."""
        return procedures()[self.land]

    @property
    def is_paid(self) -> bool:
        """Whether partners may pay each other in one of its forms."""
        return any(paid_services(models()[form]) for form in self.forms)

    @property
    def agreement_forms(self) -> tuple[str, ...]:
        """Its forms that rest on an agreement under public law."""
        return tuple(form for form in self.forms if form in BY_AGREEMENT)

    @property
    def statute_forms(self) -> tuple[str, ...]:
        """Its forms that rest on a statute."""
        return tuple(form for form in self.forms if form in BY_STATUTE)

    def regulates(self, *keys: str) -> bool:
        """Whether each of these clauses is there and says something."""
        return all(key in self.by_key and self.by_key[key].text.strip() for key in keys)


def unfinished(text: str) -> tuple[str, ...]:
    """Passages of a text that were left to be filled in, each once; in brackets or marked otherwise."""
    outside = text
    found = gaps(text)
    for one in found:
        outside = outside.replace(one, "")
    return tuple(dict.fromkeys((*found, *_MARK.findall(outside))))


def form_names(forms: Iterable[str]) -> str:
    """Labels of forms for readers."""
    return ", ".join(models()[form].label for form in forms)
