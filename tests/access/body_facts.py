"""What fills the addresses of bodies, meetings, series and polls: a Steuerkreis with everything once."""

from datetime import time, timedelta

from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import StandingItem
from governance.services.polls import PollData, create_poll
from governance.services.series import SeriesData, create_series
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, meeting_of, member_of, seat_of


def body_facts(cooperation: Cooperation, coordinator: User) -> dict[str, str]:
    """Keys by the names of the placeholders."""
    body = body_of(cooperation, title="Lenkungskreis")
    item = StandingItem.objects.create(
        body=body, position=1, title="Bericht", kind="information", orientation="task"
    )
    series = create_series(
        actor=coordinator,
        body=body,
        data=SeriesData(
            title="Lenkungskreis",
            purpose="Richtung geben",
            every="half-yearly",
            weekday=1,
            nth=2,
            starts_on=timezone.localdate(),
            until=None,
            begins_at=time(10),
            minutes=90,
            place="",
            link="",
        ),
    )
    poll = create_poll(
        actor=coordinator,
        body=body,
        data=PollData(
            title="Sondersitzung",
            purpose="Haushalt",
            minutes=60,
            place="",
            answer_until=timezone.localdate() + timedelta(days=5),
            options=(in_days(10), in_days(11)),
        ),
    )
    return {
        "body": str(body.pk),
        "body_seat": str(seat_of(body, "07336").pk),
        "body_member": str(member_of(body, "07336").pk),
        "standing_item": str(item.pk),
        "series": str(series.pk),
        "series_day": str(timezone.localdate()),
        "poll": str(poll.pk),
        "draft_meeting": str(meeting_of(body).pk),
    }
