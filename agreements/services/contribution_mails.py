"""Who hears of what partners say: the coordination of comments and proposed wording, the proposer of the decision."""

from django.utils import timezone

from agreements.models import Agreement, Comment, Proposal
from cooperations.models import Coordinator
from ikz.accounts.models import User
from ikz.notifications.services import enqueue_mail


def _reads(user: User, agreement: Agreement) -> bool:
    """Whether the draft is open to this account: who left the cooperation hears no more of it."""
    seen = Agreement.objects.contributable_by(user).filter(pk=agreement.pk)
    return user.is_valid_today and seen.exists()


def _coordination(agreement: Agreement) -> list[User]:
    rows = Coordinator.objects.filter(cooperation=agreement.cooperation_id).select_related("user")
    return [row.user for row in rows.order_by("pk") if row.user.is_valid_today]


def tell_comment(comment: Comment, actor: User) -> None:
    """Tell the coordination, and who wrote in the thread before, of a comment: the first of a day in an agreement.

    A draft is discussed in bursts; who opens it finds everything that is open at one address.
    """
    thread = comment.thread
    agreement = thread.clause.agreement
    before = User.objects.filter(pk__in=thread.comments.exclude(author=None).values("author"))
    writers = [user for user in before.order_by("pk") if _reads(user, agreement)]
    for user in {one.pk: one for one in (*_coordination(agreement), *writers)}.values():
        if user.pk != actor.pk:
            enqueue_mail(
                dedupe_key=f"comment-new:{agreement.pk}:{user.pk}:{timezone.localdate().isoformat()}",
                to=user.email,
                template="agreement_comment",
                context={
                    "agreement": agreement.title,
                    "cooperation": agreement.cooperation.title,
                    "heading": thread.clause.heading,
                    "who": str(comment.partner) if comment.partner else "der Koordination",
                    "text": comment.text,
                    "path": f"/vereinbarungen/{agreement.pk}/entwurf/?zeigen=offen",
                },
            )


def tell_proposal(proposal: Proposal, actor: User) -> None:
    """Tell the coordination that wording was proposed, except whoever proposed it."""
    for user in _coordination(proposal.agreement):
        if user.pk != actor.pk:
            enqueue_mail(
                dedupe_key=f"proposal-new:{proposal.pk}:{user.pk}",
                to=user.email,
                template="agreement_proposal",
                context=_context(proposal) | {"reason": proposal.reason},
            )


def tell_decision(proposal: Proposal, actor: User) -> None:
    """Tell whoever proposed the wording what became of it."""
    receiver = proposal.proposed_by
    if receiver is None or receiver.pk == actor.pk or not _reads(receiver, proposal.agreement):
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
        "who": str(proposal.partner) if proposal.partner else "der Koordination",
        "path": f"/vereinbarungen/{proposal.agreement_id}/entwurf/vorschlaege/{proposal.pk}/",
    }
