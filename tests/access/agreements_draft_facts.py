"""An agreement with a clause, a thread and wording proposed by Kusel; supervision never sees a draft."""

from agreements.services.agreements import FrameData, create_agreement
from agreements.services.clauses import ClauseData
from agreements.services.contributions import open_thread, propose
from cooperations.models import Cooperation
from ikz.accounts.models import User


def agreement_draft_facts(cooperation: Cooperation, coordinator: User, kusel_staff: User) -> dict[str, str]:
    """Values for the addresses of drafts."""
    agreement = create_agreement(
        actor=coordinator,
        cooperation=cooperation,
        data=FrameData(title="Zweckvereinbarung im Entwurf", form_keys=["mandating"], land="07"),
    )
    clause = agreement.clauses.get(key="kostenbeteiligung")
    thread = open_thread(actor=kusel_staff, clause=clause, text="Welcher Schlüssel gilt?")
    proposal = propose(
        actor=kusel_staff,
        agreement=agreement,
        clause=clause,
        data=ClauseData(heading=clause.heading, text="Die Kosten werden zu gleichen Teilen getragen."),
    )
    return {
        "agreement": str(agreement.pk),
        "clause": str(clause.pk),
        "thread": str(thread.pk),
        "proposal": str(proposal.pk),
    }
