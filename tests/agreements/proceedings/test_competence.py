"""Who seems competent: by the Land's list and who takes part; never said as certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.competence import ALWAYS_CHECK, Level, Member, competence_of
from cooperations.law_catalog import laender
from municipalities.catalog import LAENDER


def member(ags: str, level: Level = Level.WITHIN_DISTRICT, population: int | None = 5000) -> Member:
    return Member(name=f"Kommune {ags}", ags=ags, level=level, population=population)


def proposed(land: str, *members: Member, forms: tuple[str, ...] = ("delegating",)) -> str:
    found = competence_of(laender()[land], members, forms).proposed
    return found.name if found else ""


@pytest.mark.parametrize(
    ("land", "members", "expected"),
    [
        ("07", [member("07333001"), member("07333002")], "Kreisverwaltung"),
        ("07", [member("07333001"), member("07335002")], "Aufsichts- und Dienstleistungsdirektion (ADD)"),
        ("07", [member("07333", Level.DISTRICT), member("07336", Level.DISTRICT)], "Aufsichts- und Dienstleistungsdirektion (ADD)"),
        ("07", [member("07333", Level.DISTRICT), member("15085135")], ""),
        ("05", [member("05315000", Level.INDEPENDENT_CITY), member("05334004")], "Bezirksregierung"),
        ("05", [member("05334004"), member("05334008")], "Landrätin/Landrat als untere staatliche Verwaltungsbehörde"),
        ("05", [member("05334004"), member("05358008")], ""),
        ("05", [member("05334004"), member("07333001")], "Bezirksregierung"),
        ("06", [member("06431", Level.DISTRICT), member("06432", Level.DISTRICT)], "Regierungspräsidium"),
        ("06", [member("06431", Level.DISTRICT), member("06531", Level.DISTRICT)], "Innenministerium"),
        ("06", [member("06412000", Level.INDEPENDENT_CITY), member("06432001")], "Innenministerium"),
        ("01", [member("01051001"), member("01051002", population=30_000)], "Innenministerium"),
        ("01", [member("01051001"), member("01051002", population=None)], ""),
        ("15", [member("15085135"), member("15083020")], "Landesverwaltungsamt"),
        ("16", [member("16061", Level.DISTRICT), member("16062001")], "Landesverwaltungsamt"),
    ],
)  # fmt: skip
def test_proposals(land: str, members: list[Member], expected: str) -> None:
    assert proposed(land, *members) == expected


@given(
    st.sampled_from(sorted(LAENDER)),
    st.lists(st.tuples(st.sampled_from(sorted(LAENDER)), st.sampled_from(Level)), min_size=1, max_size=4),
)
def test_nothing_is_said_as_certain(land: str, who: list[tuple[str, Level]]) -> None:
    members = [member(f"{key}1{number:02}001", level) for number, (key, level) in enumerate(who)]
    found = competence_of(laender()[land], members, ["special-purpose-association"])
    assert ALWAYS_CHECK in found.doubts
    assert sum(row.proposed for row in found.candidates) <= 1
    if found.proposed is None:
        assert found.doubts[0].startswith("Für diese Beteiligten")
