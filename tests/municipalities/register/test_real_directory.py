"""The real directories of 2021 and 2023, one after the other; one test, so that they are imported once."""

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from municipalities.models import Kind, Municipality
from municipalities.register.directory import Directory, parse, read
from municipalities.register.importing import apply, check
from municipalities.register.names import display_name
from municipalities.services import register_municipality
from tests.real_data import NEEDS_REAL_DATA, real_data

pytestmark = NEEDS_REAL_DATA

FOLDER = "gemeindeverzeichnis"


def first_lines(count: int) -> bytes:
    """The newer directory, cut off between two lines."""
    data = gzip.decompress(real_data(FOLDER, "GV100AD_301123.txt.gz").read_bytes())
    return b"".join(data.splitlines(keepends=True)[:count])


@pytest.fixture(scope="module")
def directory() -> Directory:
    return read(real_data(FOLDER, "GV100AD_301123.txt.gz"))


def test_no_name_keeps_a_title_or_an_abbreviation(directory: Directory) -> None:
    assert directory.problems == ()
    assert directory.notes == ()
    levels = (directory.lands, directory.districts, directory.associations, directory.municipalities)
    names = [display_name(record, record.name) for level in levels for record in level.values()]
    assert [name for name in names if "  " in name or "VGem" in name or name.startswith(("VVG", "GVV"))] == []
    # Only this one is called after several places.
    assert [name for name in names if "," in name] == [
        "Verwaltungsgemeinschaft Oelsnitz/Vogtl., Bösenbrunn, Eichigt und Triebel/V"
    ]


def test_a_file_cut_between_lines_is_doubted_even_by_an_empty_register() -> None:
    assert parse(first_lines(9000)).notes == ("Die Datei enthält nur 9 von 16 Ländern.",)


@pytest.mark.django_db
def test_two_directories_after_each_other(tmp_path: Path) -> None:
    kusel = register_municipality(
        ags="07336", kind=Kind.DISTRICT, name="Kusel", display_name="Landkreis Kusel"
    )
    places = real_data(FOLDER, "AuszugGV3QAktuell_30092021.xlsx")
    first = apply(real_data(FOLDER, "GV100AD_31122021.txt.gz"), places)
    assert (first.created, first.updated, first.levels["municipality"]) == (12304, 1, 10787)
    keys = dict(Municipality.objects.values_list("ags", "pk"))

    second = apply(real_data(FOLDER, "GV100AD_301123.txt.gz"), places)
    assert second.levels == {"land": 16, "district": 400, "association": 1205, "municipality": 10773}
    assert (second.created, second.dissolved, second.as_of) == (3, 20, date(2023, 11, 30))
    present = Municipality.objects.present()
    municipalities = present.filter(kind=Kind.MUNICIPALITY)
    assert present.filter(kind=Kind.LAND).count() == 16
    assert present.filter(kind=Kind.DISTRICT).count() == 294
    assert municipalities.count() == 10773
    for kind in (Kind.MUNICIPALITY, Kind.LAND):
        assert present.filter(kind=kind).aggregate(n=Sum("population"))["n"] == 84_353_660

    # Rows stay, whatever becomes of what they stand for.
    assert keys.items() <= dict(Municipality.objects.values_list("ags", "pk")).items()
    assert Municipality.objects.get(ags="06635005").dissolved_as_of == date(2023, 11, 30)
    amt = Municipality.objects.get(ags="010605043")
    assert (amt.display_name, amt.former_names) == ("Amt Auenland Südholstein", ["Kaltenkirchen-Land"])
    row = Municipality.objects.select_related("parent").get(pk=kusel.pk)
    assert row.parent
    assert (row.display_name, row.parent.display_name) == ("Landkreis Kusel", "Rheinland-Pfalz")
    assert (row.population, row.area_km2) == (71462, Decimal("573.59"))
    assert list(municipalities.filter(latitude=None).values_list("display_name", flat=True)) == [
        "Jahnatal",
        "Langelsheim",
        "Rain",
    ]
    assert Municipality.objects.get(ags="145235122").name.endswith("Triebel/Vogtl.")

    with CaptureQueriesContext(connection) as queries:
        third = apply(real_data(FOLDER, "GV100AD_301123.txt.gz"), places)
    assert (third.unchanged, third.created, third.updated, third.dissolved) == (12288, 0, 0, 0)
    assert [sql["sql"][:80] for sql in queries if sql["sql"].startswith(("UPDATE", "INSERT"))] == []

    cut = tmp_path / "cut.txt"
    cut.write_bytes(first_lines(12000))
    refused = check(cut)
    assert refused.refused
    assert refused.forceable
    assert "fehlen in der Datei, das sind mehr als 2 %" in refused.problems[0].message
