"""The documents of a supervision's file as an archive: which there are, how they are called inside, and the index."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from agreements.content import canonical
from agreements.documents import fingerprint_of
from agreements.models import DocumentKind, VersionDocument
from agreements.selectors.proceedings import ProceedingView
from agreements.selectors.submitted import File, Submitted
from agreements.services.documents import wanted_documents
from ikz.files.models import StoredFile
from ikz.jobs.models import JobState
from ikz.ui.archives import Member, Packed, unlike
from ikz.ui.exports import export
from municipalities.folding import fold

NAME_LENGTH = 60
HEADER = ("Datei", "Was", "Datum", "SHA-256", "Größe in Byte", "Hinweis")
INDEX = "00-Verzeichnis"
GONE = "nicht im Archiv: die Datei liegt zurzeit nicht vor"
NOT_MADE = "nicht im Archiv: das Dokument konnte nicht erstellt werden"


@dataclass(frozen=True)
class Document:
    """A file for the archive: its path inside, what it is, of which day; ``content`` is None where it is missing."""

    path: str
    what: str
    day: date
    content: FieldFile | bytes | None
    note: str = ""


@dataclass(frozen=True)
class Archive:
    """The documents in the order of the index; ``waiting`` while a worker still sets some of them."""

    documents: list[Document]
    waiting: bool


def archive_of(file: File) -> Archive:
    """Everything in ``file``. What is not set yet, or was lost with the storage, is ordered again by the way."""
    versions = {one.version.pk: one.version for one in file.versions}

    def is_current(row: VersionDocument) -> bool:
        version = versions[row.version_id]
        return _is_there(row.file) and row.fingerprint == fingerprint_of(version, DocumentKind(row.kind))

    made = wanted_documents(list(versions.values()), is_current)
    taken: set[str] = set()
    documents = [
        _with_own_path(document, taken)
        for one in file.versions
        for document in _documents(one, [row for row in made if row.version_id == one.version.pk])
    ]
    return Archive(documents, waiting=any(row.is_open for row in made))


def _with_own_path(document: Document, taken: set[str]) -> Document:
    path = unlike(document.path, taken)
    return Document(path, document.what, document.day, document.content, document.note)


def _documents(one: Submitted, made: list[VersionDocument]) -> Iterator[Document]:
    number, fixed_on = one.version.number, timezone.localdate(one.version.created_at)
    folder = f"fassung-{number}"
    for document in made:
        done = document.state == JobState.DONE
        yield Document(
            f"{folder}/fassung-{number}.{document.kind}",
            f"Fassung {number}, {document.get_kind_display()}",
            fixed_on,
            document.file if done else None,
            "" if done else NOT_MADE,
        )
    yield Document(
        f"{folder}/fassung-{number}.json",
        f"Fassung {number}, Inhalt für Programme; seine Prüfsumme ist die der Fassung",
        fixed_on,
        canonical(one.version.content),
    )
    for line in one.councils.lines:
        for row in (shown.row for shown in line.lines):
            if row.file is not None:
                name = f"{row.decided_on:%Y-%m-%d}-{line.name}-{row.body}"
                what = f"Beschluss, {line.name}, {row.body}: {row.get_result_display()}"
                yield _stored(row.file, f"{folder}/beschluesse", name, what, row.decided_on)
    for proceeding in one.proceedings:
        yield from _of_proceeding(proceeding, folder)
    published = one.version.published_file
    if published is not None:
        day = one.version.published_on or fixed_on
        yield _stored(published, folder, "bekanntmachung", f"Bekanntmachung der Fassung {number}", day)


def _of_proceeding(view: ProceedingView, folder: str) -> Iterator[Document]:
    row = view.row
    place = f"{folder}/verfahren-{row.submitted_on:%Y-%m-%d}-{_word(row.get_kind_display())}"
    if row.decision_file is not None:
        day = row.decided_on or row.submitted_on
        what = f"Entscheidung, {row.authority}: {row.get_decision_display()}"
        yield _stored(row.decision_file, place, "entscheidung", what, day)
    for entry in view.entries:
        if entry.file is not None:
            what = f"{entry.get_kind_display()}: {entry.text.splitlines()[0][:120]}"
            name = f"{entry.happened_on:%Y-%m-%d}-{entry.kind}"
            yield _stored(entry.file, place, name, what, entry.happened_on)


def _stored(file: StoredFile, folder: str, name: str, what: str, day: date) -> Document:
    ending = PurePosixPath(file.name).suffix.lower()
    path = f"{folder}/{_word(name)}{ending}"
    if not _is_there(file.content):
        return Document(path, f"{what} ({file.name})", day, None, GONE)
    return Document(path, f"{what} ({file.name})", day, file.content)


def _is_there(content: FieldFile) -> bool:
    return bool(content) and content.storage.exists(str(content.name))


def _word(name: str) -> str:
    """A name without anything that a file system may mind."""
    return slugify(fold(name))[:NAME_LENGTH].strip("-") or "dokument"


def members(documents: Iterable[Document]) -> Iterator[Member]:
    """The documents as files of an archive; opened one after the other while it is written."""
    for document in documents:
        if document.content is not None:
            yield Member(document.path, _noon(document.day), partial(_opened, document.content))


def _opened(content: FieldFile | bytes) -> IO[bytes]:
    if isinstance(content, bytes):
        return io.BytesIO(content)
    # Of its own, whatever the row's file is used for elsewhere.
    opened: IO[bytes] = content.storage.open(str(content.name), "rb")
    return opened


def _noon(day: date) -> datetime:
    # Archives know no years before 1980.
    return datetime(max(day.year, 1980), day.month, day.day, 12)  # noqa: DTZ001 - archives keep local time


def index_of(file: File, documents: list[Document], packed: list[Packed]) -> Iterator[Member]:
    """The index as CSV and as a page that opens without a connection; its fingerprints are those of the copies."""
    by_path = {row.path: row for row in packed}
    now = timezone.localtime()
    rows = [(document, by_path.get(document.path)) for document in documents]
    cells = (
        [one.path, one.what, one.day, row.sha256 if row else "", row.size if row else None, one.note]
        for one, row in rows
    )
    table = export("csv", name=INDEX, columns=HEADER, rows=cells).content
    page = render_to_string(
        "agreements/supervision/archive_index.html",
        {"file": file, "rows": rows, "now": now, "ikz": {"demo": settings.DEMO}},
    )
    made_at = now.replace(tzinfo=None)
    yield Member(f"{INDEX}.csv", made_at, partial(_opened, table))
    yield Member(f"{INDEX}.html", made_at, partial(_opened, page.encode()))
