"""The clock of the authority's silence: never too early, and silent where the law was not read."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agreements.clock import Clock, Contact, Standing, clock_of, end_of_period, working_day
from agreements.procedure import Silence, procedures, silence_of
from municipalities.public_holidays import holidays_on

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
NW = silence_of("05", ["delegating"])


def holiday(day: date) -> str:
    return next((found.name for found in holidays_on(day, ["05"])), "")


def clock(
    received: date | None, today: date, *contacts: tuple[date, Contact], rule: Silence | None = NW
) -> Clock:
    return clock_of(rule, received_on=received, contacts=contacts, today=today, holiday=holiday)


def test_periods_end_as_the_civil_code_counts_them() -> None:
    assert end_of_period(date(2026, 3, 2), weeks=4) == date(2026, 3, 30)
    assert end_of_period(date(2026, 12, 31), months=2) == date(2027, 2, 28)
    assert end_of_period(date(2026, 11, 15), months=2) == date(2027, 1, 15)
    assert working_day(date(2026, 4, 3), holiday) == (date(2026, 4, 7), "Karfreitag")
    assert working_day(date(2026, 3, 14), holiday) == (date(2026, 3, 16), "Samstag")
    assert working_day(date(2026, 3, 16), holiday) == (date(2026, 3, 16), "")


@given(days, st.integers(1, 30), st.integers(0, 30))
def test_a_period_neither_shrinks_nor_ends_on_a_day_off(received: date, weeks: int, months: int) -> None:
    end = end_of_period(received, weeks=weeks)
    assert (end - received).days == 7 * weeks
    moved, why = working_day(end, holiday)
    assert moved.weekday() < 5
    assert not holiday(moved)
    assert bool(why) == (moved > end)
    by_month = end_of_period(received, months=months)
    assert by_month.day <= received.day
    assert (by_month.year * 12 + by_month.month) - (received.year * 12 + received.month) == months


@given(
    days, st.integers(0, 120), st.lists(st.tuples(st.integers(0, 90), st.sampled_from(Contact)), max_size=4)
)
def test_silence_never_counts_before_both_stages_are_over(
    received: date, later: int, contacts: list[tuple[int, Contact]]
) -> None:
    today = received + timedelta(days=later)
    found = clock(received, today, *((received + timedelta(days=after), what) for after, what in contacts))
    if found.standing is Standing.PASSED:
        assert (today - received).days > 56
    if found.certain:
        assert not any(
            after <= later and received + timedelta(days=after) <= found.runs[-1].ends_on
            for after, _ in contacts
        )
    assert len(found.runs) == 2
    assert found.runs[0].ends_on < found.runs[1].ends_on


def test_north_rhine_westphalia_goes_from_stage_to_stage() -> None:
    received = date(2026, 6, 1)
    assert clock(None, received).standing is Standing.WAITING
    first = clock(received, date(2026, 6, 20))
    assert (first.standing, first.due_on, first.certain) == (Standing.RUNNING, date(2026, 6, 29), True)
    second = clock(received, date(2026, 6, 30))
    assert (second.standing, second.due_on) == (Standing.RUNNING, date(2026, 7, 27))
    assert clock(received, date(2026, 7, 27)).standing is Standing.RUNNING
    assert clock(received, date(2026, 7, 28)).standing is Standing.PASSED
    asked = clock(received, date(2026, 7, 28), (date(2026, 6, 10), Contact.MESSAGE))
    assert asked.standing is Standing.PASSED
    assert not asked.certain
    assert asked.runs[0].broken_on == date(2026, 6, 10)
    heard = clock(received, date(2026, 7, 28), (date(2026, 7, 1), Contact.HEARING))
    assert heard.standing is Standing.STOPPED


def test_where_the_period_was_not_read_nothing_runs() -> None:
    rhineland = silence_of("07", ["delegating"])
    found = clock(date(2020, 1, 1), date(2026, 1, 1), rule=rhineland)
    assert found.standing is Standing.NO_PERIOD
    assert found.needs_check
    unknown = clock(date(2020, 1, 1), date(2026, 1, 1), rule=None)
    assert unknown.standing is Standing.NO_RULE
    assert "Bitte prüfen" in unknown.follows
    mecklenburg = clock(
        date(2026, 1, 15), date(2026, 3, 17), rule=silence_of("13", ["special-purpose-association"])
    )
    assert mecklenburg.standing is Standing.PASSED
    assert "in Kraft gesetzt" in mecklenburg.follows


def test_every_rule_of_the_catalog_can_run() -> None:
    for procedure in procedures().values():
        for rule in procedure.silence.values():
            assert all(stage.weeks + stage.months for stage in rule.stages)
            clock(date(2026, 1, 5), date(2026, 1, 6), rule=rule)
