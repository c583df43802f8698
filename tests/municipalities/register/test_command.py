import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from municipalities.models import Municipality
from tests.municipalities.register import builder

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return builder.write(tmp_path / "GV100AD.txt", builder.sample(), "\r\n")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_municipalities", *arguments, stdout=out)
    return out.getvalue()


def test_the_report_is_german_text(directory: Path) -> None:
    text = run(str(directory))
    assert "Gebietsstand 30.11.2023" in text
    assert "1 Länder, 2 Kreise und kreisfreie Städte, 1 Gemeindeverbände, 4 Gemeinden" in text
    assert "neu 7, geändert 0, unverändert 0, nicht mehr geführt 0, abgelehnt 0" in text
    assert "neu: 073335001 Verbandsgemeinde Eisenberg (Pfalz)" in text
    assert Municipality.objects.count() == 7


def test_a_dry_run_writes_nothing(directory: Path) -> None:
    assert run(str(directory), "--dry-run").startswith("Nur geprüft, nichts ist geändert.")
    assert not Municipality.objects.exists()


def test_changes_show_before_and_after(directory: Path) -> None:
    run(str(directory))
    renamed = [line.replace("Kerzenheim", "Neuenheim ") for line in builder.sample()]
    builder.write(directory, renamed)
    assert "geändert: 07333038 Neuenheim (amtlicher Name: Kerzenheim → Neuenheim" in run(str(directory))


def test_machines_read_json(directory: Path, tmp_path: Path) -> None:
    book = builder.workbook(tmp_path / "a.xlsx", [("073335001038", "Kerzenheim", "8,06", "49,57")])
    report = json.loads(run(str(directory), "--coordinates", str(book), "--format", "json"))
    assert report["created"] == 7
    assert report["as_of"] == "2023-11-30"
    assert report["levels"] == {"land": 1, "district": 2, "association": 1, "municipality": 4}
    assert report["refused"] is False


def test_a_refusal_is_told_with_lines_and_ends_with_an_error(directory: Path) -> None:
    directory.write_bytes(directory.read_bytes()[:-100])
    out = StringIO()
    with pytest.raises(CommandError, match=r"^Abgelehnt, nichts ist geändert\.$"):
        call_command("import_municipalities", str(directory), stdout=out)
    assert "Gemeindeverzeichnis, Zeile 12: Der Satz ist 122 statt 220 Zeichen lang" in out.getvalue()
    assert not Municipality.objects.exists()


def test_what_may_be_forced_says_so(directory: Path) -> None:
    run(str(directory))
    builder.write(directory, builder.sample("20211231"))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_municipalities", str(directory), stdout=out)
    assert "Mit --force wird er trotzdem übernommen." in out.getvalue()
    assert "Gebietsstand 31.12.2021" in run(str(directory), "--force")


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gibt es nicht"):
        run(str(tmp_path / "nowhere.txt"))
