"""Notes of the administration on the law of a Land."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cooperations.catalog import models as forms_of_cooperation
from cooperations.models import LawNote
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

# The day on which a source was read: typed years before this one are slips.
EARLIEST_YEAR = 1990


@dataclass(frozen=True)
class LawNoteData:
    """What an administrator enters; ``model_key`` is empty for a note on every form."""

    land: str
    topic: str
    text: str
    source: str
    dated_on: date
    model_key: str = ""


def note_values(note: Any) -> dict[str, Any]:
    """What is stored (or was, in an event of the history), by the names of :class:`LawNoteData`."""
    return {item.name: getattr(note, item.name) for item in fields(LawNoteData)}


def _fill(row: LawNote, data: LawNoteData, actor: User) -> None:
    for item in fields(data):
        value = getattr(data, item.name)
        # Browsers send line ends as CRLF: the same words must be the same text.
        setattr(row, item.name, value.replace("\r\n", "\n").strip() if isinstance(value, str) else value)
    errors = {}
    if row.model_key and row.model_key not in forms_of_cooperation():
        errors["model_key"] = "Diese Form gibt es nicht."
    if row.dated_on > timezone.localdate():
        errors["dated_on"] = (
            "Der Stand liegt in der Zukunft. Bitte nennen Sie den Tag, an dem die Quelle gelesen wurde."
        )
    elif row.dated_on.year < EARLIEST_YEAR:
        errors["dated_on"] = "Bitte prüfen Sie das Jahr."
    if errors:
        raise ValidationError(errors)
    row.updated_by = actor
    row.full_clean()


@transaction.atomic
def enter_law_note(*, actor: User, data: LawNoteData) -> LawNote:
    """Enter a note; it is public at once. The same again is the one there.

    Raises PermissionDenied for all but administrators.
    """
    if not (actor.is_valid_today and actor.is_administrator) or actor.read_only:
        raise PermissionDenied
    # A second click waits here for the first, and is no second note.
    User.objects.select_for_update().get(pk=actor.pk)
    row = LawNote()
    _fill(row, data, actor)
    if found := LawNote.objects.in_force().filter(**note_values(row)).first():
        return found
    row.save()
    return row


@transaction.atomic
def change_law_note(*, actor: User, note: LawNote, data: LawNoteData, expected_version: int) -> LawNote:
    """Store changed words; raises EditConflict when somebody saved in between, ValidationError by field."""
    row: LawNote = get_editable(LawNote.objects, actor, lock=True, pk=note.pk)
    if row.withdrawn_at is not None:
        raise ValidationError("Dieser Hinweis ist zurückgezogen. Tragen Sie einen neuen ein.")
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data, actor)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def withdraw_law_note(*, actor: User, note: LawNote) -> LawNote:
    """Take a note off the public pages; it stays in the list of the administration."""
    row: LawNote = get_editable(LawNote.objects, actor, lock=True, pk=note.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.updated_by = timezone.now(), actor
        row.version += 1
        row.save(update_fields=["withdrawn_at", "updated_by", "version", "updated_at"])
    return row
