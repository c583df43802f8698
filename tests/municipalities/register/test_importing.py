"""What an import makes of the register."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Kind, Municipality, RegisterState
from municipalities.register.importing import apply, check
from municipalities.reports import ImportReport
from municipalities.services import register_municipality
from tests.municipalities.register import builder

pytestmark = pytest.mark.django_db

Apply = Callable[..., ImportReport]
PLACES = [
    ("071110000000", "Koblenz, Stadt", "7,6", "50,36"),
    ("073335001019", "Eisenberg (Pfalz), Stadt", "8,07", "49,56"),
    ("073335001038", "Kerzenheim", "8,06", "49,57"),
    ("073330900900", "Musterstadt, Stadt", "8,0", "49,6"),
]


@pytest.fixture
def importing(tmp_path: Path) -> Apply:
    """Import these lines, by default with the positions of the sample."""

    def run(
        lines: list[str], places: list[tuple[str, ...]] | None = None, *, forced: bool = False
    ) -> ImportReport:
        main = builder.write(tmp_path / "directory.txt", lines)
        book = builder.workbook(tmp_path / "places.xlsx", PLACES if places is None else places)
        return apply(main, book if places != [] else None, forced=forced)

    return run


def grown(lines: list[str], ags: str, **facts: Any) -> list[str]:
    """The sample with one municipality replaced."""
    new = builder.municipality(ags, "Kerzenheim", association="5001", **facts)
    return [new if line[10:18] == ags and line.startswith("60") else line for line in lines]


def events() -> int:
    model: Any = apps.get_model("municipalities", "MunicipalityEvent")
    return int(model.objects.count())


def test_every_level_gets_its_rows_with_parents_sums_and_positions(importing: Apply) -> None:
    report = importing(builder.sample())
    assert not report.refused
    assert report.levels == {"land": 1, "district": 2, "association": 1, "municipality": 4}
    assert (report.created, report.updated, report.dissolved, report.as_of) == (7, 0, 0, date(2023, 11, 30))
    rows = {row.ags: row for row in Municipality.objects.select_related("parent", "group")}
    assert {key: row.parent.ags if row.parent else None for key, row in rows.items()} == {
        "07": None,
        "07111000": "07",
        "07333": "07",
        "073335001": "07333",
        "07333019": "073335001",
        "07333038": "073335001",
        "07333900": "07333",
    }
    town = rows["07333019"]
    assert (town.ars, town.kind, town.display_name, town.designation) == (
        "073335001019",
        Kind.MUNICIPALITY,
        "Eisenberg (Pfalz)",
        "Stadt",
    )
    assert (town.area_km2, town.population, town.postal_code) == (Decimal("10.00"), 9000, "67292")
    assert (town.latitude, town.longitude, town.group.name) == (49.56, 8.07, "Kommune 07333019")
    verband = rows["073335001"]
    assert (verband.display_name, verband.population, verband.area_km2) == (
        "Verbandsgemeinde Eisenberg (Pfalz)",
        12000,
        Decimal("22.50"),
    )
    assert (verband.latitude, verband.longitude) == (49.5625, 8.0675)
    # The uninhabited forest is in no sum.
    assert rows["07333"].area_km2 == Decimal("32.50")
    assert rows["07"].population == 135268


def test_the_same_file_again_writes_nothing(importing: Apply) -> None:
    importing(builder.sample())
    before = events()
    with CaptureQueriesContext(connection) as queries:
        report = importing(builder.sample())
    assert (report.unchanged, report.created, report.updated, report.dissolved) == (7, 0, 0, 0)
    assert [sql["sql"] for sql in queries if sql["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []
    assert events() == before


def test_a_check_tells_the_same_and_writes_nothing(importing: Apply, tmp_path: Path) -> None:
    main = builder.write(tmp_path / "directory.txt", builder.sample())
    heard: list[int] = []
    report = check(main, progress=lambda percent, note: heard.append(percent))
    assert report.created == 7
    assert heard == sorted(heard)
    assert heard[-1] == 100
    assert not Municipality.objects.exists()
    assert not RegisterState.objects.exists()
    assert ImportReport.from_json(report.to_json()) == report


def test_a_renamed_municipality_keeps_its_row_and_its_old_name(importing: Apply) -> None:
    importing(builder.sample())
    old = Municipality.objects.get(ags="07333900")
    lines = [
        line.replace("Musterstadt, Stadt ", "Neue Stadt, Stadt  ") for line in builder.sample("20241231")
    ]
    report = importing(lines)
    row = Municipality.objects.get(pk=old.pk)
    assert (row.name, row.display_name, row.folded_name) == ("Neue Stadt, Stadt", "Neue Stadt", "neue stadt")
    assert row.former_names == ["Musterstadt, Stadt"]
    assert "musterstadt" in row.search_text
    (change,) = [change for change in report.changes if change.key == "07333900"]
    assert change.before == {"amtlicher Name": "Musterstadt, Stadt", "Name": "Musterstadt"}
    assert change.after == {"amtlicher Name": "Neue Stadt, Stadt", "Name": "Neue Stadt"}
    importing(builder.sample("20251231"))
    row.refresh_from_db()
    assert row.former_names == ["Neue Stadt, Stadt"]


def test_a_missing_row_is_dissolved_once_and_may_come_back(importing: Apply) -> None:
    importing(builder.sample())
    without = [line for line in builder.sample("20241231") if line[10:18] != "07333038"]
    report = importing(without, forced=True)
    row = Municipality.objects.get(ags="07333038")
    assert report.dissolved == 1
    assert row.dissolved_as_of == date(2024, 12, 31)
    assert [change.key for change in report.changes if change.action == "dissolved"] == ["07333038"]
    again = [line for line in builder.sample("20251231") if line[10:18] != "07333038"]
    assert importing(again).dissolved == 0
    row.refresh_from_db()
    assert row.dissolved_as_of == date(2024, 12, 31)
    assert importing(builder.sample("20261231")).updated == 4
    row.refresh_from_db()
    assert row.dissolved_as_of is None


def test_losing_more_than_two_percent_is_refused_unless_forced(importing: Apply) -> None:
    importing(builder.sample())
    cut = builder.sample("20241231")[:6]
    report = importing([*cut, *builder.sample("20241231")[6:7]])
    assert report.refused
    assert report.forceable
    (problem,) = report.problems
    assert problem.message == (
        "2 von 7 Einträgen des Registers fehlen in der Datei, das sind mehr als 2 %. "
        "Vermutlich ist die Datei unvollständig."
    )
    assert not Municipality.objects.exclude(dissolved_as_of=None).exists()
    assert RegisterState.objects.get().as_of == date(2023, 11, 30)


def test_an_older_directory_is_refused_unless_forced(importing: Apply) -> None:
    importing(builder.sample())
    report = importing(builder.sample("20211231"))
    (problem,) = report.problems
    assert report.forceable
    assert problem.message == (
        "Das Verzeichnis ist älter als das zuletzt eingelesene: Gebietsstand 31.12.2021 statt 30.11.2023."
    )
    assert not importing(builder.sample("20211231"), forced=True).refused
    assert RegisterState.objects.get().as_of == date(2021, 12, 31)


def test_a_refused_file_changes_nothing_and_names_every_problem(importing: Apply) -> None:
    importing(builder.sample())
    before = list(Municipality.objects.order_by("pk").values())
    lines = grown(builder.sample("20241231"), "07333038", population="viele")
    report = importing([*lines[:-1], "abgeschnitten"], [("073335001001", "Ort", "99", "49,5")])
    assert report.refused
    assert not report.forceable
    assert [(problem.file, problem.line) for problem in report.problems] == [
        ("Gemeindeverzeichnis", 8),
        ("Gemeindeverzeichnis", 12),
        ("Koordinaten", 7),
    ]
    assert list(Municipality.objects.order_by("pk").values()) == before


def test_without_a_workbook_the_stored_positions_stay(importing: Apply) -> None:
    importing(builder.sample())
    importing(grown(builder.sample("20241231"), "07333038", population=3000, area=1250), [])
    row = Municipality.objects.get(ags="07333038")
    assert (row.latitude, row.longitude) == (49.57, 8.06)
    assert Municipality.objects.get(ags="07333").latitude is not None


def test_new_municipalities_without_coordinates_are_told(importing: Apply) -> None:
    report = importing(builder.sample(), PLACES[:1])
    assert "Gemeinden ohne Koordinaten: 3 (Eisenberg (Pfalz), Kerzenheim, Musterstadt)." in report.notes
    assert Municipality.objects.get(ags="07333").latitude is None


def test_a_name_cut_in_the_file_does_not_replace_the_full_one(importing: Apply) -> None:
    name = "Oelsnitz/Vogtl., Bösenbrunn, Eichigt und Triebel/Vogtl."
    lines = [*builder.sample(), builder.association("073335002", name)]
    report = importing(lines, [*PLACES, ("073335002", name)])
    row = Municipality.objects.get(ags="073335002")
    assert (row.name, row.display_name) == (name, f"Verbandsgemeinde {name}")
    assert importing(lines).unchanged == report.created
    cut = name[:50]
    Municipality.objects.filter(pk=row.pk).update(name=cut, display_name=f"Verbandsgemeinde {cut}")
    importing(lines, [*PLACES, ("073335002", name)])
    row.refresh_from_db()
    assert (row.name, row.former_names) == (name, [])


def test_rows_entered_before_become_those_of_the_directory(importing: Apply) -> None:
    land = register_municipality(
        ags="07", kind=Kind.LAND, name="Rheinland-Pfalz", display_name="Rheinland-Pfalz"
    )
    before = register_municipality(
        ags="07333", kind=Kind.DISTRICT, name="Donnersbergkreis", display_name="Donnersbergkreis", parent=land
    )
    Group.objects.create(name="Kommune 07333038")
    report = importing(builder.sample())
    assert (report.created, report.updated) == (5, 2)
    after = Municipality.objects.get(ags="07333")
    assert (after.pk, after.group_id, after.display_name) == (before.pk, before.group_id, "Donnersbergkreis")
    assert after.population == 20000


def test_a_municipality_that_changes_its_verband_moves(importing: Apply) -> None:
    importing(builder.sample())
    lines = [*builder.sample("20241231"), builder.association("073335002", "Göllheim", as_of="20241231")]
    lines = [
        builder.municipality("07333038", "Kerzenheim", association="5002", as_of="20241231")
        if line.startswith("60") and line[10:18] == "07333038"
        else line
        for line in lines
    ]
    importing(lines)
    row = Municipality.objects.select_related("parent").get(ags="07333038")
    assert row.parent
    assert (row.parent.ags, row.ars, row.latitude) == ("073335002", "073335002038", 49.57)
