"""The addresses of a draft, filled with an agreement that lies before an authority: still not a word of it opens."""

from agreements.models import Agreement, Comment, CommentThread, Proposal


def submitted_facts(facts: dict[str, str]) -> dict[str, str]:
    """``facts`` with the draft behind the submitted agreement in the place of one that nobody submitted."""
    agreement = Agreement.objects.get(pk=facts["version_agreement"])
    clause = agreement.clauses.earliest("position")
    thread = CommentThread.objects.create(clause=clause)
    Comment.objects.create(thread=thread, text="Welcher Schlüssel gilt?")
    proposal = Proposal.objects.create(agreement=agreement, clause=clause, heading="Kosten", text="Anders.")
    return facts | {
        "agreement": str(agreement.pk),
        "clause": str(clause.pk),
        "thread": str(thread.pk),
        "proposal": str(proposal.pk),
    }
