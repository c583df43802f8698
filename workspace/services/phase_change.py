"""The step of a cooperation from one phase to the next, with what was open at that moment."""

from django.db import transaction

from cooperations import services
from cooperations.models import Cooperation, Phase
from cooperations.selectors.relations import with_partners
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from workspace.selectors.open_items import open_items


@transaction.atomic
def change_phase(
    *, actor: User, cooperation: Cooperation, phase: Phase, reason: str, seen: Phase | None = None
) -> Cooperation:
    """Move on or back and keep in the log what was open; raises ValidationError by field, never for open items."""
    get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    row = with_partners(Cooperation.objects.filter(pk=cooperation.pk)).get()
    return services.change_phase(
        actor=actor, cooperation=row, phase=phase, reason=reason, open_items=open_items(row).lines, seen=seen
    )
