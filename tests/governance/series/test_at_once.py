"""Two coordinators at the same series: each date gets one draft, and approval stands once, at the next meeting."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import AgendaItem, Meeting, MeetingSeries, MeetingState, Minutes
from governance.services.first_items import place_approval
from governance.services.meetings import MeetingData, create_meeting
from governance.services.series import make_drafts, open_days
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, meeting_of
from tests.robustness.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_drafts_and_approval_come_once(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    held = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-20))
    minutes = Minutes.objects.create(meeting=held, state="sent", sent_at=timezone.now())
    series = MeetingSeries.objects.create(
        body=body,
        title="Jour fixe",
        purpose="Abstimmen",
        rrule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TU",
        starts_on=timezone.localdate() + timedelta(days=1),
        begins_at=time(10),
    )
    expected = open_days(series, 4)
    single = MeetingData(
        title="Sondersitzung", purpose="Haushalt", starts_at=in_days(90), minutes=60, place="", link=""
    )

    def send() -> None:
        with transaction.atomic():
            place_approval(minutes)

    results = at_once(
        lambda: make_drafts(actor=coordinator, series=series, count=2),
        lambda: make_drafts(actor=coordinator, series=series, count=2),
        lambda: create_meeting(actor=coordinator, body=body, data=single),
        send,
    )
    assert not [one for one in results if isinstance(one, Exception)]
    days = Meeting.objects.filter(series=series).order_by("recurrence_on")
    assert list(days.values_list("recurrence_on", flat=True)) == expected
    item = AgendaItem.objects.get(key="approval")
    assert (item.meeting, item.position) == (days[0], 1)
