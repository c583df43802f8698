"""A Steuerkreis of the Donnersberg case, invited or at work."""

from collections.abc import Callable
from typing import Any

import pytest

from cooperations.models import Cooperation
from governance.models import AgendaItem, Attendance, Ballot, Body, MajorityRule, Meeting, MeetingState
from governance.services.attendance import mark_rest_present
from governance.services.ballots import cast_vote, open_ballot
from governance.services.conduct import call_item, open_meeting
from ikz.accounts.models import User
from tests.governance.world import body_of, item_of, meeting_of

MOTION = "Der gemeinsame Service-Desk nimmt am 1. März die Arbeit auf."


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation, majority=MajorityRule.SIMPLE)


@pytest.fixture
def running(body: Body, coordinator: User) -> Meeting:
    """A running meeting at which the three municipalities are present."""
    meeting = open_meeting(actor=coordinator, meeting=meeting_of(body, state=MeetingState.INVITED))
    mark_rest_present(actor=coordinator, meeting=meeting)
    return meeting


@pytest.fixture
def item(running: Meeting, coordinator: User) -> AgendaItem:
    """The item the meeting is at."""
    return call_item(actor=coordinator, item=item_of(running, motion=MOTION))


@pytest.fixture
def ballot(item: AgendaItem, coordinator: User) -> Ballot:
    return open_ballot(actor=coordinator, item=item, motion=MOTION, kind="open")


@pytest.fixture
def vote(cooperation: Cooperation, coordinator: User) -> Callable[..., Any]:
    """Enter votes as the person who leads, by official key."""

    def cast(ballot: Ballot, **votes: str) -> Ballot:
        for ags, choice in votes.items():
            partner = cooperation.partners.get(municipality__ags=ags.lstrip("k"))
            ballot = cast_vote(actor=coordinator, ballot=ballot, partner=partner.pk, choice=choice)
        return ballot

    return cast


def attendance_of(meeting: Meeting, ags: str) -> Attendance:
    """The line of a municipality's member."""
    return Attendance.objects.get(meeting=meeting, member__seat__partner__municipality__ags=ags)
