"""The way of a cooperation through its phases."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cooperations.models import Cooperation, Phase
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

# One step at a time, forwards or back: each phase has questions of its own that nobody should jump over.
TRANSITIONS: dict[str, frozenset[Phase]] = {
    Phase.EXPLORATION: frozenset({Phase.IMPLEMENTATION}),
    Phase.IMPLEMENTATION: frozenset({Phase.EXPLORATION, Phase.CONSOLIDATION}),
    Phase.CONSOLIDATION: frozenset({Phase.IMPLEMENTATION}),
}


@transaction.atomic
def change_phase(*, actor: User, cooperation: Cooperation, phase: Phase) -> Cooperation:
    """Move a cooperation one phase on or back, by its coordination; raises ValidationError for a jump."""
    row: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    if phase not in TRANSITIONS[row.phase]:
        raise ValidationError({"phase": f"Von „{row.get_phase_display()}“ geht es nicht zu „{phase.label}“."})
    row.phase = phase
    row.save(update_fields=["phase", "updated_at"])
    return row
