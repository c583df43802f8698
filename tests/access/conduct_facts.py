"""A running meeting at its item, with an open ballot, and what earlier ones left: a resolution and an action item."""

from datetime import date

from cooperations.models import Cooperation
from governance.models import BodyKind, MajorityRule, MeetingState, QuorumRule
from governance.services.actions import ActionData, create_action
from governance.services.attendance import mark_rest_present
from governance.services.ballots import cast_vote, close_ballot, open_ballot
from governance.services.circulars import CircularData, open_circular
from governance.services.conduct import call_item, open_meeting
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of, member_of


def conduct_facts(coordinator: User, cooperation: Cooperation) -> dict[str, str]:
    """Facts for the rows of conducting; Kusel answers for the action item."""
    body = body_of(
        cooperation,
        kind=BodyKind.WORKING_GROUP,
        title="Arbeitsgruppe Support",
        majority=MajorityRule.SIMPLE,
        quorum=QuorumRule.NONE,
    )
    meeting = open_meeting(actor=coordinator, meeting=meeting_of(body, state=MeetingState.INVITED))
    mark_rest_present(actor=coordinator, meeting=meeting)
    item = call_item(actor=coordinator, item=item_of(meeting))
    lead, kusel = (member_of(body, ags).seat.partner_id or 0 for ags in ("07333", "07336"))
    past = open_ballot(
        actor=coordinator, item=item, motion="Alle melden Störungen an einer Stelle.", kind="open"
    )
    cast_vote(actor=coordinator, ballot=past, partner=lead, choice="yes")
    resolution = close_ballot(actor=coordinator, ballot=past).resolution
    ballot = open_ballot(actor=coordinator, item=item, motion="Das Angebot wird angenommen.", kind="open")
    until: date = in_days(14).date()
    circular = open_circular(
        actor=coordinator,
        body=body,
        data=CircularData(title="Beschaffung", motion="Die Geräte werden bestellt.", until=until),
    )
    action = create_action(
        actor=coordinator,
        cooperation=cooperation,
        data=ActionData(title="Angebote einholen", partner=kusel, function="Leitung Schul-IT", due_on=until),
    )
    return {
        "conduct_meeting": str(meeting.pk),
        "conduct_item": str(item.pk),
        "attendance": str(meeting.attendances.order_by("pk").values_list("pk", flat=True)[0]),
        "ballot": str(ballot.pk),
        "circular": str(circular.pk),
        "resolution": str(resolution.pk),
        "action": str(action.pk),
    }
