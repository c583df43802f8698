"""The outbox: a mail is written with what it reports about, and leaves after the commit."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit
from ikz.notifications.models import OutgoingMail
from ikz.notifications.rendering import render_mail


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar text for the receiver's calendar, and its iTIP method (REQUEST, CANCEL or PUBLISH)."""

    text: str
    method: str


@transaction.atomic
def enqueue_mail(
    *, dedupe_key: str, to: str, template: str, context: dict[str, Any], calendar: CalendarPart | None = None
) -> OutgoingMail:
    """Put one mail into the outbox, in the caller's transaction: no commit, no mail.

    ``dedupe_key`` names the occasion and the recipient, such as ``invitation:12:3``. A second call with the
    same key returns the first row, whatever became of it, and sends nothing.
    """
    known = OutgoingMail.objects.filter(dedupe_key=dedupe_key).first()
    if known is not None:
        return known
    mail = render_mail(template, context)
    try:
        with transaction.atomic():
            row = OutgoingMail.objects.create(
                dedupe_key=dedupe_key,
                to=to,
                subject=mail.subject,
                body_text=mail.text,
                body_html=mail.html,
                calendar=calendar.text if calendar else "",
                calendar_method=calendar.method if calendar else "",
            )
    except IntegrityError:
        # Somebody wrote the same mail at the same moment.
        return OutgoingMail.objects.get(dedupe_key=dedupe_key)
    _wake(row.pk)
    return row


@transaction.atomic
def withdraw_mails(*, dedupe_keys: Collection[str] = (), dedupe_prefix: str = "") -> int:
    """Withdraw what has not left yet, named by keys or by the beginning of keys; return how many.

    A mail that a worker is handing over at this moment may still arrive; it is not tried again.
    """
    if not dedupe_keys and not dedupe_prefix:
        raise ValueError("Withdrawing needs keys or a prefix")
    named = Q(dedupe_key__in=dedupe_keys)
    if dedupe_prefix:
        named |= Q(dedupe_key__startswith=dedupe_prefix)
    return OutgoingMail.objects.filter(named, state__in=(JobState.QUEUED, JobState.RUNNING)).update(
        state=JobState.WITHDRAWN,
        finished_at=timezone.now(),
        lease_until=None,
        body_text="",
        body_html="",
        calendar="",
    )


@transaction.atomic
def restart_mail(*, actor: User, mail_id: int) -> bool:
    """Try a failed mail again; False when it has not failed (any more)."""
    row = get_editable(OutgoingMail.objects, actor, lock=True, pk=mail_id)
    restarted = jobs.restart(OutgoingMail, row.pk)
    if restarted:
        _wake(row.pk)
    return restarted


def _wake(pk: int) -> None:
    from ikz.notifications.tasks import deliver

    # One call sends many mails, so most calls of a large mailing come too late: they need not be kept.
    wake_on_commit(deliver, pk, expires=settings.SWEEP_SECONDS)
