"""The format by itself: what is written is read again, and every damaged line is named."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.register.directory import parse, read
from tests.municipalities.register import builder

NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=("Cc", "Zs")),
    min_size=1,
    max_size=50,
)


@given(
    name=NAMES,
    area=st.integers(0, 99_999_999),
    population=st.integers(0, 99_999_999),
    postal_code=st.from_regex(r"[0-9]{5}", fullmatch=True) | st.just(""),
    bom=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_record_is_read_as_it_was_written(
    name: str, area: int, population: int, postal_code: str, bom: bool, end: str
) -> None:
    lines = builder.sample()
    lines[-3] = builder.municipality(
        "07333900", name, "63", association="0900", area=area, population=population, postal_code=postal_code
    )
    data = "".join(line + end for line in lines).encode("utf-8-sig" if bom else "utf-8")
    directory = parse(data)
    assert directory.problems == ()
    row = directory.municipalities["07333900"]
    assert (row.name, row.area_ha, row.population, row.postal_code) == (name, area, population, postal_code)
    assert row.ars == "073330900900"


@given(cut=st.integers(1, 219))
def test_a_file_cut_within_a_record_is_refused_with_its_line(cut: int) -> None:
    lines = builder.sample()
    data = "\n".join(lines).encode()
    (problem,) = parse(data[:-cut]).problems
    assert problem.line == len(lines)
    assert (
        problem.message == f"Der Satz ist {220 - cut} statt 220 Zeichen lang; die Datei endet mitten im Satz."
    )


@given(st.binary(max_size=700))
def test_no_bytes_at_all_break_the_reader(data: bytes) -> None:
    assert parse(data).problems


def test_sorbian_names_have_more_bytes_than_characters() -> None:
    lines = builder.sample()
    lines[-3] = builder.municipality(
        "07333900", "Lübben (Spreewald) / Lubin (Błota), Stadt", "63", association="0900"
    )
    assert parse("\n".join(lines).encode()).municipalities["07333900"].name.endswith("(Błota), Stadt")


def test_a_missing_end_of_the_last_line_is_no_damage() -> None:
    assert parse("\n".join(builder.sample()).encode()).problems == ()


def test_gemeindefreie_gebiete_and_the_districts_of_city_districts_have_no_row() -> None:
    directory = parse("\n".join(builder.sample()).encode())
    assert list(directory.municipalities) == ["07111000", "07333019", "07333038", "07333900"]
    assert list(directory.districts) == ["07333"]
    assert list(directory.associations) == ["073335001"]


def broken(place: int, line: str) -> bytes:
    lines = builder.sample()
    lines[place] = line
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 0, "Die Datei ist leer."),
        (b"\n\n", 0, "Die Datei ist leer."),
        (broken(4, "kurz"), 5, "Der Satz ist 4 statt 220 Zeichen lang."),
        (broken(4, builder.district("07333", "Kreis") + " "), 5, "Der Satz ist 221 statt 220 Zeichen lang."),
        (broken(4, "70" + builder.district("07333", "Kreis")[2:]), 5, "Die Satzart „70“ ist unbekannt."),
        (broken(0, builder.land("17", "Atlantis")), 1, "Das Land „17“ ist unbekannt."),
        (broken(4, builder.district("07333", " ")), 5, "Der Name fehlt."),
        (
            broken(4, builder.district("07 33", "Kreis")),
            5,
            "Der Schlüssel „07 33“ besteht nicht nur aus Ziffern.",
        ),
        (
            broken(4, builder.district("07333", "Kreis", "49")),
            5,
            "Das Textkennzeichen „49“ ist für die Satzart 40 unbekannt.",
        ),
        (
            broken(4, builder.district("07333", "Kreis", as_of="20231131")),
            5,
            "Der Gebietsstand „20231131“ ist kein Datum.",
        ),
        (
            broken(4, builder.district("07333", "Kreis", as_of="20211231")),
            5,
            "Der Gebietsstand 31.12.2021 weicht von den übrigen Sätzen (30.11.2023) ab.",
        ),
        (
            broken(7, builder.municipality("07333019", "Noch einmal", association="5001")),
            8,
            "Den Schlüssel 07333019 hat schon der Satz in Zeile 7.",
        ),
        (
            broken(7, builder.municipality("07333038", "Ort", association="5001", population="1x")),
            8,
            "Bevölkerung: „0000000001x“ ist keine Zahl.",
        ),
        (
            broken(7, builder.municipality("07333038", "Ort", association="5001", area=" " * 11)),
            8,
            "Fläche: „“ ist keine Zahl.",
        ),
        (
            broken(7, builder.municipality("07333038", "Ort", association="5001", population="9" * 11)),
            8,
            "Bevölkerung: 99999999999 ist unmöglich groß.",
        ),
        (
            broken(7, builder.municipality("07333038", "Ort", association="5001", postal_code="6729")),
            8,
            "Die Postleitzahl „6729“ hat nicht fünf Ziffern.",
        ),
        (
            broken(7, builder.municipality("07333038", "Ort", association="5002")),
            8,
            "Den Gemeindeverband 073335002, wozu Ort gehört, enthält die Datei nicht.",
        ),
        (
            broken(7, builder.municipality("07333038", "Tab\tort", association="5001")),
            8,
            "Der Satz enthält Steuerzeichen.",
        ),
        ("\n".join(builder.sample()[:2]).encode(), 0, "Die Datei enthält keine Gemeinde."),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data: bytes, line: int, message: str) -> None:
    problems = parse(data).problems
    assert [(problem.line, problem.message) for problem in problems] == [(line, message)]


def test_a_missing_district_is_told_for_all_that_belong_to_it() -> None:
    lines = [line for line in builder.sample() if not line.startswith("40")]
    lines_of_problems = {problem.line for problem in parse("\n".join(lines).encode()).problems}
    assert lines_of_problems == {3, 4, 5, 6, 8}


def test_another_encoding_is_refused_with_every_line_concerned() -> None:
    lines = builder.sample()
    lines[4] = builder.district("07333", "Südkreis")
    lines[7] = builder.municipality("07333038", "Köln", association="5001")
    problems = parse("\n".join(lines).encode("latin-1")).problems
    assert [problem.line for problem in problems] == [5, 8]
    assert problems[0].message == "Die Zeile ist nicht in UTF-8 geschrieben."


def test_a_packed_file_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(builder.sample()).encode())
    whole, cut, garbled = tmp_path / "whole.txt.gz", tmp_path / "cut.gz", tmp_path / "garbled.gz"
    whole.write_bytes(packed)
    cut.write_bytes(packed[: len(packed) // 2])
    garbled.write_bytes(packed[:2] + b"\xff" * 60)
    assert len(read(whole).municipalities) == 4
    for path in (cut, garbled):
        (problem,) = read(path).problems
        assert problem.message == "Die Datei lässt sich nicht entpacken: Sie ist beschädigt."


def test_what_makes_one_doubt_that_a_file_is_complete_is_noted() -> None:
    lines = [*builder.sample(), builder.district("07334", "Germersheim")]
    first, second = parse("\n".join(lines).encode()).notes
    assert first == "Die Datei enthält nur 1 von 16 Ländern."
    assert second == "Ohne eine einzige Gemeinde: Germersheim. Bitte die Datei prüfen."
