import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz.ui import formatting
from tests.ui.markup import render

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(amounts)
def test_what_is_shown_can_be_typed_again(amount: Decimal) -> None:
    assert formatting.parse_number(formatting.de_money(amount)) == amount
    assert formatting.parse_number(formatting.de_decimal(amount)) == amount


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_numbers_have_groups_of_three(number: int) -> None:
    shown = formatting.de_int(number)
    first, *rest = shown.lstrip("-").split(".")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in rest)
    assert int(shown.replace(".", "")) == number


@given(st.text())
def test_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = formatting.parse_number(text)
    except ValueError:
        return
    assert number.is_finite()


@given(st.dates(), st.dates())
def test_months_name_both_ends(start: dt.date, end: dt.date) -> None:
    shown = formatting.de_months(start, end)
    assert shown.startswith(formatting.de_month(start))
    assert shown.endswith(formatting.de_month(end))


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_is_shown_in_german_time_wherever_it_was_recorded(moment: dt.datetime) -> None:
    elsewhere = moment.astimezone(dt.UTC) if 1 < moment.year < 9999 else moment
    assert formatting.de_datetime(moment) == formatting.de_datetime(elsewhere)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formatting.de_int(12857), "12.857"),
        (formatting.de_int(10**30), "1" + 10 * ".000"),
        (formatting.de_money(Decimal("64074.04")), "64.074,04 €"),
        (formatting.de_money(Decimal("-0.004")), "0,00 €"),
        (formatting.de_decimal(Decimal("2.5"), 0), "3"),
        (formatting.de_decimal(0.125, 2), "0,13"),
        (formatting.de_percent(Decimal("0.755")), "76 %"),
        (formatting.de_date(dt.date(2027, 3, 14)), "14.03.2027"),
        (formatting.de_datetime(dt.datetime(2027, 3, 14, 8, 30, tzinfo=dt.UTC)), "14.03.2027, 09:30 Uhr"),
        (formatting.de_date(dt.datetime(2027, 3, 13, 23, 30, tzinfo=dt.UTC)), "14.03.2027"),
        (formatting.de_months(dt.date(2022, 9, 1), dt.date(2023, 3, 1)), "09/2022–03/2023"),
        (formatting.de_months(dt.date(2022, 9, 1), dt.date(2022, 9, 30)), "09/2022"),
        (formatting.de_months(dt.date(2022, 9, 1), None), "ab 09/2022"),
        (formatting.de_months(None, dt.date(2023, 3, 1)), "bis 03/2023"),
        (formatting.de_months(None, None), "–"),
        (formatting.de_int(None), "–"),
        (formatting.de_date(None), "–"),
        (formatting.de_datetime(None), "–"),
        (formatting.plural_de(1, "Schule", "Schulen"), "1 Schule"),
        (formatting.plural_de(1200, "Schule", "Schulen"), "1.200 Schulen"),
        (formatting.join_de(["A", "B", "C"]), "A, B und C"),
        (formatting.join_de(["A"]), "A"),
        (formatting.join_de([]), "–"),
    ],
)
def test_german_spelling(shown: str, expected: str) -> None:
    assert shown == expected


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("64.074,04", "64074.04"),
        ("64074,04 €", "64074.04"),
        ("64074.04", "64074.04"),
        ("1.234", "1234"),
        ("12 857", "12857"),
        ("\u221212", "-12"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    assert formatting.parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "1.23.4", "12,", "NaN", "1e5"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        formatting.parse_number(typed)


def test_templates_format_without_loading_anything_and_show_unknown_values_as_missing() -> None:
    shown = render(
        "{{ n|de_int }} {{ d|de_date }} {{ x|de_money }} {% de_months d x %}", n=12857, d=dt.date(2027, 3, 14)
    )
    assert shown == "12.857 14.03.2027 – ab 03/2027"
    assert render('{{ n|plural_de:"Schule,Schulen" }}', n=21) == "21 Schulen"
