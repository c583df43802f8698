"""Wake-up calls for the outbox."""

from celery import shared_task
from django.conf import settings

from ikz.jobs.services import claimable
from ikz.jobs.wake import wake
from ikz.notifications.delivery import BATCH, deliver_mails
from ikz.notifications.models import OutgoingMail

# Each call sends until nothing is due, so a few keep every worker busy.
SWEEP_CALLS = 4
# A server that answers each command just in time must not outlast the claim.
SENDING_SECONDS = max(1, int(settings.JOB_LEASE_SECONDS * 0.9))


@shared_task(soft_time_limit=SENDING_SECONDS)
def deliver(mail_id: int) -> None:
    """Send one mail, unless it is final, not due or in another worker's hands, and whatever else is due."""
    if deliver_mails(mail_id):
        _call(1)


@shared_task
def sweep() -> int:
    """Call for mails that are due but whose message was lost or whose worker died; return the number of calls."""
    return _call(SWEEP_CALLS)


def _call(most: int) -> int:
    due = claimable(OutgoingMail).order_by("due_at", "pk").values_list("pk", flat=True)
    calls = 0
    for pk in list(due[: most * BATCH])[::BATCH]:
        if not wake(deliver, pk, expires=settings.SWEEP_SECONDS):
            break  # The broker is down; the next sweep begins again.
        calls += 1
    return calls
