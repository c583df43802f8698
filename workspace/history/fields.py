"""Which fields of a record the history tells of, and what they are called."""

# ruff: noqa: SLF001 - Django documents _meta as its interface

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db.models import Field, ForeignKey

from ikz.accounts.models import User
from workspace.history.sources import Source

# Counters, copies for searching, keys of calendars and signatures: they change with what is told anyway.
TECHNICAL: Final = frozenset(
    {
        "id",
        "version",
        "record_version",
        "agenda_version",
        "sequence",
        "folded_name",
        "search_text",
        "nonce",
        "uid",
        "uuid",
        "token",
        "fingerprint",
        "group",
        "slug",
        "source",
        "content",
        "save_count",
        "base_version",
        "catalog_version",
    }
)
# Names that mean something else elsewhere: the reference of a resolution is what people gave it.
TECHNICAL_HERE: Final = frozenset({("accounts.ApiToken", "reference")})
# What the models call by its English name only, because no form shows it.
LABELS: Final = {
    "invited_at": "eingeladen am",
    "responded_at": "beantwortet am",
    "replied_at": "beantwortet am",
    "started_at": "aufgerufen um",
    "ended_at": "abgeschlossen um",
    "opened_at": "eröffnet am",
    "closed_at": "beendet am",
    "sent_at": "verschickt am",
    "approved_at": "genehmigt am",
    "approved_by_item": "genehmigt unter",
    "decided_at": "entschieden am",
    "sha256": "Prüfsumme",
    "withdrawn_at": "zurückgezogen am",
    "quorate": "beschlussfähig",
    "quorum_note": "Anwesende Stimmen",
    "answers": "Antworten",
    "position": "Platz",
    "recurrence_on": "Tag der Reihe",
    "electorate": "Stimmberechtigte",
    "counts": "Auszählung",
    "summary": "Ergebnis in Worten",
    "number": "Nummer",
    "changes": "mitgeteilte Änderungen",
    "published": "veröffentlichte Ausgabe",
    "expiry": "gültig bis",
    "created": "angelegt",
    "from_measure": "Maßnahme",
    "to_measure": "wartet auf",
}
# Words that only the coordination reads: minutes before they are sent, addresses of people without an account, letters
# to other municipalities.
GUARDED: Final = frozenset(
    {
        ("governance.AgendaItem", "record"),
        ("governance.AgendaItem", "answers"),
        ("governance.Minutes", "preface"),
        ("governance.Minutes", "closing"),
        ("governance.Member", "email"),
        ("cooperations.Interest", "addresses"),
        ("cooperations.Interest", "message"),
    }
)


@dataclass(frozen=True)
class Told:
    """A field that the history tells of; ``column`` is its name in the events."""

    name: str
    column: str
    label: str
    guarded: bool
    field: Any


@cache
def told(source: Source) -> tuple[Told, ...]:
    """The fields of a kind, in the order of the model; what it belongs to is not among them."""
    kept = {field.name for field in source.events._meta.fields}
    return tuple(
        Told(
            field.name,
            str(field.column),
            label_of(field),
            (source.label, field.name) in GUARDED,
            field,
        )
        for field in source.model._meta.concrete_fields
        if field.name in kept and field.name != source.parent and not _silent(source, field)
    )


def _silent(source: Source, field: "Field[Any, Any]") -> bool:
    if field.name in TECHNICAL or (source.label, field.name) in TECHNICAL_HERE:
        return True
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return True
    # Ordering and provenance of agenda items are keys of the method; "key" of a cost plan is what people chose.
    if field.name == "key" and not field.choices:
        return True
    # Who did it is told of every step; the copies in the rows would only repeat it.
    if isinstance(field, ForeignKey) and field.related_model is User and field.name.endswith("_by"):
        return True
    return source.label != "cooperations.Cooperation" and field.name == "cooperation"


def label_of(field: "Field[Any, Any]") -> str:
    """The German name: the form's, the one above, or that of the record it leads to; empty where there is none."""
    own = str(field.verbose_name)
    if own != field.name.replace("_", " "):
        return own
    if field.name in LABELS:
        return LABELS[field.name]
    if isinstance(field, ForeignKey) and isinstance(field.related_model, type):
        return str(field.related_model._meta.verbose_name)
    return ""
