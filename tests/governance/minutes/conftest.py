"""A held meeting of a Steuerkreis with one item, and the next one to which members are invited."""

import pytest

from cooperations.models import Cooperation
from governance.models import AgendaItem, Body, Meeting, MeetingState
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of


@pytest.fixture
def body(cooperation: Cooperation, kusel_staff: User, kaiserslautern_staff: User) -> Body:
    return body_of(cooperation)


@pytest.fixture
def meeting(body: Body) -> Meeting:
    return meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-7))


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return item_of(meeting)


@pytest.fixture
def later(body: Body) -> Meeting:
    return meeting_of(body, state=MeetingState.INVITED, title="Nächste Sitzung", starts_at=in_days(30))
