"""The days of an agreement, computed: month ends, leap years, school years, notice, extension."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.content import Terms
from agreements.deadlines import Deadline, Kind, deadlines_of, due_stage
from agreements.models import NoticeAt
from agreements.periods import DAY, add_months, extended, last_notice_day, notice_ends, term_ends

TODAY = date(2026, 11, 22)
VAT_FROM = date(2027, 1, 1)


def days(today: date = TODAY, ended_on: date | None = None, **terms: object) -> dict[Kind, Deadline]:
    values = {"term": "open-ended", "vat": "taxed", **terms}
    found = deadlines_of(Terms(**values), date(2025, 8, 1), ended_on, today, vat_from=VAT_FROM)  # type: ignore[arg-type] # by name
    return {one.kind: one for one in found}


@pytest.mark.parametrize(
    ("end", "months", "last"),
    [
        (date(2027, 7, 31), 12, date(2026, 7, 31)),
        (date(2027, 6, 30), 3, date(2027, 3, 31)),
        (date(2027, 2, 28), 1, date(2027, 1, 31)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 2, 28), 12, date(2026, 2, 28)),
        (date(2027, 3, 14), 3, date(2026, 12, 14)),
        (date(2027, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_the_last_day_for_notice(end: date, months: int, last: date) -> None:
    assert last_notice_day(end, months) == last


def test_terms_that_go_on_keep_the_end_of_the_month() -> None:
    assert extended(date(2027, 2, 28), 12) == date(2028, 2, 29)
    assert extended(date(2027, 6, 30), 1) == date(2027, 7, 31)
    assert list(islice(term_ends(date(2026, 1, 31), 1), 4)) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_notice_to_the_end_of_a_school_year() -> None:
    found = days(notice_months=12, notice_at="school-year-end")[Kind.NOTICE]
    # For the end of July 2027 it is too late since the end of July 2026.
    assert found.day == date(2027, 7, 31)
    assert "zum 31.07.2028" in found.how
    assert found.reminds
    assert found.clause_key == "kuendigung"
    assert days(date(2026, 7, 31), notice_months=12, notice_at="school-year-end")[Kind.NOTICE].day == date(
        2026, 7, 31
    )
    assert not days(notice_months=3, notice_at="quarter-end")[Kind.NOTICE].reminds


def test_a_fixed_term_that_extends_itself() -> None:
    terms: dict[str, Any] = {
        "term": "fixed",
        "ends_on": date(2026, 12, 31),
        "renewal_months": 12,
        "notice_months": 6,
    }
    found = days(**terms)
    assert found[Kind.END].day == date(2026, 12, 31)
    assert "bis 31.12.2027" in found[Kind.END].how
    assert found[Kind.NOTICE].day == date(2027, 6, 30)
    assert Kind.RETENTION not in found
    later = days(date(2027, 1, 1), **terms)
    assert later[Kind.END].day == date(2027, 12, 31)


def test_a_fixed_term_that_runs_out() -> None:
    found = days(term="fixed", ends_on=date(2030, 7, 31), notice_months=6)
    assert found[Kind.END].day == date(2030, 7, 31)
    assert found[Kind.RETENTION].day == date(2040, 7, 31)
    assert Kind.NOTICE not in found
    earlier = days(term="fixed", ends_on=date(2030, 7, 31), notice_months=6, notice_at="year-end")
    assert earlier[Kind.NOTICE].day == date(2027, 6, 30)
    late = days(
        date(2029, 9, 1), term="fixed", ends_on=date(2030, 7, 31), notice_months=6, notice_at="year-end"
    )
    assert Kind.NOTICE not in late


def test_notice_on_any_day_moves_and_reminds_nobody() -> None:
    found = days(notice_months=3, notice_at="any-day")[Kind.NOTICE]
    assert found.day == date(2027, 2, 22)
    assert not found.reminds


def test_evaluation_counts_from_the_first_one() -> None:
    found = days(evaluation_on=date(2024, 8, 31), evaluation_months=6)[Kind.EVALUATION]
    assert found.day == date(2027, 2, 28)
    assert days(date(2027, 3, 1), evaluation_on=date(2024, 8, 31), evaluation_months=6)[
        Kind.EVALUATION
    ].day == date(2027, 8, 31)
    assert days(evaluation_months=24)[Kind.EVALUATION].day == date(2027, 8, 1)
    assert Kind.EVALUATION not in days(evaluation_on=date(2026, 1, 1))
    ending = days(term="fixed", ends_on=date(2027, 1, 31), evaluation_on=date(2027, 2, 1))
    assert Kind.EVALUATION not in ending


def test_the_end_of_the_vat_transition() -> None:
    assert days(vat="option")[Kind.VAT].day == VAT_FROM
    assert days(vat="undecided")[Kind.VAT].source == "§ 27 Abs. 22, 22a UStG"
    assert Kind.VAT not in days(vat="taxed")
    assert Kind.VAT not in days(date(2027, 1, 2), vat="option")
    assert Kind.VAT not in days(vat="option", term="fixed", ends_on=date(2026, 12, 31))


def test_what_has_ended_keeps_its_retention_only() -> None:
    found = days(ended_on=date(2026, 7, 31), notice_months=12, notice_at="year-end", evaluation_months=12)
    assert set(found) == {Kind.RETENTION}
    assert found[Kind.RETENTION].day == date(2036, 7, 31)
    # Notice was given, the end is to come.
    ending = days(ended_on=date(2027, 7, 31), notice_months=12, notice_at="year-end")
    assert set(ending) == {Kind.END, Kind.RETENTION}
    assert deadlines_of(Terms(term="open-ended", notice_months=3), None, None, TODAY) == ()


def test_the_stage_to_remind_of() -> None:
    day = date(2027, 7, 31)
    assert due_stage(day, date(2027, 1, 30)) is None
    assert due_stage(day, date(2027, 1, 31)) == 6
    assert due_stage(day, date(2027, 4, 29)) == 6
    assert due_stage(day, date(2027, 4, 30)) == 3
    assert due_stage(day, date(2027, 6, 30)) == 1
    assert due_stage(day, day) == 1
    assert due_stage(day, day + DAY) is None


_DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
_MONTHS = st.integers(1, 240)


@given(_DAYS, _MONTHS)
def test_one_day_later_would_be_too_late(end: date, months: int) -> None:
    last = last_notice_day(end, months)
    assert add_months(last, months) <= end < add_months(last + DAY, months)


@given(_DAYS, _MONTHS)
def test_extending_twice_is_extending_by_both(end: date, months: int) -> None:
    ends = list(islice(term_ends(end, months), 3))
    assert ends[0] == end
    assert ends == sorted(set(ends))
    # The day after an end is the day of the same number months later: nothing is lost at short months.
    assert ends[2] == extended(end, 2 * months)


@given(st.sampled_from(NoticeAt.values), _DAYS)
def test_days_of_notice_lie_ahead_and_in_order(notice_at: str, start: date) -> None:
    found = list(islice(notice_ends(notice_at, start), 5))
    assert found[0] >= start
    assert found == sorted(set(found))
    if notice_at != NoticeAt.ANY_DAY:
        assert all((day + DAY).day == 1 for day in found)
        assert (found[0] - start).days < 366


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    fixed = draw(st.booleans())
    return Terms(
        term="fixed" if fixed else "open-ended",
        ends_on=draw(_DAYS) if fixed else None,
        notice_months=draw(st.none() | st.integers(1, 60)),
        notice_at=draw(st.sampled_from(["", *NoticeAt.values])),
        renewal_months=draw(st.none() | st.integers(1, 60)) if fixed else None,
        evaluation_on=draw(st.none() | _DAYS),
        evaluation_months=draw(st.none() | st.integers(1, 60)),
        retention_years=draw(st.integers(1, 100)),
        vat=draw(st.sampled_from(["undecided", "option", "taxed"])),
    )


@given(terms(), _DAYS, st.none() | _DAYS, _DAYS)
def test_nothing_lies_behind_and_one_of_each_kind(
    one: Terms, in_force: date, ended: date | None, today: date
) -> None:
    found = deadlines_of(one, in_force, ended, today, vat_from=VAT_FROM)
    assert all(row.day >= today for row in found)
    assert [row.day for row in found] == sorted(row.day for row in found)
    assert len({row.kind for row in found}) == len(found)
    assert all(row.how and row.title and row.source for row in found)
    if ended is not None and ended < today:
        assert {row.kind for row in found} <= {Kind.RETENTION}
    # The next day it looks the same, but for what moves and what was due today.
    later = deadlines_of(one, in_force, ended, today + timedelta(days=1), vat_from=VAT_FROM)
    kept = {(row.kind, row.day) for row in found if row.day > today and row.reminds}
    assert kept <= {(row.kind, row.day) for row in later}
