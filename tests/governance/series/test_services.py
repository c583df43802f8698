"""Series: drafts ahead, dates skipped, moved and taken in again."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import AgendaItem, Body, Meeting, MeetingSeries
from governance.selectors.series import coming_dates, more_than_needed, planned_in_a_year
from governance.services.bodies import dissolve_body
from governance.services.meetings import discard_meeting
from governance.services.series import (
    SeriesData,
    change_series,
    create_series,
    end_series,
    make_drafts,
    move_date,
    restore_date,
    skip_date,
)
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of


def _data(**values: object) -> SeriesData:
    data = SeriesData(
        title="Steuerkreis",
        purpose="Richtung geben",
        every="quarterly",
        weekday=1,
        nth=2,
        starts_on=timezone.localdate() + timedelta(days=1),
        until=None,
        begins_at=time(10),
        minutes=120,
        place="Kreishaus",
        link="",
    )
    return replace(data, **values)  # type: ignore[arg-type] # names of the fields


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


@pytest.fixture
def series(body: Body, coordinator: User) -> MeetingSeries:
    return create_series(actor=coordinator, body=body, data=_data())


def _days(series: MeetingSeries, count: int = 4) -> list[date]:
    return [one.day for one in coming_dates(series, ["07"], count=count)]


def test_drafts_ahead_are_made_once_each_and_at_ten_o_clock(series: MeetingSeries, coordinator: User) -> None:
    first = make_drafts(actor=coordinator, series=series, count=2)
    more = make_drafts(actor=coordinator, series=series, count=2)
    days = [row.recurrence_on for row in [*first, *more]]
    assert days == _days(series)
    assert {timezone.localtime(row.starts_at).strftime("%H:%M") for row in [*first, *more]} == {"10:00"}
    assert {row.state for row in [*first, *more]} == {"draft"}


def test_a_skipped_date_stays_out_until_it_is_taken_in_again(
    series: MeetingSeries, coordinator: User
) -> None:
    days = _days(series)
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    item_of(draft, "Eigenes")
    skip_date(actor=coordinator, series=series, day=days[0])
    assert not Meeting.objects.exists()
    assert AgendaItem.objects.get().meeting is None
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    assert draft.recurrence_on == days[1]
    restore_date(actor=coordinator, series=series, day=days[0])
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    assert draft.recurrence_on == days[0]


def test_a_discarded_draft_is_a_skipped_date(series: MeetingSeries, coordinator: User) -> None:
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    discard_meeting(actor=coordinator, meeting=draft)
    series.refresh_from_db()
    assert series.skipped == [_days(series)[0]]


def test_a_moved_date_keeps_its_place_in_the_series(series: MeetingSeries, coordinator: User) -> None:
    first, second = _days(series, 2)
    moved = move_date(actor=coordinator, series=series, day=first, starts_at=in_days(20, 14))
    assert moved.recurrence_on == first
    assert coming_dates(series, ["07"])[0].moved_to == in_days(20).date()
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    assert draft.recurrence_on == second
    with pytest.raises(ValidationError, match="schon eine Sitzung"):
        move_date(actor=coordinator, series=series, day=first, starts_at=in_days(21))


def test_days_of_no_date_and_invited_ones_are_refused(series: MeetingSeries, coordinator: User) -> None:
    first = _days(series, 1)[0]
    with pytest.raises(ValidationError, match="fällt kein Termin"):
        skip_date(actor=coordinator, series=series, day=first + timedelta(days=1))
    with pytest.raises(ValidationError, match="vorbei"):
        skip_date(actor=coordinator, series=series, day=timezone.localdate() - timedelta(days=1))
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    Meeting.objects.filter(pk=draft.pk).update(state="invited", invited_at=timezone.now())
    with pytest.raises(ValidationError, match="sagen Sie sie ab"):
        skip_date(actor=coordinator, series=series, day=first)
    series.refresh_from_db()
    assert series.skipped == []


def test_an_ended_series_makes_no_drafts(series: MeetingSeries, coordinator: User) -> None:
    end_series(actor=coordinator, series=series)
    with pytest.raises(ValidationError, match="beendet"):
        make_drafts(actor=coordinator, series=series, count=1)


def test_a_series_needs_a_purpose_and_a_date(body: Body, coordinator: User) -> None:
    today = timezone.localdate()
    wrong = {
        "purpose": _data(purpose=" "),
        "until": _data(until=today),
        "every": _data(every="täglich"),
        "starts_on": _data(starts_on=today + timedelta(days=4000)),
    }
    for field, data in wrong.items():
        with pytest.raises(ValidationError) as refused:
            create_series(actor=coordinator, body=body, data=data)
        assert field in refused.value.message_dict
    never = _data(until=today + timedelta(days=2), weekday=(today.weekday() + 4) % 7, every="weekly")
    with pytest.raises(ValidationError, match="fällt kein Termin"):
        create_series(actor=coordinator, body=body, data=never)


def test_changes_are_versioned_and_leave_meetings_alone(
    series: MeetingSeries, coordinator: User, kusel_staff: User
) -> None:
    [draft] = make_drafts(actor=coordinator, series=series, count=1)
    changed = change_series(
        actor=coordinator, series=series, data=_data(every="half-yearly"), expected_version=1
    )
    assert changed.rrule == "FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU"
    assert Meeting.objects.get() == draft
    with pytest.raises(EditConflict):
        change_series(actor=coordinator, series=series, data=_data(), expected_version=1)
    with pytest.raises(PermissionDenied):
        change_series(actor=kusel_staff, series=series, data=_data(), expected_version=2)


def test_more_than_two_meetings_a_year_are_hinted_at_for_a_steering_circle(
    series: MeetingSeries, body: Body, coordinator: User, cooperation: Cooperation
) -> None:
    assert planned_in_a_year(body) == 4
    assert more_than_needed(body) == 4
    make_drafts(actor=coordinator, series=series, count=2)
    assert planned_in_a_year(body) == 4
    change_series(actor=coordinator, series=series, data=_data(every="half-yearly"), expected_version=1)
    end_series(actor=coordinator, series=series)
    assert (planned_in_a_year(body), more_than_needed(body)) == (2, 0)
    meeting_of(body)
    assert more_than_needed(body) == 3
    assert more_than_needed(dissolve_body(actor=coordinator, body=body)) == 0
    group = body_of(cooperation, kind="working-group", title="Arbeitsgruppe")  # type: ignore[arg-type] # a value
    create_series(actor=coordinator, body=group, data=_data(every="weekly"))
    assert planned_in_a_year(group) > 40
    assert more_than_needed(group) == 0
