"""Wake-up calls for printed sheets."""

from celery import shared_task
from django.conf import settings

from cooperations import handover_pdf
from cooperations.model_sheet_production import produce
from cooperations.models import HandoverSheet, ModelSheet
from ikz.jobs.services import claimable
from ikz.jobs.wake import wake

SWEEP_BATCH = 200
# A document that takes for ever must end before its claim does.
RENDERING_SECONDS = max(1, int(settings.JOB_LEASE_SECONDS * 0.9))


@shared_task(soft_time_limit=RENDERING_SECONDS)
def render_model_sheet(sheet_id: int) -> None:
    """Set one sheet unless it is final, not due, or in another worker's hands."""
    produce(sheet_id)


@shared_task
def sweep_model_sheets() -> int:
    """Wake orders that are due but whose message was lost or whose worker died; return how many."""
    due = claimable(ModelSheet).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(wake(render_model_sheet, pk, expires=settings.SWEEP_SECONDS) for pk in due)


@shared_task(soft_time_limit=RENDERING_SECONDS)
def render_handover_sheet(sheet_id: int) -> None:
    """Set one handover sheet unless it is final, not due, or in another worker's hands."""
    handover_pdf.produce(sheet_id)


@shared_task
def sweep_handover_sheets() -> int:
    """The same for handover sheets."""
    due = claimable(HandoverSheet).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(wake(render_handover_sheet, pk, expires=settings.SWEEP_SECONDS) for pk in due)
