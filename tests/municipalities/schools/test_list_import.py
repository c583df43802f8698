"""Lists of schools as a Schulträger keeps them: CSV as spreadsheets write it, XLSX, and what they may not change."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from ikz.accounts.models import User
from municipalities.models import Municipality, School, SchoolSource
from municipalities.schools.importing import apply_list, check_list
from municipalities.services import add_school, close_school
from municipalities.services.schools import SchoolData

TABLE = [
    ["Schulnummer", "Name", "Schulform", "Straße", "PLZ", "Ort", "Schülerzahl", "Stand"],
    ["4711", "Grundschule Süd", "Grundschule", "Schulweg 1", "01234", "Köln", "1.220", "2026/27"],
    ["", "Realschule am Park", "Realschule plus", "", "", "", "", ""],
]


def text(delimiter: str = ";", table: list[list[str]] = TABLE) -> str:
    return "\r\n".join(delimiter.join(row) for row in table)


def saved(folder: Path, content: bytes | str, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def sheet(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "liste.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "content",
    [
        text().encode("utf-8"),
        text().encode("utf-8-sig"),
        text().encode("cp1252"),
        text(",").encode(),
        ("sep=;\r\n" + text()).encode(),
    ],
    ids=["utf-8", "bom", "windows", "commas", "sep"],
)
def test_every_way_spreadsheets_write_csv_is_read(
    tmp_path: Path, kusel: Municipality, content: bytes
) -> None:
    report = apply_list(saved(tmp_path, content), municipality=kusel)
    assert (report.created, report.rejected) == (2, 0)
    school = School.objects.get(register_number="4711")
    assert (school.name, school.street, school.postal_code) == ("Grundschule Süd", "Schulweg 1", "01234")
    assert (school.pupils, school.pupils_as_of, school.source) == (1220, "2026/27", SchoolSource.LIST)
    assert school.authority.municipality == kusel


def test_a_spreadsheet_is_read_with_its_numbers(tmp_path: Path, kusel: Municipality) -> None:
    rows: list[list[object]] = [
        list(TABLE[0]),
        [4711, "Grundschule Süd", "Grundschule", None, 1234, "Köln", 220.0],
    ]
    report = apply_list(sheet(tmp_path, rows), municipality=kusel)
    assert report.created == 1
    school = School.objects.get()
    assert (school.register_number, school.postal_code, school.pupils) == ("4711", "01234", 220)


def test_a_second_time_changes_nothing_and_empty_cells_tell_nothing(
    tmp_path: Path, kusel: Municipality
) -> None:
    path = saved(tmp_path, text())
    apply_list(path, municipality=kusel)
    assert apply_list(path, municipality=kusel).unchanged == 2

    bare = [["Name", "Schulform", "Schülerzahl"], ["Grundschule Süd", "Grundschule", ""]]
    assert apply_list(saved(tmp_path, text(table=bare)), municipality=kusel).unchanged == 1
    assert School.objects.get(register_number="4711").pupils == 1220


def test_a_new_number_does_not_keep_the_date_of_the_old_one(tmp_path: Path, kusel: Municipality) -> None:
    apply_list(saved(tmp_path, text()), municipality=kusel)
    newer = [["Name", "Schulform", "Schülerzahl"], ["Grundschule Süd", "Grundschule", "300"]]
    promised = check_list(saved(tmp_path, text(table=newer)), municipality=kusel)
    assert School.objects.get(register_number="4711").pupils == 1220
    assert apply_list(saved(tmp_path, text(table=newer)), municipality=kusel) == promised
    school = School.objects.get(register_number="4711")
    assert (school.pupils, school.pupils_as_of) == (300, "")


def test_single_wrong_rows_are_left_out_with_line_and_reason(
    tmp_path: Path,
    kusel: Municipality,
    kaiserslautern: Municipality,
    kusel_staff: User,
    kaiserslautern_staff: User,
) -> None:
    foreign = SchoolData("Schule drüben", "Grundschule", register_number="815")
    add_school(actor=kaiserslautern_staff, municipality=kaiserslautern, data=foreign)
    closed = add_school(actor=kusel_staff, municipality=kusel, data=SchoolData("Alte Schule", "Hauptschule"))
    close_school(actor=kusel_staff, school_id=closed.pk)
    table = [
        [*TABLE[0], "Träger-Schlüssel"],
        ["", "Gute Schule", "Grundschule", "", "", "", "", "", "07336"],
        ["", "", "Grundschule", "", "", "", "", "", ""],
        ["", "A", "Grundschule", "", "123456", "", "", "", ""],
        ["", "B", "Grundschule", "", "", "", "viele", "", ""],
        ["815", "C", "Grundschule", "", "", "", "", "", ""],
        ["", "Alte Schule", "Hauptschule", "", "", "", "", "", ""],
        ["", "gute  schule", "Grundschule", "", "", "", "", "", ""],
        ["", "D", "Grundschule", "", "", "", "", "", "07335"],
        ["", "E" * 241, "Grundschule", "", "", "", "", "", ""],
    ]
    report = apply_list(saved(tmp_path, text(table=table)), municipality=kusel)
    assert (report.created, report.rejected, report.refused) == (1, 8, False)
    assert [(problem.line, problem.message) for problem in report.problems] == [
        (3, "Es fehlt: Name."),
        (4, "„123456“ ist keine Postleitzahl mit fünf Ziffern."),
        (5, "„viele“ ist keine Schülerzahl von 0 bis 20000."),
        (6, "Die Schulnummer 815 gehört zu einem anderen Schulträger."),
        (7, "Diese Schule ist geschlossen. Öffnen Sie sie zuerst wieder."),
        (8, "Dieselbe Schule steht schon in Zeile 2."),
        (9, "Der Träger-Schlüssel „07335“ gehört nicht zu Landkreis Kusel."),
        (10, "„Name“ ist länger als 240 Zeichen."),
    ]


def test_the_administration_names_the_schultraeger_in_every_row(
    tmp_path: Path, kusel: Municipality, kaiserslautern: Municipality
) -> None:
    table = [
        ["Name", "Schulform", "Träger-Schlüssel"],
        ["A", "Grundschule", "07336"],
        ["A", "Grundschule", "07335"],
        ["B", "Grundschule", "99999"],
    ]
    report = apply_list(saved(tmp_path, text(table=table)), municipality=None)
    assert (report.created, report.rejected) == (2, 1)
    owners = School.objects.values_list("authority__municipality__ags", flat=True)
    assert set(owners) == {"07335", "07336"}

    missing = apply_list(saved(tmp_path, text()), municipality=None)
    assert missing.refused
    assert "Träger-Schlüssel" in missing.problems[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Schule;Ort\r\nA;B", "fehlen die Spalten Name, Schulform"),
        (b"Name;Schulform;Farbe\r\nA;B;C", "Die Spalten Farbe sind nicht bekannt"),
        (b"Name;Schulform", "keine Zeilen"),
        (b"Name;Schulform\r\nA;B;C;D", "Felder statt"),
        (b"\x89PNG\r\n\x00", "weder eine CSV- noch eine XLSX-Datei"),
        (b"PK\x03\x04 kein Archiv", "beschädigt"),
        (b"Name;Schulform\r\nA\x81;B", "weder in UTF-8 noch in Windows-1252"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(
    tmp_path: Path, kusel: Municipality, content: bytes, words: str
) -> None:
    report = apply_list(saved(tmp_path, content), municipality=kusel)
    assert report.refused
    assert words in report.problems[0].message
    assert not School.objects.exists()
