"""Printed handover sheets: the stored file where it is current, an order for it where it is not."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404

from cooperations import handover_pdf
from cooperations.models import Cooperation, HandoverSheet
from cooperations.services.model_sheets import read_stored
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit


def stored_handover(
    *, actor: User, cooperation: Cooperation, content: Mapping[str, Any]
) -> tuple[HandoverSheet, bytes | None]:
    """The row of a sheet and its PDF; None while it is being made, or could not be made a short while ago.

    ``content`` is what the sheet says now; what is ordered keeps it, whatever changes until it is set.
    """
    row = HandoverSheet.objects.editable_by(actor).filter(cooperation=cooperation).first()
    wanted = handover_pdf.fingerprint(content)
    if row is not None and row.state == JobState.DONE and row.fingerprint == wanted:
        stored = read_stored(str(row.pdf))
        if stored is not None:
            return row, stored
    return _order(actor, cooperation, content), None


@transaction.atomic
def _order(actor: User, cooperation: Cooperation, content: Mapping[str, Any]) -> HandoverSheet:
    """Have the sheet made, unless that is under way or has failed just now."""
    own = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    row, new = HandoverSheet.objects.get_or_create(cooperation=own, defaults={"content": dict(content)})
    if jobs.order_again(row, content=dict(content)) or new:
        _wake(row.pk)
    return row


@transaction.atomic
def restart_handover(*, actor: User, sheet_id: int) -> bool:
    """Try a failed sheet again, for the administration; False when it has not failed (any more)."""
    if not HandoverSheet.objects.administered_by(actor).filter(pk=sheet_id).exists():
        raise Http404
    restarted = jobs.restart(HandoverSheet, sheet_id)
    if restarted:
        _wake(sheet_id)
    return restarted


def _wake(sheet_id: int) -> None:
    from cooperations.tasks import render_handover_sheet

    wake_on_commit(render_handover_sheet, sheet_id)
