"""From an ordered sheet to its PDF: claim, set, finish. Runs in a worker, takes no person.

The file carries its fingerprint in its name: two workers at the same sheet write the same file.
"""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from cooperations import catalog, model_pdf
from cooperations.models import ModelSheet
from ikz.jobs import services as jobs

log = logging.getLogger(__name__)

# A setting that fails is tried again after 5 and 20 seconds: a full disk may be empty then, a wrong text not.
RETRY_SECONDS = (5, 20)
# Claims in all, also those of workers that died: a document that kills its worker must not do so for ever.
MAX_CLAIMS = 6


def produce(sheet_id: int) -> bool:
    """Make the PDF of a sheet as it is to read now; False where it is final, in other hands or did not work out."""
    row = jobs.claim(ModelSheet, sheet_id)
    if row is None:
        return False
    if row.attempts > MAX_CLAIMS:
        jobs.give_up(row, error="Die Erstellung wurde mehrmals unterbrochen.")
        return False
    try:
        name, fingerprint = _write(row)
    except Exception as error:  # noqa: BLE001 - whatever stops a document, the row tells why
        _failed(row, error)
        return False
    if not jobs.finish(row, pdf=name, fingerprint=fingerprint):
        log.warning("model sheet %s was set, but its claim was lost", row.pk)
        return False
    _tidy(row, keep=name)
    return True


def _write(row: ModelSheet) -> tuple[str, str]:
    # Imported here: only workers need WeasyPrint, which takes long to load.
    from ikz.ui import pdf

    document = model_pdf.document(catalog.models()[row.model_key], row.land)
    fingerprint = model_pdf.fingerprint(document)
    content = pdf.write(pdf.lay_out(document, model_pdf.STYLESHEET))
    name = f"{_stem(row)}{fingerprint[:16]}.pdf"
    _put(Path(default_storage.path(name)), content, str(row.lease_token))
    return name, fingerprint


def _put(path: Path, content: bytes, token: str) -> None:
    """The whole file or none: written aside, then moved in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{token}.tmp")
    try:
        with open(aside, "wb", opener=_private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, settings.FILE_UPLOAD_PERMISSIONS)


def _stem(row: ModelSheet) -> str:
    return f"modelle/{row.model_key}_{row.land or 'alle'}_"


def _tidy(row: ModelSheet, *, keep: str) -> None:
    """Remove older files of the same sheet; one that is read just now is made again when asked for."""
    folder = Path(default_storage.path(keep)).parent
    for path in folder.glob(f"{Path(_stem(row)).name}*.pdf"):
        if path.name != Path(keep).name:
            path.unlink(missing_ok=True)


def _failed(row: ModelSheet, error: Exception) -> None:
    log.warning("model sheet %s, attempt %s: %s", row.pk, row.attempts, type(error).__name__)
    reason = f"Das Dokument ließ sich nicht erstellen ({type(error).__name__})."
    if row.attempts > len(RETRY_SECONDS):
        jobs.give_up(row, error=reason)
        log.error("model sheet %s given up after attempt %s", row.pk, row.attempts)
    else:
        jobs.postpone(row, error=reason, seconds=RETRY_SECONDS[row.attempts - 1])
