"""From an ordered document to its file: claim, set, finish. Runs in a worker, takes no person.

The file carries its fingerprint in its name: two workers at the same sheet write the same file.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.files.storage import default_storage

from ikz.jobs import services as jobs
from ikz.jobs.models import LeasedRow

log = logging.getLogger(__name__)

R = TypeVar("R", bound=LeasedRow)
# A setting that fails is tried again after 5 and 20 seconds: a full disk may be empty then, a wrong text not.
RETRY_SECONDS = (5, 20)
# Claims in all, also those of workers that died: a document that kills its worker must not do so for ever.
MAX_CLAIMS = 6


@dataclass(frozen=True)
class Drawn:
    """A sheet before it is set; ``stem`` is the path of its file up to the fingerprint."""

    stem: str
    document: str
    stylesheets: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True)
class Plan:
    """A document before it is made; ``stem`` is the path of its file up to the fingerprint, ``make`` its content."""

    stem: str
    ending: str
    fingerprint: str
    make: Callable[[], bytes]


def produce_sheet(model: type[R], pk: int, draw: Callable[[R], Drawn]) -> bool:
    """Make the PDF of a row; False where it is final, in other hands or did not work out."""
    return produce_document(model, pk, lambda row: _sheet(draw(row)), field="pdf")


def produce_document(model: type[R], pk: int, plan: Callable[[R], Plan], *, field: str) -> bool:
    """Make the file of a row and keep its name in ``field``; False as for :func:`produce_sheet`."""
    row = jobs.claim(model, pk)
    if row is None:
        return False
    if row.attempts > MAX_CLAIMS:
        jobs.give_up(row, error="Die Erstellung wurde mehrmals unterbrochen.")
        return False
    try:
        planned = plan(row)
        name = _write(row, planned)
    except Exception as error:  # noqa: BLE001 - whatever stops a document, the row tells why
        _failed(row, error)
        return False
    if not jobs.finish(row, fingerprint=planned.fingerprint, **{field: name}):
        log.warning("%s %s was set, but its claim was lost", model.__name__, row.pk)
        return False
    _tidy(planned, keep=name)
    return True


def _sheet(drawn: Drawn) -> Plan:
    return Plan(drawn.stem, "pdf", drawn.fingerprint, lambda: set_pdf(drawn.document, *drawn.stylesheets))


def set_pdf(document: str, *stylesheets: str) -> bytes:
    """The PDF of a document in HTML."""
    # Imported here: only workers need WeasyPrint, which takes long to load.
    from ikz.ui import pdf

    return pdf.write(pdf.lay_out(document, *stylesheets))


def _write(row: LeasedRow, plan: Plan) -> str:
    content = plan.make()
    name = f"{plan.stem}{plan.fingerprint[:16]}.{plan.ending}"
    _put(Path(default_storage.path(name)), content, str(row.lease_token))
    return name


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


def _tidy(plan: Plan, *, keep: str) -> None:
    """Remove older files of the same document; one that is read just now is made again when asked for."""
    folder = Path(default_storage.path(keep)).parent
    for path in folder.glob(f"{Path(plan.stem).name}*.{plan.ending}"):
        if path.name != Path(keep).name:
            path.unlink(missing_ok=True)


def _failed(row: LeasedRow, error: Exception) -> None:
    name = type(row).__name__
    log.warning("%s %s, attempt %s: %s", name, row.pk, row.attempts, type(error).__name__)
    reason = f"Das Dokument ließ sich nicht erstellen ({type(error).__name__})."
    if row.attempts > len(RETRY_SECONDS):
        jobs.give_up(row, error=reason)
        log.error("%s %s given up after attempt %s", name, row.pk, row.attempts)
    else:
        jobs.postpone(row, error=reason, seconds=RETRY_SECONDS[row.attempts - 1])
