"""Positions from the workbook: where each row belongs, and what is refused."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from municipalities.register.coordinates import read
from municipalities.register.tree import mean
from tests.municipalities.register.builder import workbook

KERZENHEIM = ("073335001038", "Kerzenheim", "8,06", "49,57")


def test_positions_are_found_by_ars_and_after_a_change_of_the_verband_by_ags(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", [KERZENHEIM]))
    assert found.problems == []
    assert found.find("073335001038", "07333038") == (49.57, 8.06)
    assert found.find("073335009038", "07333038") == (49.57, 8.06)
    assert found.find("073335001039", "07333039") is None


def test_numbers_are_read_like_texts(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Satzart", "Land", "RB", "Kreis", "VB", "Gem", "Gemeindename", "Längengrad", "Breitengrad"])
    sheet.append([60, 7, 3, 33, 5001, 38, "Kerzenheim", 8.06, 49.57])
    book.save(tmp_path / "numbers.xlsx")
    assert read(tmp_path / "numbers.xlsx").by_ars == {"073335001038": (49.57, 8.06)}


def test_rows_without_a_position_are_noted(tmp_path: Path) -> None:
    rows = [KERZENHEIM, ("073335001001", "Leer"), ("073335001002", "Null", "0", "0")]
    found = read(workbook(tmp_path / "a.xlsx", rows))
    assert found.problems == []
    assert found.notes == ["In der Tabelle ohne Koordinaten: 2 (Leer, Zeile 8; Null, Zeile 9)."]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("073335001001", "Ort", "49,57", "8,06"), "Breitengrad: 8,06 liegt nicht in Deutschland."),
        (("073335001001", "Ort", "nan", "49,57"), "Längengrad: nan liegt nicht in Deutschland."),
        (("073335001001", "Ort", "8,06", ""), "Breitengrad: „“ ist keine Zahl."),
        (("073335001001", "Ort", "8,06", "Nord"), "Breitengrad: „Nord“ ist keine Zahl."),
        (("07333x001001", "Ort", "8,06", "49,57"), "VB: „x001“ ist kein Teil eines Schlüssels."),
        (KERZENHEIM, "Den Schlüssel 073335001038 hat schon eine Zeile davor."),
    ],
)
def test_odd_rows_are_told_with_their_number(tmp_path: Path, row: tuple[str, ...], message: str) -> None:
    (problem,) = read(workbook(tmp_path / "a.xlsx", [KERZENHEIM, row])).problems
    assert (problem.line, problem.file, problem.message) == (8, "Koordinaten", message)


def test_files_that_are_no_such_workbook_are_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", [KERZENHEIM]).read_bytes()
    cut, foreign, text = tmp_path / "cut.xlsx", tmp_path / "foreign.xlsx", tmp_path / "text.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    text.write_text("Satzart;Land")
    book = Workbook()
    book.active.append(["Schule", "Ort"])
    book.save(foreign)
    unreadable = "Die Datei lässt sich nicht als Excel-Tabelle (.xlsx) lesen."
    assert [problem.message for path in (cut, text) for problem in read(path).problems] == [unreadable] * 2
    (problem,) = read(foreign).problems
    assert problem.message.startswith("Kein Tabellenblatt hat die Spalten Satzart, Land")
    (problem,) = read(workbook(tmp_path / "empty.xlsx", [])).problems
    assert problem.message == "Das Tabellenblatt enthält keine Gemeinde mit Koordinaten."


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entities.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY e "x">]><worksheet>&e;</worksheet>'
        )
    (problem,) = read(path).problems
    assert problem.message == "Die Datei lässt sich nicht als Excel-Tabelle (.xlsx) lesen."


PLACES = st.tuples(st.integers(0, 4_000_000), st.tuples(st.floats(47, 55.5), st.floats(5.5, 15.5)))


@given(st.lists(PLACES, min_size=1, max_size=30))
def test_a_mean_lies_between_its_members(members: list[tuple[int, tuple[float, float]]]) -> None:
    position = mean(members)
    assert position
    for axis in (0, 1):
        values = [place[axis] for _, place in members]
        assert min(values) - 1e-6 <= position[axis] <= max(values) + 1e-6


def test_a_mean_is_weighted_by_population_where_somebody_lives() -> None:
    assert mean([(300, (50.0, 8.0)), (100, (54.0, 12.0))]) == (51.0, 9.0)
    assert mean([(0, (50.0, 8.0)), (0, (54.0, 12.0))]) == (52.0, 10.0)
    assert mean([]) is None
