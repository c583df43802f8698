"""A meeting nobody is invited to yet, and one with the invitation of Kusel's member."""

from cooperations.models import Cooperation
from governance.models import Invitation, MeetingState
from tests.governance.world import body_of, in_days, item_of, meeting_of, member_of


def invitation_facts(cooperation: Cooperation) -> dict[str, str]:
    """Values for the addresses of invitations."""
    body = body_of(cooperation, title="Steuerkreis der Einladungen")
    draft = meeting_of(body, starts_at=in_days(40))
    item_of(draft)
    invited = meeting_of(body, state=MeetingState.INVITED, starts_at=in_days(20))
    invitation = Invitation.objects.create(meeting=invited, member=member_of(body, "07336"))
    return {
        "draft_meeting": str(draft.pk),
        "invited_meeting": str(invited.pk),
        "invitation": str(invitation.pk),
    }
