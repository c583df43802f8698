"""From an ordered edition to its PDF: claim, render, finish. Runs in a worker, takes no person."""

import hashlib
import logging
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from steckbriefe import storage
from steckbriefe.models import Edition

log = logging.getLogger(__name__)

# A rendering that fails is tried again after 5 and 20 seconds: a full disk may be empty then, a wrong text not.
RETRY_SECONDS = (5, 20)
# Claims in all, also those of workers that died: a document that kills its worker must not do so for ever.
MAX_CLAIMS = 6


def produce(edition_id: int) -> bool:
    """Make the PDF of an edition; False where it is final, not due, in other hands, or did not work out."""
    edition = jobs.claim(Edition, edition_id)
    if edition is None:
        return False
    if edition.attempts > MAX_CLAIMS:
        _give_up(edition, "Die Erstellung wurde mehrmals unterbrochen.")
        return False
    try:
        # Imported here: only workers need WeasyPrint, which takes long to load.
        from steckbriefe import pdf

        content = pdf.render(edition.content)
        path = storage.write_aside(edition, content)
    except Exception as error:  # noqa: BLE001 - whatever stops a document, its owners shall read why
        _failed(edition, error)
        return False
    try:
        done = _finish(edition, content, path)
    finally:
        path.unlink(missing_ok=True)
    if not done:
        log.warning("edition %s rendered, but its claim was lost", edition.pk)
    return done


@transaction.atomic
def _finish(edition: Edition, content: bytes, path: Path) -> bool:
    """File and row change together: the lock keeps a worker whose claim is lost from replacing the file."""
    mine = Edition.objects.select_for_update().filter(
        pk=edition.pk, state=JobState.RUNNING, lease_token=edition.lease_token
    )
    if not mine.exists():
        return False
    storage.put_in_place(edition, path)
    return jobs.finish(edition, pdf=edition.file_name, pdf_sha256=hashlib.sha256(content).hexdigest())


def _failed(edition: Edition, error: Exception) -> None:
    reason = _reason(error)
    # The type alone: messages of errors may quote the text they stumbled over.
    log.warning("edition %s, attempt %s: %s", edition.pk, edition.attempts, type(error).__name__)
    if edition.attempts > len(RETRY_SECONDS):
        _give_up(edition, reason)
    else:
        jobs.postpone(edition, error=reason, seconds=RETRY_SECONDS[edition.attempts - 1])


def _reason(error: Exception) -> str:
    if isinstance(error, SoftTimeLimitExceeded):
        return "Die Erstellung hat zu lange gedauert."
    if isinstance(error, OSError):
        return f"Die Datei ließ sich nicht lesen oder speichern ({type(error).__name__})."
    return f"Das Dokument ließ sich nicht setzen ({type(error).__name__})."


def _give_up(edition: Edition, reason: str) -> None:
    jobs.give_up(edition, error=reason)
    log.error("edition %s given up after attempt %s", edition.pk, edition.attempts)
