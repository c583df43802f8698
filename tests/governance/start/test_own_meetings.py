"""The start page names the meetings, votes and dates that wait for somebody, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import (
    Ballot,
    Body,
    DatePoll,
    Invitation,
    Meeting,
    MeetingState,
    PollAnswer,
    PollOption,
    Reply,
    Vote,
)
from governance.selectors.own_meetings import waiting
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, meeting_of, member_of

KUSEL = "07336"


@pytest.fixture
def body(cooperation: Cooperation, kusel_staff: User, kaiserslautern_staff: User) -> Body:
    return body_of(cooperation)


def invited(
    body: Body, days: int, state: MeetingState = MeetingState.INVITED, reply: Reply = Reply.NONE
) -> Meeting:
    meeting = meeting_of(body, state=state, title=f"Sitzung in {days} Tagen", starts_at=in_days(days))
    Invitation.objects.create(meeting=meeting, member=member_of(body, KUSEL), reply=reply)
    return meeting


def words(user: User) -> list[tuple[str, str]]:
    return [(line.title, line.word) for line in waiting(user, 10)]


def test_meetings_ahead_stand_in_order_with_the_answer_given(
    body: Body, kusel_staff: User, kaiserslautern_staff: User
) -> None:
    invited(body, 20)
    invited(body, 10, reply=Reply.ACCEPTED)
    invited(body, -1, state=MeetingState.RUNNING)
    invited(body, -9, state=MeetingState.RUNNING)
    invited(body, 5, state=MeetingState.CANCELLED)
    assert words(kusel_staff) == [
        ("Sitzung in -1 Tagen", "läuft jetzt"),
        ("Sitzung in 10 Tagen", "zugesagt"),
        ("Sitzung in 20 Tagen", "Antwort fehlt"),
    ]
    assert words(kaiserslautern_staff) == []


def test_a_circular_waits_until_the_own_municipality_has_voted(
    body: Body, kusel_staff: User, stranger: User
) -> None:
    partner = member_of(body, KUSEL).seat.partner
    assert partner is not None
    ballot = Ballot.objects.create(
        body=body,
        title="Umlauf",
        motion="Ja?",
        rule="simple",
        quorum="none",
        electorate=[{"partner": partner.pk, "name": "Kusel", "weight": 1}],
        closes_at=timezone.now() + timedelta(days=3),
    )
    assert words(kusel_staff) == [("Umlauf", "Stimme fehlt")]
    assert words(stranger) == []
    Vote.objects.create(ballot=ballot, partner=partner, choice="yes", weight=1)
    assert words(kusel_staff) == []


def test_a_date_poll_waits_until_it_is_answered_or_over(body: Body, kusel_staff: User) -> None:
    poll = DatePoll.objects.create(
        body=body, title="Wann?", purpose="Planen", answer_until=timezone.localdate() + timedelta(days=2)
    )
    option = PollOption.objects.create(poll=poll, starts_at=in_days(9))
    assert words(kusel_staff) == [("Wann?", "Antwort fehlt")]
    answer = PollAnswer.objects.create(option=option, member=member_of(body, KUSEL), choice="yes")
    assert words(kusel_staff) == []
    answer.delete()
    DatePoll.objects.update(answer_until=timezone.localdate() - timedelta(days=1))
    assert words(kusel_staff) == []


def test_the_start_page_leads_there_with_a_constant_number_of_queries(
    body: Body, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(kusel_staff)
    meeting = invited(body, 20)
    page = client.get("/start/").content.decode()
    assert "Ihre Sitzungen und Abstimmungen" in page
    assert f"/sitzungen/{meeting.pk}/einladung/" in page
    with CaptureQueriesContext(connection) as few:
        client.get("/start/")
    for days in range(21, 26):
        invited(body, days)
    with CaptureQueriesContext(connection) as many:
        client.get("/start/")
    assert len(few) == len(many)
