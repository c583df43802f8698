"""Rhythms, their rules and their days, over changes of the clocks and ends of years."""

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.recurrence import (
    RHYTHMS,
    Rhythm,
    days_between,
    from_rrule,
    in_words,
    moment,
    next_days,
    per_year,
    to_rrule,
)

QUARTERLY = Rhythm(every="quarterly", weekday=1, nth=2)


def test_every_quarter_on_the_second_tuesday() -> None:
    rule = to_rrule(QUARTERLY)
    assert rule == "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU"
    assert in_words(rule) == "jedes Quartal am zweiten Dienstag"
    assert next_days(rule, date(2027, 1, 1), after=date(2027, 1, 1), count=4) == [
        date(2027, 1, 12),
        date(2027, 4, 13),
        date(2027, 7, 13),
        date(2027, 10, 12),
    ]


def test_a_series_keeps_its_time_of_day_when_the_clocks_change() -> None:
    rule = to_rrule(Rhythm(every="weekly", weekday=6))
    days = next_days(rule, date(2027, 3, 21), after=date(2027, 3, 21), count=3)
    assert days == [date(2027, 3, 21), date(2027, 3, 28), date(2027, 4, 4)]
    starts = [moment(day, time(10)) for day in days]
    assert [start.strftime("%H:%M %z") for start in starts] == ["10:00 +0100", "10:00 +0200", "10:00 +0200"]
    assert [start.astimezone(UTC).hour for start in starts] == [9, 8, 8]
    autumn = [moment(day, time(10)).astimezone(UTC).hour for day in (date(2027, 10, 30), date(2027, 10, 31))]
    assert autumn == [8, 9]


def test_times_that_a_change_of_clocks_leaves_out_or_repeats() -> None:
    assert moment(date(2027, 3, 28), time(2, 30)).strftime("%H:%M %z") == "03:30 +0200"
    assert moment(date(2027, 10, 31), time(2, 30)).strftime("%H:%M %z") == "02:30 +0200"


def test_the_fifth_weekday_is_the_last_and_skipped_days_are_left_out() -> None:
    rule = to_rrule(Rhythm(every="monthly", weekday=4, nth=-1))
    assert in_words(rule) == "jeden Monat am letzten Freitag"
    days = next_days(rule, date(2027, 1, 1), after=date(2027, 1, 1), count=2, skipped=[date(2027, 1, 29)])
    assert days == [date(2027, 2, 26), date(2027, 3, 26)]


def test_a_series_ends_on_its_last_day() -> None:
    rule = to_rrule(Rhythm(every="weekly", weekday=0, until=date(2027, 1, 11)))
    assert rule.endswith("UNTIL=20270111")
    assert next_days(rule, date(2027, 1, 1), after=date(2027, 1, 1), count=9) == [
        date(2027, 1, 4),
        date(2027, 1, 11),
    ]
    assert per_year(rule, date(2027, 1, 1), after=date(2028, 1, 1)) == 0
    assert in_words(rule) == "jede Woche am Montag, längstens bis 11.01.2027"


@pytest.mark.parametrize(
    ("every", "times"),
    [
        ("weekly", 52),
        ("fortnightly", 26),
        ("monthly", 12),
        ("two-monthly", 6),
        ("quarterly", 4),
        ("half-yearly", 2),
    ],
)
def test_how_often_a_rhythm_comes_in_a_year(every: str, times: int) -> None:
    rule = to_rrule(Rhythm(every=every, weekday=2, nth=2))
    start = date(2026, 1, 4)
    assert {per_year(rule, start, after=start + timedelta(days=days)) for days in range(0, 800, 13)} == {
        times
    }


def test_a_rule_of_elsewhere_is_shown_as_it_is() -> None:
    assert from_rrule("FREQ=DAILY;COUNT=3") is None
    assert in_words("FREQ=DAILY;COUNT=3") == "FREQ=DAILY;COUNT=3"


@given(
    every=st.sampled_from(sorted(RHYTHMS)),
    weekday=st.integers(0, 6),
    nth=st.sampled_from((1, 2, 3, 4, -1)),
    start=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
)
def test_every_rhythm_comes_back_from_its_rule_and_falls_on_its_weekday(
    every: str, weekday: int, nth: int, start: date
) -> None:
    rhythm = Rhythm(every=every, weekday=weekday, nth=nth if RHYTHMS[every][0] == "MONTHLY" else 1)
    rule = to_rrule(rhythm)
    assert from_rrule(rule) == rhythm
    days = days_between(rule, start, start, start + timedelta(days=800))
    assert days
    assert {day.weekday() for day in days} == {weekday}
    assert days == sorted(set(days))
