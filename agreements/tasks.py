"""Wake-up calls for what agreements do outside of requests."""

from celery import shared_task
from django.conf import settings

from agreements.documents import produce
from agreements.models import VersionDocument
from agreements.services import force
from ikz.jobs.services import claimable
from ikz.jobs.wake import wake

SWEEP_BATCH = 200
# A document that takes for ever must end before its claim does.
SETTING_SECONDS = max(1, int(settings.JOB_LEASE_SECONDS * 0.9))


@shared_task(soft_time_limit=SETTING_SECONDS)
def set_document(document_id: int) -> None:
    """Set one document of a version unless it is final, not due, or in another worker's hands."""
    produce(document_id)


@shared_task
def sweep_documents() -> int:
    """Wake documents that are due but whose message was lost or whose worker died; return how many."""
    due = claimable(VersionDocument).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(wake(set_document, pk, expires=settings.SWEEP_SECONDS) for pk in due)


@shared_task
def advance_due() -> int:
    """Once a day: put into force and end what its day has come for; return how many versions went on."""
    return force.advance_due()
