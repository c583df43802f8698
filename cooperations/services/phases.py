"""The way of a cooperation through its phases."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from cooperations.models import Cooperation, Phase, PhaseChange
from cooperations.models.conduct import TEXT_LENGTH
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

# One step at a time, forwards or back: each phase has questions of its own that nobody should jump over.
TRANSITIONS: dict[str, frozenset[Phase]] = {
    Phase.EXPLORATION: frozenset({Phase.IMPLEMENTATION}),
    Phase.IMPLEMENTATION: frozenset({Phase.EXPLORATION, Phase.CONSOLIDATION}),
    Phase.CONSOLIDATION: frozenset({Phase.IMPLEMENTATION}),
}


@transaction.atomic
def change_phase(
    *,
    actor: User,
    cooperation: Cooperation,
    phase: Phase,
    reason: str,
    open_items: Sequence[str],
    seen: Phase | None = None,
) -> Cooperation:
    """Move a cooperation one phase on or back, by its coordination, and note who, why and what was open.

    ``open_items`` are the lines for the log; they never stand in the way. ``seen`` is the phase the person started
    from. Raises ValidationError for a jump (``phase``), a missing reason or one that is too long (``reason``).
    """
    row: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    errors = {}
    if seen is not None and seen != row.phase:
        errors["phase"] = f"Inzwischen hat jemand die Phase gewechselt: zu „{row.get_phase_display()}“."
    elif phase not in TRANSITIONS[row.phase]:
        errors["phase"] = f"Von „{row.get_phase_display()}“ geht es nicht zu „{phase.label}“."
    reason = reason.replace("\r\n", "\n").strip()
    if not reason:
        errors["reason"] = "Bitte begründen Sie den Wechsel."
    elif len(reason) > TEXT_LENGTH:
        errors["reason"] = (
            f"Die Begründung ist zu lang: höchstens {TEXT_LENGTH} Zeichen, es sind {len(reason)}."
        )
    if errors:
        raise ValidationError(errors)
    PhaseChange.objects.create(
        cooperation=row,
        from_phase=row.phase,
        to_phase=phase,
        reason=reason,
        open_items=list(open_items),
        changed_by=actor,
    )
    row.phase = phase
    row.save(update_fields=["phase", "updated_at"])
    return row
