"""Every write to files. Rooms attach them: they ask their own gate first, and detach before they discard."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ikz.accounts.models import User
from ikz.files.kinds import NotAcceptedError, clean_name, content_type_of
from ikz.files.models import StoredFile
from ikz.ui.formatting import de_int

CHUNK = 64 * 1024


@transaction.atomic
def store_file(*, actor: User, upload: UploadedFile[Any]) -> StoredFile:
    """Keep an uploaded file; until a room shows it, nobody sees it.

    Raises ValidationError (``file``) where it is empty, too large, of a kind that is not taken, or not what its name
    promises.
    """
    if not actor.is_valid_today or actor.read_only:
        raise PermissionDenied
    name = clean_name(upload.name or "")
    size = upload.size or 0
    if not size:
        raise ValidationError({"file": "Die Datei ist leer."})
    if size > settings.FILE_MAX_BYTES:
        most = de_int(settings.FILE_MAX_BYTES // 1024**2)
        raise ValidationError({"file": f"Die Datei ist zu groß. Höchstens {most} MB sind möglich."})
    try:
        content_type = content_type_of(name, upload)
    except NotAcceptedError as error:
        raise ValidationError({"file": str(error)}) from error
    row = StoredFile(name=name, content_type=content_type, size=size, uploaded_by=actor)
    row.sha256 = _fingerprint(upload)
    _save(row, upload)
    return row


def _fingerprint(upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks(CHUNK):
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


@transaction.atomic
def copy_file(*, actor: User, file: StoredFile) -> StoredFile:
    """A second file of the same content, for a second place that holds it; the room has asked its own gate."""
    row = StoredFile(name=file.name, content_type=file.content_type, size=file.size, sha256=file.sha256)
    row.uploaded_by = actor
    with file.content.open("rb") as content:
        _save(row, content)
    return row


def _save(row: StoredFile, content: File[Any]) -> None:
    row.content.save("", content, save=False)
    try:
        row.save()
    except Exception:
        row.content.delete(save=False)
        raise


@transaction.atomic
def discard_file(*, file: StoredFile) -> None:
    """Remove a file that no room holds any more; its content goes once the transaction is through."""
    storage, name = file.content.storage, str(file.content.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))
