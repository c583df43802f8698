"""When the self-evaluation falls due: pure."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cooperations.evaluation import Due, due_after, months_later

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 1, 1))


@given(entered=DAYS, held=st.none() | DAYS)
def test_it_is_due_five_years_after_the_last_one_or_after_entering(entered: date, held: date | None) -> None:
    due = due_after(last_held=held, entered=entered, today=entered)
    start = held or entered
    assert due.on.year == start.year + 5
    assert due.on.month == start.month
    assert due.on <= start + timedelta(days=5 * 366)
    assert timedelta(days=181 - 3) <= due.on - due.remind_from <= timedelta(days=184 + 3)


def test_people_are_reminded_from_six_months_ahead_until_it_is_done() -> None:
    on = date(2031, 8, 31)
    assert Due(on=on, today=date(2031, 2, 27)).is_near is False
    assert Due(on=on, today=date(2031, 2, 28)).is_near is True
    assert Due(on=on, today=on).is_overdue is False
    assert Due(on=on, today=date(2031, 9, 1)).is_overdue is True
    assert Due(on=on, today=date(2033, 1, 1)).is_near is True


def test_a_day_that_a_month_lacks_becomes_its_last() -> None:
    assert months_later(date(2024, 2, 29), 60) == date(2029, 2, 28)
    assert months_later(date(2031, 8, 31), -6) == date(2031, 2, 28)
    assert months_later(date(2031, 1, 15), -1) == date(2030, 12, 15)
