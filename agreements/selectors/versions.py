"""Versions as they are read: the list, what one says, and what lies between two of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.comparison import ClauseChange, compare_clauses
from agreements.content import VersionContent
from agreements.forms.terms import TERMS_LABELS, show_terms
from agreements.instruments import LABELS, Instrument
from agreements.models import Agreement, AgreementVersion
from agreements.text_changes import changes
from cooperations.catalog import models
from cooperations.models import PartnerRole
from ikz.accounts.models import User
from ikz.ui.textdiff import Piece
from municipalities.catalog import LAENDER

if TYPE_CHECKING:
    from django.db.models import QuerySet


def versions_of(user: User, agreement: Agreement) -> "QuerySet[AgreementVersion]":
    """The versions that ``user`` sees, the latest first, without their content."""
    rows: QuerySet[AgreementVersion] = AgreementVersion.objects.visible_to(user).filter(agreement=agreement)
    return rows.select_related("created_by").defer("content").order_by("-number")


@dataclass(frozen=True)
class Fact:
    """One statement of a version beside its wording."""

    label: str
    lines: list[str]

    @property
    def text(self) -> str:
        """All lines in one."""
        return "\n".join(self.lines)


def head_facts(content: VersionContent) -> list[Fact]:
    """Title, document, forms, Land and partners."""
    partners = [
        f"{row.name} (Federführung)" if row.role == PartnerRole.LEAD else row.name for row in content.partners
    ]
    forms = [models()[key].label if key in models() else key for key in content.forms]
    return [
        Fact("Titel", [content.title]),
        Fact("Dokument", [LABELS[Instrument(content.instrument)]]),
        Fact("Formen der Zusammenarbeit", forms),
        Fact("Land, dessen Recht gilt", [LAENDER[content.land]]),
        Fact("Kooperation", [content.cooperation]),
        Fact("Beteiligte", partners),
    ]


def term_facts(content: VersionContent) -> list[Fact]:
    """Term, notice, form, tax, procurement and personal data, as far as they say something."""
    rows = [
        Fact(label, show_terms(name, getattr(content.terms, name))) for name, label in TERMS_LABELS.items()
    ]
    return [row for row in rows if row.lines]


def other_facts(content: VersionContent) -> list[Fact]:
    """What was left out on purpose, and what the authority clarified."""
    rows = [Fact(f"Nicht geregelt: {row.heading}", [row.reason]) for row in content.left_out]
    if content.clarification:
        rows.append(Fact("Mit der Aufsicht geklärt", content.clarification.splitlines()))
    return rows


@dataclass(frozen=True)
class FactChange:
    """A statement that differs between two versions."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Comparison:
    """Everything that lies between two contents."""

    facts: list[FactChange]
    clauses: list[ClauseChange]

    @property
    def told(self) -> list[ClauseChange]:
        """Clauses whose wording changed, that came or went."""
        return [row for row in self.clauses if not row.is_folded]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not self.facts and all(row.is_folded and row.change == "same" for row in self.clauses)


def compared(old: VersionContent, new: VersionContent) -> Comparison:
    """What changed from ``old`` to ``new``."""
    before, after = _facts(old), _facts(new)
    labels = [*after, *(label for label in before if label not in after)]
    facts = [
        FactChange(label, changes(before.get(label, ""), after.get(label, "")))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]
    return Comparison(facts, compare_clauses(old.clauses, new.clauses))


def _facts(content: VersionContent) -> dict[str, str]:
    rows = [*head_facts(content), *term_facts(content), *other_facts(content)]
    return {row.label: row.text for row in rows}
