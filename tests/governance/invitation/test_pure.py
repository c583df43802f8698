"""Notice periods, days of reminders, and calendars read back by two other programs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from governance import ics
from governance.notice import Notice
from governance.reminding import due_stage, reminder_day, schedule
from tests.governance.invitation.conftest import calendar_in

TUESDAY = date(2027, 3, 9)


@pytest.mark.parametrize(
    ("invited_on", "days", "kept"),
    [
        (date(2027, 2, 22), 15, True),
        (date(2027, 2, 23), 14, True),
        (date(2027, 2, 24), 13, False),
        (TUESDAY, 0, False),
        (date(2026, 2, 23), 379, True),
    ],
)
def test_the_day_of_the_invitation_does_not_count_that_of_the_meeting_does(
    invited_on: date, days: int, kept: bool
) -> None:
    notice = Notice(invited_on=invited_on, meets_on=TUESDAY, required=14)
    assert (notice.days, notice.kept) == (days, kept)


def test_without_a_notice_period_the_same_day_will_do() -> None:
    assert Notice(invited_on=TUESDAY, meets_on=TUESDAY, required=0).kept


def test_a_reminder_on_a_weekend_goes_the_friday_before() -> None:
    # Saturday, Sunday and Monday before a Tuesday: 3, 2 and 1 days ahead.
    assert [reminder_day(TUESDAY, stage) for stage in (4, 3, 2, 1)] == [
        date(2027, 3, 5),
        date(2027, 3, 5),
        date(2027, 3, 5),
        date(2027, 3, 8),
    ]


def test_two_stages_on_one_day_are_one_reminder() -> None:
    assert schedule(TUESDAY, [14, 3, 2, 1]) == {
        date(2027, 2, 23): 14,
        date(2027, 3, 5): 2,
        date(2027, 3, 8): 1,
    }


def test_of_missed_days_only_the_latest_stage_is_left() -> None:
    long_ago = date(2027, 1, 1)
    assert due_stage(date(2027, 2, 22), TUESDAY, [14, 3, 1], long_ago) is None
    assert due_stage(date(2027, 2, 25), TUESDAY, [14, 3, 1], long_ago) == 14
    assert due_stage(date(2027, 3, 8), TUESDAY, [14, 3, 1], long_ago) == 1
    assert due_stage(TUESDAY, TUESDAY, [14, 3, 1, 0], long_ago) is None
    # Invited on the very day of a stage: the invitation itself is reminder enough.
    assert due_stage(date(2027, 3, 5), TUESDAY, [14, 3, 1], date(2027, 3, 5)) is None


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
STAGES = st.lists(st.integers(0, 60), max_size=6)


@given(meets_on=DAYS, stages=STAGES)
def test_reminders_come_on_working_days_before_the_meeting_each_once(
    meets_on: date, stages: list[int]
) -> None:
    days = schedule(meets_on, stages)
    assert list(days) == sorted(days)
    assert all(day < meets_on and day.weekday() < 5 for day in days)
    assert all(0 <= (meets_on - timedelta(days=stage) - day).days <= 2 for day, stage in days.items())
    # Later days have later stages, so the last one passed is the latest.
    assert list(days.values()) == sorted(days.values(), reverse=True)


@given(
    meets_on=DAYS,
    stages=STAGES,
    told=st.integers(0, 80),
    start=st.integers(0, 80),
    skip=st.sets(st.integers(0, 80)),
)
def test_whoever_looks_every_day_or_misses_some_reminds_of_each_stage_at_most_once(
    meets_on: date, stages: list[int], told: int, start: int, skip: set[int]
) -> None:
    told_on = meets_on - timedelta(days=told)
    sent: list[int] = []
    for ahead in range(start, -3, -1):
        today = meets_on - timedelta(days=ahead)
        stage = None if ahead in skip else due_stage(today, meets_on, stages, told_on)
        if stage is not None:
            assert today < meets_on
            assert told_on < reminder_day(meets_on, stage) <= today
            if stage not in sent:
                sent.append(stage)
            assert sent[-1] == stage
    assert sent == sorted(sent, reverse=True)


def entry(starts_at: datetime, **changes: Any) -> ics.Appointment:
    values: dict[str, Any] = {
        "uid": "7d1c0e2a",
        "sequence": 3,
        "title": "Übergabe; Geräte, Tafeln \\ Beamer",
        "description": "Zeile 1\nZeile 2; mit „Zeichen“, " + "ä" * 200,
        "location": "Kreishaus, Raum 2",
        "url": "https://ikz.example/sitzungen/7/",
        "starts_at": starts_at,
        "ends_at": starts_at.astimezone(UTC) + timedelta(minutes=90),
        "stamp": datetime(2026, 11, 2, 8, tzinfo=UTC),
        "organizer": ics.Party(email="ikz@kreis.example", name='Steuerkreis "Schul-IT", Pfalz'),
        "attendee": ics.Party(email="kusel@test.example", name="Leitung; Schul-IT"),
        **changes,
    }
    return ics.Appointment(**values)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ics.ZONE)  # type: ignore[misc,arg-type]


# Before and after both changes of the clock in 2027, and the very nights.
@pytest.mark.parametrize(
    ("start", "utc_hour"),
    [
        (local(2027, 3, 27, 10), 9),
        (local(2027, 3, 28, 10), 8),
        (local(2027, 3, 28, 1, 30), 0),
        (local(2027, 10, 30, 10), 8),
        (local(2027, 10, 31, 10), 9),
    ],
)
def test_a_calendar_says_the_same_to_two_other_programs(start: datetime, utc_hour: int) -> None:
    wanted = entry(start)
    text = ics.calendar_text([wanted], method=ics.REQUEST)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")

    read = calendar_in(text)
    event = read.walk("VEVENT")[0]
    assert read["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("7d1c0e2a", 3, "CONFIRMED")
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (wanted.title, wanted.description)
    assert event["LOCATION"] == wanted.location
    assert event["DTSTART"].dt == start
    assert event["DTSTART"].dt.astimezone(UTC).hour == utc_hour
    assert event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC) == timedelta(minutes=90)
    assert event["ORGANIZER"] == "mailto:ikz@kreis.example"
    assert event["ATTENDEE"].params["CN"] == "Leitung; Schul-IT"

    other = vobject.readOne(text)
    assert other.method.value == "REQUEST"
    assert other.vevent.summary.value == wanted.title
    assert other.vevent.description.value == wanted.description
    # vobject computes the offset from the rules in the file, not from a zone it knows.
    assert other.vevent.dtstart.value.utcoffset() == start.utcoffset()
    assert other.vevent.dtstart.value.replace(tzinfo=None) == start.replace(tzinfo=None)


def test_a_cancelled_meeting_keeps_its_uid() -> None:
    text = ics.calendar_text([entry(local(2027, 3, 9, 10), sequence=4)], method=ics.CANCEL)
    event = calendar_in(text).walk("VEVENT")[0]
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("7d1c0e2a", 4, "CANCELLED")


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_any_title_comes_back_as_it_was(text: str) -> None:
    event = calendar_in(
        ics.calendar_text([entry(local(2027, 3, 9, 10), title=text, attendee=None)], method=ics.PUBLISH)
    ).walk("VEVENT")[0]
    assert event["SUMMARY"] == text
