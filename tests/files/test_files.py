"""Uploads are taken by what they are, kept under random names, and handed out through the gate only."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from ikz.accounts.models import User
from ikz.files import visibility
from ikz.files.kinds import clean_name
from ikz.files.models import StoredFile
from ikz.files.services import discard_file, store_file
from tests.files import samples

MISMATCH = "Der Inhalt passt nicht zur Endung"


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def room(kusel_staff: User) -> Iterator[None]:
    """A room that shows everything to Kusel, and one file to everybody."""

    def answer(user: object) -> object:
        rows = (
            StoredFile.objects.all() if user == kusel_staff else StoredFile.objects.filter(name="aushang.pdf")
        )
        return rows.values("pk")

    before = visibility.answers()
    visibility.shown_by(answer)  # type: ignore[arg-type]
    yield
    visibility._answers[:] = before


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", samples.PDF, "application/pdf"),
        ("A.PDF", samples.PDF, "application/pdf"),
        ("a.docx", samples.DOCX, samples.OOXML + "wordprocessingml.document"),
        ("a.xlsx", samples.office("spreadsheetml.sheet"), samples.OOXML + "spreadsheetml.sheet"),
        (
            "a.pptx",
            samples.office("presentationml.presentation"),
            samples.OOXML + "presentationml.presentation",
        ),
        ("a.odt", samples.open_document("text"), samples.ODF + "text"),
        ("a.ods", samples.open_document("spreadsheet"), samples.ODF + "spreadsheet"),
        ("a.odp", samples.open_document("presentation"), samples.ODF + "presentation"),
        ("a.png", samples.PNG, "image/png"),
        ("a.jpg", samples.JPEG, "image/jpeg"),
        ("a.jpeg", samples.JPEG, "image/jpeg"),
        ("a.txt", "Grüße\r\n".encode(), "text/plain; charset=utf-8"),
        ("a.csv", "Schule;Geräte\r\n".encode("cp1252"), "text/csv; charset=windows-1252"),
        # A table that begins like a picture of Windows.
        ("a.csv", b"BM;Bezeichnung\n", "text/csv; charset=utf-8"),
    ],
)
def test_known_kinds_are_kept_as_what_they_are(
    name: str, content: bytes, content_type: str, coordinator: User
) -> None:
    row = store_file(actor=coordinator, upload=SimpleUploadedFile(name, content, "text/html"))
    assert row.content_type == content_type
    assert row.size == len(content)
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert Path(row.content.path).read_bytes() == content
    assert "a." not in str(row.content.name).lower()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", samples.PNG, MISMATCH),
        ("a.pdf", b"<html>", MISMATCH),
        ("a.png", samples.PDF, MISMATCH),
        ("a.txt", samples.PDF, MISMATCH),
        ("a.txt", b"\x00\x01\x02", MISMATCH),
        ("a.csv", samples.DOCX, MISMATCH),
        ("a.docx", samples.office("spreadsheetml.sheet"), MISMATCH),
        ("a.docx", samples.PDF, MISMATCH),
        ("a.docx", b"PK\x03\x04broken", MISMATCH),
        ("a.docx", samples.archive({"a.txt": "x"}), MISMATCH),
        ("a.odt", samples.open_document("spreadsheet"), MISMATCH),
        (
            "a.docx",
            samples.office("wordprocessingml.document", **{"word/vbaProject.bin": b"x"}),
            "enthält Makros",
        ),
        (
            "a.xlsx",
            samples.archive({"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
            "enthält Makros",
        ),
        ("a.ods", samples.open_document("spreadsheet", **{"Basic/Standard/a.xml": "x"}), "enthält Makros"),
        ("a.docm", samples.DOCX, "enthält Makros"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "als XLSX oder als PDF"),
        ("a.exe", b"MZ", "Diese Art von Datei nehmen wir nicht an"),
        ("a.html", b"<html>", "Diese Art von Datei nehmen wir nicht an"),
        ("a.svg", b"<svg/>", "Diese Art von Datei nehmen wir nicht an"),
        ("a", samples.PDF, "Diese Art von Datei nehmen wir nicht an"),
        ("a.pdf", b"", "Die Datei ist leer"),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    name: str, content: bytes, reason: str, coordinator: User, tmp_path: Path
) -> None:
    with pytest.raises(ValidationError, match=reason) as refused:
        store_file(actor=coordinator, upload=SimpleUploadedFile(name, content))
    assert list(refused.value.message_dict) == ["file"]
    assert not StoredFile.objects.exists()
    assert not list(tmp_path.rglob("*"))


def test_files_on_disk_are_checked_like_those_in_memory(coordinator: User) -> None:
    for name, content in (("a.docx", samples.DOCX), ("a.pdf", samples.PDF), ("a.csv", b"a;b\n")):
        upload = TemporaryUploadedFile(name, "x/y", len(content), None)
        upload.write(content)
        upload.seek(0)
        row = store_file(actor=coordinator, upload=upload)
        upload.close()
        assert Path(row.content.path).read_bytes() == content


def test_archives_of_countless_parts_are_refused_unread(coordinator: User) -> None:
    upload = SimpleUploadedFile("a.docx", samples.DOCX + b"PK\x01\x02" * 10_001)
    with pytest.raises(ValidationError, match=MISMATCH):
        store_file(actor=coordinator, upload=upload)


def test_too_large_files_are_refused(coordinator: User, settings: Settings) -> None:
    settings.FILE_MAX_BYTES = 1024**2
    content = samples.PDF + b" " * 1024**2
    with pytest.raises(ValidationError, match="Höchstens 1 MB"):
        store_file(actor=coordinator, upload=SimpleUploadedFile("a.pdf", content))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.TXT", "passwd.txt"),
        ("C:\\Eigene Dateien\\Plan.pdf", "Plan.pdf"),
        ("Rechnung\u202efdp.pdf", "Rechnung fdp.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        (".pdf", "pdf"),
        ("", "Datei"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_accounts_that_only_read_store_nothing(supervisor: User) -> None:
    with pytest.raises(PermissionDenied):
        store_file(actor=supervisor, upload=SimpleUploadedFile("a.pdf", samples.PDF))


@pytest.mark.usefixtures("room")
def test_a_file_is_handed_out_to_be_saved(
    coordinator: User, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    row = store_file(actor=coordinator, upload=SimpleUploadedFile("Übersicht 1.pdf", samples.PDF))
    answer = sign_in(kusel_staff).get(f"/dateien/{row.pk}/")
    assert b"".join(answer.streaming_content) == samples.PDF  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%9Cbersicht%201.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("room")
def test_what_no_room_shows_somebody_does_not_exist_for_them(
    coordinator: User, administrator: User, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    row = store_file(actor=coordinator, upload=SimpleUploadedFile("a.pdf", samples.PDF))
    address = f"/dateien/{row.pk}/"
    # Also for those who uploaded it: they may have left since.
    for user in (stranger, administrator, coordinator):
        assert sign_in(user).get(address).status_code == 404
    # Whether it exists stays unsaid to those who are not signed in.
    for unknown in (address, "/dateien/00000000-0000-4000-8000-000000000000/"):
        answer = Client().get(unknown)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/konto/login/")


@pytest.mark.usefixtures("room")
def test_what_a_room_shows_to_everybody_needs_no_account(coordinator: User) -> None:
    row = store_file(actor=coordinator, upload=SimpleUploadedFile("aushang.pdf", samples.PDF))
    answer = Client().get(f"/dateien/{row.pk}/")
    assert b"".join(answer.streaming_content) == samples.PDF  # type: ignore[attr-defined]


def test_a_discarded_file_is_gone_when_the_transaction_is(
    coordinator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = store_file(actor=coordinator, upload=SimpleUploadedFile("a.pdf", samples.PDF))
    path = Path(row.content.path)
    with django_capture_on_commit_callbacks(execute=True):
        discard_file(file=row)
        assert path.exists()
    assert not path.exists()
    assert not StoredFile.objects.exists()
