"""What people do with imports: upload, confirm, insist, discard, try again."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit
from municipalities.imports import files, outcome
from municipalities.imports.files import Upload
from municipalities.models import ImportJob, ImportKind, ImportStage, Municipality

# What stands in the way of confirming, by stage.
_NOT_CONFIRMABLE = {
    ImportStage.CHECKING: "Dieser Import wird noch geprüft.",
    ImportStage.REFUSED: "Dieser Import wurde abgelehnt und kann nicht übernommen werden.",
    ImportStage.APPLYING: "Dieser Import wird bereits übernommen.",
    ImportStage.APPLIED: "Dieser Import ist bereits übernommen.",
    ImportStage.CANCELLED: "Dieser Import wurde inzwischen verworfen.",
}


@transaction.atomic
def start_import(
    *,
    actor: User,
    kind: ImportKind,
    main: Upload | None,
    second: Upload | None = None,
    third: Upload | None = None,
    municipality: Municipality | None = None,
) -> ImportJob:
    """Keep the uploaded files and have them checked; nothing else is written.

    Administrators start every kind, staff only lists of schools for a municipality they work for. Raises
    ValidationError with ``main``, ``second``, ``third`` or ``municipality`` for what is not accepted.
    """
    _require_may_start(actor, kind, municipality)
    if municipality is not None and municipality.is_dissolved:
        raise ValidationError({"municipality": "Diese Kommune gibt es nicht mehr."})
    uploads = {"main": main, "second": second, "third": third}
    files.check_uploads(kind, uploads)
    row = ImportJob(kind=kind, municipality=municipality, requested_by=actor)
    files.store(row, uploads)
    row.save()
    _wake(row)
    return row


def _require_may_start(actor: User, kind: ImportKind, municipality: Municipality | None) -> None:
    if not actor.is_valid_today or actor.read_only:
        raise PermissionDenied
    if actor.is_administrator:
        return
    own = Municipality.objects.represented_by(actor)
    if kind != ImportKind.SCHOOL_LIST or municipality is None or not own.filter(pk=municipality.pk).exists():
        raise PermissionDenied


@transaction.atomic
def confirm_import(*, actor: User, reference: UUID, preview: str) -> ImportJob:
    """Have a checked import applied; ``preview`` is the fingerprint of the report the person has seen.

    Raises ValidationError where the import stands elsewhere by now, or its preview has changed.
    """
    row = _locked(actor, reference)
    if row.stage != ImportStage.READY:
        raise ValidationError(_NOT_CONFIRMABLE[ImportStage(row.stage)])
    if preview != outcome.fingerprint(row.report):
        raise ValidationError(
            "Inzwischen gibt es eine neue Vorschau. Bitte sehen Sie sie an und bestätigen Sie sie."
        )
    row.confirmed_by, row.confirmed_at = actor, timezone.now()
    return _queue(row, ImportStage.APPLYING)


@transaction.atomic
def force_import(*, actor: User, reference: UUID, sure: bool) -> ImportJob:
    """Have an import checked again that was refused only for dissolving or changing unusually much.

    Raises ValidationError without an explicit ``sure``, and where nothing can be forced (any more).
    """
    row = _locked(actor, reference)
    if row.stage != ImportStage.REFUSED or not (row.report or {}).get("forceable"):
        raise ValidationError("Dieser Import lässt sich nicht erzwingen.")
    if not sure:
        raise ValidationError("Bitte bestätigen Sie mit dem Häkchen, dass Sie die Warnung gelesen haben.")
    row.forced, row.report = True, None
    return _queue(row, ImportStage.CHECKING)


@transaction.atomic
def discard_import(*, actor: User, reference: UUID) -> ImportJob:
    """Give an import up and remove its files; twice is as good as once.

    Raises ValidationError for one that is being applied right now, or was.
    """
    row = _locked(actor, reference)
    if row.stage == ImportStage.CANCELLED:
        return row
    if row.stage == ImportStage.APPLIED:
        raise ValidationError("Dieser Import ist bereits übernommen und lässt sich nicht mehr verwerfen.")
    if row.stage == ImportStage.APPLYING and row.state == JobState.RUNNING:
        raise ValidationError("Dieser Import wird gerade übernommen und lässt sich nicht mehr verwerfen.")
    return cancel(row)


def cancel(row: ImportJob) -> ImportJob:
    """End an import that nobody wants (any more); the caller holds the lock on its row."""
    row.stage, row.state, row.finished_at = ImportStage.CANCELLED, JobState.WITHDRAWN, timezone.now()
    return _change(row, lease_until=None, **files.let_go(row))


@transaction.atomic
def retry_import(*, actor: User, reference: UUID) -> ImportJob:
    """Try a failed step again; raises ValidationError where nothing failed."""
    row = _locked(actor, reference)
    if row.state != JobState.FAILED:
        raise ValidationError("Dieser Import ist nicht (mehr) fehlgeschlagen.")
    return _queue(row, ImportStage(row.stage))


def _locked(actor: User, reference: UUID) -> ImportJob:
    row: ImportJob = get_editable(ImportJob.objects, actor, lock=True, uuid=reference)
    return row


def _queue(row: ImportJob, stage: ImportStage) -> ImportJob:
    """Want a worker for the next step, with fresh attempts."""
    row.stage, row.state = stage, JobState.QUEUED
    _wake(row)
    return _change(
        row,
        due_at=timezone.now(),
        attempts=0,
        lease_until=None,
        last_error="",
        finished_at=None,
        progress=0,
        progress_note="",
    )


def _change(row: ImportJob, **values: Any) -> ImportJob:
    for field, value in values.items():
        setattr(row, field, value)
    row.save()
    return row


def _wake(row: ImportJob) -> None:
    from municipalities.tasks import run_import

    wake_on_commit(run_import, row.pk)
