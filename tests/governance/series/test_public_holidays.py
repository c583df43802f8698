"""Holidays of the Länder involved."""

from datetime import date

from municipalities.catalog import LAENDER
from municipalities.public_holidays import LETTERS, hint, holidays_on


def test_a_holiday_of_one_land_names_it() -> None:
    assert hint(date(2027, 5, 27), ["07", "15"]) == "Fronleichnam (Rheinland-Pfalz)"
    assert hint(date(2027, 1, 6), ["07", "15"]) == "Heilige Drei Könige (Sachsen-Anhalt)"


def test_a_holiday_of_all_needs_no_list_and_a_working_day_no_hint() -> None:
    assert hint(date(2027, 12, 25), ["07", "15"]) == "Erster Weihnachtstag"
    assert hint(date(2027, 12, 25), ["07"]) == "Erster Weihnachtstag (Rheinland-Pfalz)"
    assert hint(date(2027, 12, 28), ["07", "15"]) == ""
    assert holidays_on(date(2027, 12, 28), []) == []


def test_every_land_has_its_letters() -> None:
    assert LETTERS.keys() == LAENDER.keys()
    assert all(holidays_on(date(2027, 10, 3), [land]) for land in LAENDER)
