"""Wake-up calls for what the governance does outside of requests."""

from celery import shared_task
from django.conf import settings

from governance import minutes_pdf
from governance.models import MinutesVersion
from governance.services.circulars import close_due_circulars
from ikz.jobs.services import claimable
from ikz.jobs.wake import wake

SWEEP_BATCH = 200
# A document that takes for ever must end before its claim does.
RENDERING_SECONDS = max(1, int(settings.JOB_LEASE_SECONDS * 0.9))


@shared_task(soft_time_limit=RENDERING_SECONDS)
def render_minutes(version_id: int) -> None:
    """Set one version of minutes unless it is final, not due, or in another worker's hands."""
    minutes_pdf.produce(version_id)


@shared_task
def sweep_minutes() -> int:
    """Wake versions that are due but whose message was lost or whose worker died; return how many."""
    due = claimable(MinutesVersion).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(wake(render_minutes, pk, expires=settings.SWEEP_SECONDS) for pk in due)


@shared_task
def close_circulars() -> int:
    """Count the circulars whose deadline has passed; return how many."""
    return close_due_circulars()
