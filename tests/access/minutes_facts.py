"""A meeting whose minutes were sent, the item at which they are to be approved, and what came out of it."""

from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import ActionItem, AgendaItem, Ballot, MeetingState, Resolution
from governance.services.minutes import send_minutes
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of


def minutes_facts(cooperation: Cooperation, coordinator: User) -> dict[str, str]:
    """Values for the addresses of minutes, and a body that meets in public."""
    body = body_of(cooperation, title="Steuerkreis der Niederschriften")
    meeting = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-10))
    item = item_of(meeting)
    meeting_of(body, state=MeetingState.INVITED, starts_at=in_days(20))
    version = send_minutes(actor=coordinator, meeting=meeting)
    public = body_of(cooperation, title="Verbandsversammlung", is_public=True)
    ballot = Ballot.objects.create(
        body=body,
        meeting=meeting,
        item=item,
        title="G",
        motion="G",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    resolution = Resolution.objects.create(
        cooperation=cooperation,
        year=2026,
        number=901,
        body=body,
        meeting=meeting,
        ballot=ballot,
        title="Gemeinsam beschaffen",
        text="Die Partner beschaffen gemeinsam.",
        decided_on=timezone.localdate(),
    )
    action = ActionItem.objects.create(
        cooperation=cooperation,
        title="Angebote einholen",
        partner=cooperation.partners.get(municipality__ags="07336"),
        function="Schul-IT",
        due_on=timezone.localdate(),
    )
    return {
        "minutes_version": str(version.pk),
        "api_resolution": str(resolution.pk),
        "api_action": str(action.pk),
        "public_body": str(public.pk),
        "minutes_meeting": str(meeting.pk),
        "minutes_item": str(item.pk),
        "approval_item": str(AgendaItem.objects.get(body=body, key="approval").pk),
    }
