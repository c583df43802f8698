"""Resolutions: how far they are carried out. They are made by closing a ballot, and never change their words."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Resolution, ResolutionState
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

NOTE_LENGTH = 500


@dataclass(frozen=True, kw_only=True)
class ImplementationData:
    """How far a resolution is, with a word on it."""

    state: str
    state_note: str = ""


def stored_values(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ImplementationData`; also of a row of the history."""
    return {"state": row.state, "state_note": row.state_note}


def earlier_values(row: Resolution, version: int) -> dict[str, Any]:
    """What was stored under an earlier version; empty where the history does not have it."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return {} if event is None else stored_values(event)


@transaction.atomic
def record_implementation(
    *, actor: User, resolution: Resolution, data: ImplementationData, expected_version: int
) -> Resolution:
    """Store how far a resolution is carried out, by the coordination.

    Raises EditConflict when somebody saved in between, ValidationError by field: what is dropped needs a reason.
    """
    row: Resolution = get_editable(Resolution.objects, actor, lock=True, pk=resolution.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    note = " ".join(data.state_note.split())
    errors = {}
    if data.state not in ResolutionState.values:
        errors["state"] = "Bitte wählen Sie einen Stand."
    if data.state == ResolutionState.DROPPED and not note:
        errors["state_note"] = "Bitte schreiben Sie, warum der Beschluss überholt ist."
    if len(note) > NOTE_LENGTH:
        errors["state_note"] = f"Höchstens {NOTE_LENGTH} Zeichen."
    if errors:
        raise ValidationError(errors)
    row.state, row.state_note = data.state, note
    row.version += 1
    row.save(update_fields=["state", "state_note", "version", "updated_at"])
    return row
