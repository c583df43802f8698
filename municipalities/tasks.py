"""Wake-up calls for imports."""

from celery import shared_task
from django.conf import settings

from ikz.jobs.services import claimable
from ikz.jobs.wake import wake
from municipalities.imports import retention, runner
from municipalities.models import ImportJob

SWEEP_BATCH = 50
# Far beyond any import; the claim is renewed while one tells its progress.
LONGEST_SECONDS = 900


@shared_task(soft_time_limit=LONGEST_SECONDS)
def run_import(job_id: int) -> None:
    """Do the step an import waits for, unless it is final, not due, or in another worker's hands."""
    runner.run(job_id)


@shared_task
def sweep_imports() -> int:
    """Wake imports that are due but whose message was lost or whose worker died; return how many."""
    due = claimable(ImportJob).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(wake(run_import, pk, expires=settings.SWEEP_SECONDS) for pk in due)


@shared_task
def tidy_imports() -> int:
    """Once a day: discard imports that nobody confirmed; return how many."""
    return retention.tidy()
