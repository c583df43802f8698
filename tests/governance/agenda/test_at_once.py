"""Two coordinators at the same agenda at the same moment, with real threads: one order, no gaps, nothing lost."""

from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from cooperations.models import Cooperation
from cooperations.services import appoint_coordinator
from governance import suggesting
from governance.models import AgendaItem, Body, Meeting
from governance.services.agenda import add_item, remove_item, reorder
from governance.services.backlog import postpone, take_suggestion
from governance.suggesting import AgendaSuggestion
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from tests.governance.agenda.words import titles, words
from tests.governance.world import body_of, in_days, item_of, meeting_of
from tests.robustness.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_order_wins_and_the_other_is_told(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    appoint_coordinator(actor=coordinator, cooperation=cooperation, email=kusel_staff.email)
    meeting = meeting_of(body_of(cooperation))
    keys = [item_of(meeting, title).pk for title in "ABCD"]
    wishes = [keys[::-1], [keys[1], keys[0], *keys[2:]]]
    for version in (1, 2, 3):
        results = at_once(
            *(
                lambda actor=actor, wish=wish, seen=version: reorder(
                    actor=actor, meeting=meeting, order=wish, expected_version=seen
                )
                for actor, wish in zip((coordinator, kusel_staff), wishes, strict=True)
            )
        )
        assert len([one for one in results if isinstance(one, EditConflict)]) == 1
        [stored] = [
            wish for wish, one in zip(wishes, results, strict=True) if not isinstance(one, EditConflict)
        ]
        assert list(meeting.items.order_by("position").values_list("pk", flat=True)) == stored
        assert [number for number, _ in titles(meeting)] == [1, 2, 3, 4]
        # The next round begins from an order that neither wants.
        meeting.refresh_from_db()
        wishes = [[*wish[1:], wish[0]] for wish in wishes]


def test_adding_removing_and_moving_on_leave_no_gaps(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    meeting, later = meeting_of(body), meeting_of(body, starts_at=in_days(60))
    first, second, *_ = [item_of(meeting, title) for title in "ABCD"]
    results = at_once(
        lambda: add_item(actor=coordinator, meeting=meeting, data=words("E")),
        lambda: add_item(actor=coordinator, meeting=meeting, data=words("F")),
        lambda: remove_item(actor=coordinator, item=first),
        lambda: postpone(actor=coordinator, item=second),
    )
    assert not [one for one in results if isinstance(one, Exception)]
    assert [number for number, _ in titles(meeting)] == [1, 2, 3, 4]
    assert {title for _, title in titles(meeting)} == set("CDEF")
    assert titles(later) == [(1, "B")]


def test_a_suggestion_is_taken_up_once(
    cooperation: Cooperation, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = AgendaSuggestion(
        source="factor:x",
        group="Quick Check",
        title="Netze",
        note="offen",
        href="/",
        description="",
        orientation="task",
    )

    def answer(user: User, meeting: Meeting) -> list[AgendaSuggestion]:
        return [offer]

    monkeypatch.setattr(suggesting, "_answers", [answer])
    body = body_of(cooperation)
    meetings = [meeting_of(body), meeting_of(body, starts_at=in_days(60))]
    results = at_once(
        *(
            lambda meeting=meeting: take_suggestion(actor=coordinator, meeting=meeting, source="factor:x")
            for meeting in meetings
        )
    )
    assert len([one for one in results if isinstance(one, ValidationError)]) == 1
    assert AgendaItem.objects.filter(source="factor:x").count() == 1


def test_somebody_who_holds_the_body_and_somebody_who_adds_an_item_wait_for_each_other_in_one_way(
    cooperation: Cooperation, coordinator: User
) -> None:
    meeting = meeting_of(body_of(cooperation))
    holds_meeting, holds_body = Event(), Event()

    def add() -> AgendaItem:
        with transaction.atomic():
            get_editable(Meeting.objects, coordinator, lock=True, pk=meeting.pk)
            holds_meeting.set()
            assert holds_body.wait(20)
            return add_item(actor=coordinator, meeting=meeting, data=words())

    def move() -> Meeting:
        with transaction.atomic():
            assert holds_meeting.wait(20)
            get_editable(Body.objects, coordinator, lock=True, pk=meeting.body_id)
            holds_body.set()
            row: Meeting = get_editable(Meeting.objects, coordinator, lock=True, pk=meeting.pk)
            return row

    added, moved = at_once(add, move)
    assert isinstance(added, AgendaItem)
    assert isinstance(moved, Meeting)
