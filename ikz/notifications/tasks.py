"""Wake-up calls for the outbox."""

from celery import shared_task
from django.conf import settings

from ikz.jobs.services import claimable
from ikz.jobs.wake import wake
from ikz.notifications.delivery import deliver_mail
from ikz.notifications.models import OutgoingMail

SWEEP_BATCH = 200
# A server that answers each command just in time must not outlast the claim.
SENDING_SECONDS = max(1, int(settings.JOB_LEASE_SECONDS * 0.9))


@shared_task(soft_time_limit=SENDING_SECONDS)
def deliver(mail_id: int) -> None:
    """Send one mail unless it is final, not due, or in another worker's hands."""
    deliver_mail(mail_id)


@shared_task
def sweep() -> int:
    """Wake mails that are due but whose message was lost or whose worker died; return how many."""
    due = claimable(OutgoingMail).order_by("due_at").values_list("pk", flat=True)[:SWEEP_BATCH]
    woken = 0
    for pk in due:
        if not wake(deliver, pk, expires=settings.SWEEP_SECONDS):
            break  # The broker is down; the next sweep begins again.
        woken += 1
    return woken
