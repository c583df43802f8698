"""Uploaded files of an import: what is accepted, and how they are kept until the import is over."""

import os
import re
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from municipalities.models import ImportJob, ImportKind

Upload = File[Any]
FOLDER = "imports"
FIELDS = ("main", "second", "third")
LONGEST_NAME = 200
# Files that no row knows are left by processes that died; younger ones may belong to a request under way.
ORPHAN_AGE = timedelta(days=1)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Slot:
    """One file of a kind of import; ``endings`` are what its name may end with."""

    label: str
    endings: tuple[str, ...]
    hint: str = ""
    required: bool = False


SLOTS: Mapping[ImportKind, Mapping[str, Slot]] = {
    ImportKind.REGISTER: {
        "main": Slot(
            "Gemeindeverzeichnis (GV100AD)",
            (".txt", ".asc", ".gz"),
            "Die Textdatei aus dem Archiv des Statistischen Bundesamts, auch mit gzip gepackt.",
            required=True,
        ),
        "second": Slot(
            "Koordinaten (Auszug aus dem Gemeindeverzeichnis)",
            (".xlsx",),
            "Ohne diese Datei behalten die Kommunen ihre Lage.",
        ),
    },
    ImportKind.SCHOOL_REGISTER: {
        "main": Slot("Schulverzeichnis (Schuldaten)", (".csv", ".gz"), "Die CSV-Datei.", required=True),
        "second": Slot(
            "Schlüssel der Schulträger", (".xml", ".gz"), "Ordnet die Schulen ihren Schulträgern zu."
        ),
        "third": Slot("Schülerzahlen", (".csv", ".gz"), "Ergänzt Schülerinnen und Schüler je Schule."),
    },
    ImportKind.SCHOOL_LIST: {
        "main": Slot("Liste von Schulen", (".csv", ".xlsx"), "CSV oder Excel.", required=True),
    },
}


def check_uploads(kind: ImportKind, uploads: Mapping[str, Upload | None]) -> None:
    """Refuse what cannot be imported before it is stored; the errors stand beside their fields."""
    errors: dict[str, str] = {}
    slots = SLOTS[kind]
    for field, upload in uploads.items():
        slot = slots.get(field)
        if upload is None:
            if slot and slot.required:
                errors[field] = "Bitte wählen Sie eine Datei."
        elif slot is None:
            errors[field] = "Diese Datei gehört nicht zu dieser Art von Import."
        elif problem := _problem(slot, upload):
            errors[field] = problem
    if errors:
        raise ValidationError(errors)


def _problem(slot: Slot, upload: Upload) -> str:
    if not original_name(upload).lower().endswith(slot.endings):
        return f"Bitte wählen Sie eine Datei mit der Endung {' oder '.join(slot.endings)}."
    if not upload.size:
        return "Die Datei ist leer."
    if upload.size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // 1024**2
        return f"Die Datei ist zu groß: Erlaubt sind höchstens {limit} MB je Datei."
    return ""


def original_name(upload: Upload) -> str:
    """What the person called the file, fit for showing."""
    name = _CONTROLS.sub("", str(upload.name or ""))
    return Path(name.replace("\\", "/")).name[-LONGEST_NAME:]


def store(job: ImportJob, uploads: Mapping[str, Upload | None]) -> None:
    """Keep the uploads under random names and name them in ``job``, which is not saved here.

    A failure half-way removes what was stored; what a killed process leaves, :func:`remove_orphans` finds.
    """
    stored: list[str] = []
    try:
        for field, upload in uploads.items():
            if upload is None:
                continue
            name = original_name(upload)
            # The readers tell packed from plain by the ending; the rest of the name is nobody's to choose.
            ending = "".join(Path(name).suffixes[-2:]).lower()
            ending = ending if re.fullmatch(r"(\.[a-z0-9]{1,5}){1,2}", ending) else Path(name).suffix.lower()
            path = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}{ending}", upload)
            stored.append(path)
            setattr(job, f"{field}_file", path)
            setattr(job, f"{field}_name", name)
    except BaseException:
        _remove(stored)
        raise


def paths(job: ImportJob) -> tuple[Path, Path | None, Path | None]:
    """Where the files of a job are; None for those that were not given.

    Raises FileNotFoundError for one that is missing: a disk may come back, and is not the uploader's mistake.
    """
    main = Path(job.main_file.path)
    second, third = (Path(file.path) if file else None for file in (job.second_file, job.third_file))
    for path in (main, second, third):
        if path is not None and not path.is_file():
            raise FileNotFoundError
    return main, second, third


def let_go(job: ImportJob) -> dict[str, str]:
    """Remove the files once the transaction is committed; gives the values that empty their fields."""
    names = [str(file) for file in (job.main_file, job.second_file, job.third_file) if file]
    transaction.on_commit(partial(_remove, names))
    return {f"{field}_file": "" for field in FIELDS}


def _remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def remove_orphans() -> int:
    """Remove stored files that no import knows (any more); return how many."""
    folder = Path(default_storage.path(FOLDER))
    if not folder.is_dir():
        return 0
    known = {
        Path(name).name
        for row in ImportJob.objects.exclude(main_file="").values_list(*(f"{f}_file" for f in FIELDS))
        for name in row
        if name
    }
    youngest = time.time() - ORPHAN_AGE.total_seconds()
    lost = [
        entry.name
        for entry in os.scandir(folder)
        if entry.name not in known and entry.stat().st_mtime < youngest
    ]
    _remove(f"{FOLDER}/{name}" for name in lost)
    return len(lost)
