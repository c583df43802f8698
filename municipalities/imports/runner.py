"""One step of an import in a worker: claim, check or apply, finish. Takes no person."""

import logging
from typing import Any

import pghistory
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from municipalities.imports import files, outcome
from municipalities.imports.progress import Progress
from municipalities.imports.steps import STEPS
from municipalities.models import ImportJob, ImportKind, ImportStage

log = logging.getLogger(__name__)

# A step that fails is tried again after 5 and 20 seconds: a busy database may be free then, a broken file not.
RETRY_SECONDS = (5, 20)
# Claims in all, also those of workers that died: a file that kills its worker must not do so for ever.
MAX_CLAIMS = 6
# Any number, the same in every process.
APPLY_LOCK = 7_203_511
CHANGED = (
    "Seit der Bestätigung hat sich der Bestand geändert. Es wurde nichts übernommen; "
    "bitte sehen Sie die neue Vorschau an."
)


class _OtherOutcomeError(Exception):
    """Applying would do something else than the person confirmed."""

    def __init__(self, report: dict[str, Any]) -> None:
        super().__init__()
        self.report = report


class _ClaimLostError(Exception):
    """Somebody else holds the row by now."""


def run(job_id: int) -> bool:
    """Do the step an import waits for; False where it is final, not due, in other hands, or did not work out."""
    job = jobs.claim(ImportJob, job_id)
    if job is None:
        return False
    if job.attempts > MAX_CLAIMS:
        _give_up(job, "Der Import wurde mehrmals unterbrochen.")
        return False
    work = _apply if job.stage == ImportStage.APPLYING else _check
    try:
        with Progress(job) as progress:
            return work(job, progress)
    except _ClaimLostError:
        log.warning("import %s worked on, but its claim was lost", job.pk)
    except Exception as error:  # noqa: BLE001 - whatever stops an import, whoever waits for it shall read why
        _failed(job, error)
    return False


def _check(job: ImportJob, progress: Progress) -> bool:
    report = STEPS[ImportKind(job.kind)].check(job, progress)
    return _store_preview(job, outcome.storable(report), refused=report.refused)


@transaction.atomic
def _store_preview(job: ImportJob, report: dict[str, Any], *, refused: bool) -> bool:
    _hold(job)
    over = refused and not report["forceable"]
    return jobs.finish(
        job,
        stage=ImportStage.REFUSED if refused else ImportStage.READY,
        report=report,
        confirmed_by=None,
        confirmed_at=None,
        progress_note="",
        # Nobody can do anything with these files any more.
        **(files.let_go(job) if over else {}),
    )


def _apply(job: ImportJob, progress: Progress) -> bool:
    try:
        return _apply_at_once(job, progress)
    except _OtherOutcomeError as other:
        report = {**other.report, "notes": [CHANGED, *other.report["notes"]]}
        return _store_preview(job, report, refused=report["refused"])


@transaction.atomic
def _apply_at_once(job: ImportJob, progress: Progress) -> bool:
    """Rows and the job's end in one transaction: a worker that dies leaves nothing or everything."""
    _wait_for_other_imports()
    with pghistory.context(user=job.confirmed_by_id, method="import"):
        report = STEPS[ImportKind(job.kind)].apply(job, progress)
    written = outcome.storable(report)
    if not outcome.same(written, job.report or {}):
        raise _OtherOutcomeError(written)
    _hold(job)
    return jobs.finish(job, stage=ImportStage.APPLIED, report=written, progress_note="", **files.let_go(job))


def _wait_for_other_imports() -> None:
    """One import writes at a time: two would lock the same rows in different orders."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (APPLY_LOCK,))


def _hold(job: ImportJob) -> None:
    """Lock the row until the end of the transaction, or undo everything: the claim may have been lost meanwhile."""
    mine = ImportJob.objects.select_for_update().filter(
        pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token
    )
    if not mine.exists():
        raise _ClaimLostError


def _failed(job: ImportJob, error: Exception) -> None:
    reason = _reason(error)
    # The type alone: messages of errors may quote the text they stumbled over.
    log.warning("import %s, attempt %s: %s", job.pk, job.attempts, type(error).__name__)
    if job.attempts > len(RETRY_SECONDS):
        _give_up(job, reason)
    else:
        jobs.postpone(job, error=reason, seconds=RETRY_SECONDS[job.attempts - 1])


def _reason(error: Exception) -> str:
    if isinstance(error, SoftTimeLimitExceeded):
        return "Der Import hat zu lange gedauert."
    if isinstance(error, OSError):
        return f"Eine Datei ließ sich nicht lesen ({type(error).__name__})."
    return f"Der Import ist an einem unerwarteten Fehler gescheitert ({type(error).__name__})."


def _give_up(job: ImportJob, reason: str) -> None:
    jobs.give_up(job, error=reason)
    log.error("import %s given up after attempt %s", job.pk, job.attempts)
