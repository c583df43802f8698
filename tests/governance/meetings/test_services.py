"""Draft meetings: what they need, what they begin with, and how they go away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from cooperations.models import Cooperation
from governance.meeting_states import may_become, refusal
from governance.models import AgendaItem, Ballot, Body, Meeting, MeetingState, Minutes, StandingItem
from governance.planning import cost
from governance.services.first_items import place_approval, place_approvals
from governance.services.invitations import cancel_meeting
from governance.services.meetings import MeetingData, change_meeting, create_meeting, discard_meeting
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of


def _data(**values: object) -> MeetingData:
    data = MeetingData(
        title="Sitzung des Steuerkreises",
        purpose="Über den Service-Desk entscheiden",
        starts_at=in_days(30),
        minutes=90,
        place="Kreishaus",
        link="",
    )
    return replace(data, **values)  # type: ignore[arg-type] # names of the fields


def _standing(body: Body, *titles: str) -> None:
    for position, title in enumerate(titles, start=1):
        StandingItem.objects.create(
            body=body,
            position=position,
            title=title,
            kind="information",
            orientation="task",
            key="reflection",
        )


def _titles(meeting: Meeting) -> list[str]:
    rows = list(meeting.items.order_by("position"))
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.title for row in rows]


def _sent_minutes(body: Body, days_ago: int) -> Minutes:
    held = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-days_ago))
    return Minutes.objects.create(meeting=held, state="sent", sent_at=timezone.now())


def test_a_draft_begins_with_approval_and_the_standing_items(
    cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation)
    _standing(body, "Bericht", "Rückschau")
    older, newer = _sent_minutes(body, 60), _sent_minutes(body, 20)
    meeting = create_meeting(actor=coordinator, body=body, data=_data())
    titles = _titles(meeting)
    assert titles[0].startswith("Genehmigung der Niederschrift vom")
    assert titles[2:] == ["Bericht", "Rückschau"]
    assert [item.source for item in meeting.items.order_by("position")][:2] == [
        f"minutes:{older.pk}",
        f"minutes:{newer.pk}",
    ]
    assert meeting.items.get(position=3).key == "reflection"
    assert (meeting.state, meeting.created_by) == ("draft", coordinator)


def test_approval_belongs_to_the_next_meeting_only(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    _sent_minutes(body, 20)
    late = create_meeting(actor=coordinator, body=body, data=_data(starts_at=in_days(60)))
    item_of(late, "Eigenes")
    assert len(_titles(late)) == 2
    soon = create_meeting(actor=coordinator, body=body, data=_data(starts_at=in_days(10)))
    assert len(_titles(soon)) == 1
    assert _titles(late) == ["Eigenes"]
    later = create_meeting(actor=coordinator, body=body, data=_data(starts_at=in_days(90)))
    assert _titles(later) == []
    discard_meeting(actor=coordinator, meeting=soon)
    assert _titles(late)[1:] == ["Eigenes"]


def test_minutes_sent_later_come_before_a_meeting_that_exists(cooperation: Cooperation) -> None:
    body = body_of(cooperation)
    meeting = meeting_of(body, state=MeetingState.INVITED)
    item_of(meeting, "Eigenes")
    minutes = _sent_minutes(body, 3)
    item = place_approval(minutes)
    assert item is not None
    assert item.meeting == meeting
    assert place_approval(minutes) == item
    assert len(_titles(meeting)) == 2
    meeting.refresh_from_db()
    assert meeting.agenda_version == 2


def test_an_approval_that_was_not_reached_or_was_refused_comes_again(
    cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation)
    minutes = _sent_minutes(body, 60)
    held = create_meeting(actor=coordinator, body=body, data=_data())
    Meeting.objects.filter(pk=held.pk).update(
        state="held", starts_at=in_days(-5), invited_at=timezone.now(), closed_at=timezone.now()
    )
    coming = meeting_of(body)
    again = place_approval(minutes)
    assert again is not None
    assert again.meeting == coming
    again.delete()
    held.items.update(started_at=timezone.now())
    item = place_approval(minutes)
    assert item is not None
    assert item.meeting == held
    Ballot.objects.create(
        body=body,
        meeting=held,
        item=item,
        title="G",
        motion="G",
        rule="simple",
        result="rejected",
        quorum="none",
        electorate=[],
        closed_at=timezone.now(),
    )
    item = place_approval(minutes)
    assert item is not None
    assert item.meeting == coming


def test_a_cancelled_meeting_hands_its_approval_on(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    _sent_minutes(body, 20)
    soon, late = meeting_of(body), meeting_of(body, starts_at=in_days(60))
    place_approvals(body)
    assert len(_titles(soon)) == 1
    cancel_meeting(actor=coordinator, meeting=soon, reason="Zu wenig Themen")
    assert len(_titles(late)) == 1


def test_minutes_of_another_body_and_without_a_meeting_ahead_wait(cooperation: Cooperation) -> None:
    body, other = body_of(cooperation), body_of(cooperation, title="Arbeitsgruppe")
    meeting_of(other)
    assert place_approval(_sent_minutes(body, 3)) is None
    assert not AgendaItem.objects.exists()


def test_a_meeting_needs_title_purpose_and_a_day_ahead(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    wrong = {
        "purpose": _data(purpose="   "),
        "title": _data(title=""),
        "starts_at": _data(starts_at=timezone.now() - timedelta(minutes=1)),
        "minutes": _data(minutes=0),
        "is_public": _data(is_public=True),
        "link": _data(link="kein Link"),
    }
    for field, data in wrong.items():
        with pytest.raises(ValidationError) as refused:
            create_meeting(actor=coordinator, body=body, data=data)
        assert field in refused.value.message_dict
    assert not Meeting.objects.exists()


def test_changes_keep_their_order_and_end_with_the_meeting(
    cooperation: Cooperation, coordinator: User
) -> None:
    meeting = meeting_of(body_of(cooperation), state=MeetingState.INVITED)
    moved = change_meeting(
        actor=coordinator, meeting=meeting, data=_data(starts_at=in_days(31)), expected_version=1
    )
    assert (moved.version, moved.sequence) == (2, 0)
    with pytest.raises(EditConflict):
        change_meeting(actor=coordinator, meeting=meeting, data=_data(), expected_version=1)
    Meeting.objects.filter(pk=meeting.pk).update(state="running", opened_at=timezone.now())
    with pytest.raises(ValidationError, match="läuft"):
        change_meeting(actor=coordinator, meeting=meeting, data=_data(), expected_version=2)


def test_a_discarded_draft_leaves_its_own_items_in_the_backlog(
    cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation)
    _standing(body, "Bericht")
    meeting = create_meeting(actor=coordinator, body=body, data=_data())
    item_of(meeting, "Service-Desk")
    discard_meeting(actor=coordinator, meeting=meeting)
    kept = AgendaItem.objects.get()
    assert (kept.title, kept.meeting, kept.position) == ("Service-Desk", None, 0)
    invited = meeting_of(body, state=MeetingState.INVITED)
    with pytest.raises(ValidationError, match="sagen Sie sie ab"):
        discard_meeting(actor=coordinator, meeting=invited)


def test_only_the_coordination_makes_meetings(
    cooperation: Cooperation, kusel_staff: User, stranger: User
) -> None:
    body = body_of(cooperation)
    meeting = meeting_of(body)
    with pytest.raises(PermissionDenied):
        create_meeting(actor=kusel_staff, body=body, data=_data())
    with pytest.raises(PermissionDenied):
        discard_meeting(actor=kusel_staff, meeting=meeting)
    with pytest.raises(Http404):
        change_meeting(actor=stranger, meeting=meeting, data=_data(), expected_version=1)


def test_the_life_of_a_meeting() -> None:
    steps = {(old, new) for old in MeetingState.values for new in MeetingState.values if may_become(old, new)}
    assert steps == {
        ("draft", "invited"),
        ("draft", "cancelled"),
        ("invited", "running"),
        ("invited", "cancelled"),
        ("running", "held"),
    }
    assert refusal("draft", "invited") == ""
    assert "zuerst ein" in refusal("draft", "running")
    assert refusal("held", "draft")


def test_hours_are_counted_by_municipality_and_year() -> None:
    found = cost(minutes=45, invited=["Kusel", "Donnersbergkreis", "Kusel"], per_year=52)
    assert [(share.who, share.people, share.hours_words, share.year_words) for share in found.shares] == [
        ("Kusel", 2, "1,5", "78"),
        ("Donnersbergkreis", 1, "0,75", "39"),
    ]
    assert (found.people, found.hours_words, found.year_words) == (3, "2,25", "117")
    assert cost(minutes=45, invited=[]).hours_words == "0"
