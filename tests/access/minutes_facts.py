"""A meeting whose minutes were sent, and the item of a later one at which they are to be approved."""

from cooperations.models import Cooperation
from governance.models import AgendaItem, MeetingState
from governance.services.minutes import send_minutes
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of


def minutes_facts(cooperation: Cooperation, coordinator: User) -> dict[str, str]:
    """Values for the addresses of minutes, and a body that meets in public."""
    body = body_of(cooperation, title="Steuerkreis der Niederschriften")
    meeting = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-10))
    item = item_of(meeting)
    meeting_of(body, state=MeetingState.INVITED, starts_at=in_days(20))
    send_minutes(actor=coordinator, meeting=meeting)
    public = body_of(cooperation, title="Verbandsversammlung", is_public=True)
    return {
        "public_body": str(public.pk),
        "minutes_meeting": str(meeting.pk),
        "minutes_item": str(item.pk),
        "approval_item": str(AgendaItem.objects.get(body=body, key="approval").pk),
    }
