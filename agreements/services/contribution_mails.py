"""Who hears of proposed wording: the coordination of a new one, the proposer of the decision. Each once."""

from agreements.models import Proposal
from cooperations.models import Coordinator
from ikz.accounts.models import User
from ikz.notifications.services import enqueue_mail


def tell_proposal(proposal: Proposal, actor: User) -> None:
    """Tell the coordination that wording was proposed, except whoever proposed it."""
    rows = Coordinator.objects.filter(cooperation=proposal.agreement.cooperation_id).select_related("user")
    for row in rows.order_by("pk"):
        if row.user.is_valid_today and row.user_id != actor.pk:
            enqueue_mail(
                dedupe_key=f"proposal-new:{proposal.pk}:{row.user_id}",
                to=row.user.email,
                template="agreement_proposal",
                context=_context(proposal) | {"reason": proposal.reason},
            )


def tell_decision(proposal: Proposal, actor: User) -> None:
    """Tell whoever proposed the wording what became of it."""
    receiver = proposal.proposed_by
    if receiver is None or not receiver.is_valid_today or receiver.pk == actor.pk:
        return
    enqueue_mail(
        dedupe_key=f"proposal-decided:{proposal.pk}:{receiver.pk}",
        to=receiver.email,
        template="agreement_proposal_decided",
        context=_context(proposal)
        | {"outcome": proposal.get_state_display(), "note": proposal.decision_note},
    )


def _context(proposal: Proposal) -> dict[str, str]:
    return {
        "agreement": proposal.agreement.title,
        "cooperation": proposal.agreement.cooperation.title,
        "heading": proposal.heading,
        "who": str(proposal.partner) if proposal.partner else "die Koordination",
        "path": f"/vereinbarungen/{proposal.agreement_id}/entwurf/vorschlaege/{proposal.pk}/",
    }
