"""Notes on the law in the demo."""

from datetime import date
from typing import Any

from cooperations.models import LawNote
from cooperations.services.law_notes import LawNoteData, enter_law_note
from ikz.accounts.models import User


def load_law_notes(entries: list[dict[str, Any]], *, administrator: User) -> None:
    """Enter the notes where the administration has none yet, not even withdrawn ones."""
    if LawNote.objects.exists():
        return
    for entry in entries:
        facts = {**entry, "dated_on": date.fromisoformat(entry["dated_on"])}
        enter_law_note(actor=administrator, data=LawNoteData(**facts))
