"""PDFs on disk: one file per edition, there as a whole or not at all."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage

from steckbriefe.models import Edition


def _unfinished(edition: Edition, token: UUID | str) -> Path:
    final = Path(default_storage.path(edition.file_name))
    return final.with_name(f".{edition.uuid}.{token}.tmp")


def write_aside(edition: Edition, content: bytes) -> Path:
    """Write the PDF beside its final place, under a name of this claim; remove what dead workers left there."""
    path = _unfinished(edition, str(edition.lease_token))
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(_unfinished(edition, "*").name):
        leftover.unlink(missing_ok=True)
    with open(path, "xb", opener=_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, settings.FILE_UPLOAD_PERMISSIONS)


def put_in_place(edition: Edition, path: Path) -> None:
    """Give a file written aside its final name, in one step, whatever was there before.

    Raises FileNotFoundError where another worker has cleared it away.
    """
    path.replace(default_storage.path(edition.file_name))
