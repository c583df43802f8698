"""Figures derived from a profile, with how they were worked out."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from municipalities.key_figures import key_figures


def test_the_figures_and_where_they_come_from() -> None:
    figures = key_figures(staff=Decimal("2.50"), devices=1600, tickets=96, pupils=3651, schools=5)
    assert [(row.label, row.text) for row in figures] == [
        ("Geräte je voller Stelle", "640"),
        ("Schülerinnen und Schüler je Gerät", "2,3"),
        ("Supportanfragen je 100 Geräte", "6,0"),
    ]
    assert "1.600 Geräte, geteilt durch 2,50 Stellenanteile." in figures[0].explanation
    assert "5 Schulen" in figures[1].explanation


def test_without_devices_there_is_nothing_to_compare_with() -> None:
    for devices in (None, 0):
        assert not key_figures(staff=Decimal(1), devices=devices, tickets=9, pupils=100, schools=1)


def test_no_tickets_at_all_are_a_figure_too() -> None:
    [figure] = key_figures(staff=None, devices=10, tickets=0)
    assert figure.text == "0,0"


@given(
    staff=st.none() | st.decimals(0, 500, places=2),
    devices=st.none() | st.integers(0, 500_000),
    tickets=st.none() | st.integers(0, 100_000),
    pupils=st.none() | st.integers(0, 10_000_000),
)
def test_any_figures_are_told(
    staff: Decimal | None, devices: int | None, tickets: int | None, pupils: int | None
) -> None:
    for figure in key_figures(staff=staff, devices=devices, tickets=tickets, pupils=pupils, schools=1):
        assert figure.text
        assert "None" not in figure.explanation
