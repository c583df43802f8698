"""Documents that came back to a version, from a legal office for instance: the partners' own, never submitted."""

from pathlib import PurePosixPath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from agreements.models import AgreementVersion, ReturnedDocument
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.files.services import discard_file, store_file

MOST = 20
NOTE_LENGTH = 300
ENDINGS: Final = ("docx", "odt", "pdf")
OTHER_KIND = "Möglich sind DOCX, ODT und PDF."


@transaction.atomic
def attach_document(
    *, actor: User, version: AgreementVersion, note: str, upload: UploadedFile[Any]
) -> ReturnedDocument:
    """Keep a document beside a version; raises ValidationError by field (``note``, ``file``)."""
    row: AgreementVersion = get_editable(AgreementVersion.objects, actor, lock=True, pk=version.pk)
    note = " ".join(note.split())
    if not note:
        raise ValidationError({"note": "Bitte schreiben Sie, von wem das Dokument kommt."})
    if len(note) > NOTE_LENGTH:
        raise ValidationError({"note": f"Höchstens {NOTE_LENGTH} Zeichen sind möglich, es sind {len(note)}."})
    if PurePosixPath(upload.name or "").suffix.lower().removeprefix(".") not in ENDINGS:
        raise ValidationError({"file": OTHER_KIND})
    if row.returned.count() >= MOST:
        raise ValidationError(f"Mehr als {MOST} Dokumente zu einer Fassung sind nicht möglich.")
    file = store_file(actor=actor, upload=upload)
    document: ReturnedDocument = ReturnedDocument.objects.create(
        version=row, file=file, note=note, added_by=actor
    )
    return document


@transaction.atomic
def remove_document(*, actor: User, document: ReturnedDocument) -> None:
    """Remove a document and its file; that there was one stays in the history."""
    row: ReturnedDocument = get_editable(ReturnedDocument.objects, actor, lock=True, pk=document.pk)
    file = row.file
    row.delete()
    discard_file(file=file)
