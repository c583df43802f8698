"""Wake-up calls for PDF orders."""

from celery import shared_task
from django.conf import settings

from ikz.jobs.services import claimable
from ikz.jobs.wake import wake
from steckbriefe.models import Edition
from steckbriefe.production import produce

SWEEP_BATCH = 200
# A document that takes for ever must end before its claim does.
RENDERING_SECONDS = max(1, int(settings.JOB_LEASE_SECONDS * 0.9))


@shared_task(soft_time_limit=RENDERING_SECONDS)
def render_edition(edition_id: int) -> None:
    """Make one PDF unless it is final, not due, or in another worker's hands."""
    produce(edition_id)


@shared_task
def sweep() -> int:
    """Wake orders that are due but whose message was lost or whose worker died; return how many."""
    due = claimable(Edition).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(wake(render_edition, pk, expires=settings.SWEEP_SECONDS) for pk in due)
