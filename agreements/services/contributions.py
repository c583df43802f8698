"""What partners say to a draft: comments in threads, and proposed wording that the coordination decides on."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from agreements.models import Agreement, Clause, Comment, CommentThread, Proposal, ProposalState
from agreements.services.agreements import DROPPED, lock_draft
from agreements.services.clauses import ClauseData, append, store, tidy
from agreements.services.contribution_mails import tell_comment, tell_decision, tell_proposal
from cooperations.models import Partner
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User

MOST = 200
DECIDED = "Über diesen Vorschlag ist schon entschieden: {state}."
SAME = "Der Vorschlag unterscheidet sich nicht vom Wortlaut, der im Entwurf steht."
EMPTY = "Bitte schreiben Sie etwas."


def speaks_for(actor: User, agreement: Agreement) -> Partner | None:
    """The confirmed partner for which ``actor`` says something here; None where they speak as coordination.

    Raises Http404 where they do not see the draft, PermissionDenied where they only read it.
    """
    if not Agreement.objects.contributable_by(actor).filter(pk=agreement.pk).exists():
        # Supervision may see the agreement, never its draft.
        if actor.read_only or not Agreement.objects.visible_to(actor).filter(pk=agreement.pk).exists():
            raise Http404
        raise PermissionDenied
    if Agreement.objects.editable_by(actor).filter(pk=agreement.pk).exists():
        return None
    own = Partner.objects.visible_to(actor).filter(cooperation=agreement.cooperation_id).confirmed()
    return own.represented_by(actor).order_by("role", "pk").first()


def _contributed(actor: User, pk: int) -> tuple[Agreement, Partner | None]:
    """The agreement, locked against being removed, and for whom the actor speaks."""
    row = Agreement.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        raise Http404
    partner = speaks_for(actor, row)
    if row.dropped_on is not None:
        raise ValidationError(DROPPED)
    return row, partner


def _said(text: str) -> str:
    if not (said := tidy(text)):
        raise ValidationError({"text": EMPTY})
    return said


@transaction.atomic
def open_thread(*, actor: User, clause: Clause, text: str) -> CommentThread:
    """Begin a thread at a clause; raises ValidationError by field. The same again is the thread there."""
    _, partner = _contributed(actor, clause.agreement_id)
    said = _said(text)
    same = CommentThread.objects.filter(
        clause=clause, resolved_at=None, comments__author=actor, comments__text=said
    ).first()
    if same is not None:
        return same
    if CommentThread.objects.filter(clause=clause).count() >= MOST:
        raise ValidationError({"text": "Zu dieser Klausel gibt es schon sehr viele Anmerkungen."})
    thread = CommentThread.objects.create(clause=clause)
    _write(thread, actor, partner, said)
    return thread


def _write(thread: CommentThread, actor: User, partner: Partner | None, text: str) -> Comment:
    row = Comment(thread=thread, author=actor, partner=partner, text=text)
    row.full_clean(validate_constraints=False)
    row.save()
    tell_comment(row, actor)
    return row


@transaction.atomic
def answer_thread(*, actor: User, thread: CommentThread, text: str) -> Comment:
    """Answer in a thread; whoever answers in a settled one opens it again. Raises ValidationError by field."""
    _, partner = _contributed(actor, thread.clause.agreement_id)
    row: CommentThread = CommentThread.objects.select_for_update().get(pk=thread.pk)
    said = _said(text)
    last = row.comments.order_by("written_at", "pk").last()
    if last is not None and last.author_id == actor.pk and last.text == said:
        return last
    if row.resolved_at is not None:
        _resolve(row, None)
    return _write(row, actor, partner, said)


@transaction.atomic
def settle_thread(*, actor: User, thread: CommentThread, settled: bool) -> CommentThread:
    """Mark a thread as settled, or open it again; by whoever contributes."""
    _contributed(actor, thread.clause.agreement_id)
    row: CommentThread = CommentThread.objects.select_for_update().get(pk=thread.pk)
    if (row.resolved_at is not None) != settled:
        _resolve(row, actor if settled else None)
    return row


def _resolve(row: CommentThread, actor: User | None) -> None:
    row.resolved_by, row.resolved_at = actor, timezone.now() if actor else None
    row.save(update_fields=["resolved_by", "resolved_at"])


@transaction.atomic
def propose(
    *,
    actor: User,
    agreement: Agreement,
    data: ClauseData,
    clause: Clause | None = None,
    base_version: int = 0,
    reason: str = "",
) -> Proposal:
    """Propose wording for a clause, or for a new one; the coordination hears of it.

    ``base_version`` is the version of the clause that the person read. Raises ValidationError by field.
    """
    owner, partner = _contributed(actor, agreement.pk)
    heading, text = " ".join(data.heading.split()), tidy(data.text)
    if clause is not None and clause.agreement_id != owner.pk:
        raise Http404
    if clause is not None and (heading, text) == (clause.heading, clause.text):
        raise ValidationError({"text": SAME})
    row = Proposal(
        agreement=owner,
        clause=clause,
        base_version=0 if clause is None else min(base_version or clause.version, clause.version),
        partner=partner,
        proposed_by=actor,
        heading=heading,
        text=text,
        reason=tidy(reason),
    )
    row.full_clean(validate_constraints=False)
    if same := Proposal.objects.filter(
        agreement=owner,
        clause=clause,
        state=ProposalState.OPEN,
        proposed_by=actor,
        heading=heading,
        text=text,
    ).first():
        return same
    if Proposal.objects.filter(agreement=owner, state=ProposalState.OPEN).count() >= MOST:
        raise ValidationError("Bitte warten Sie, bis über die offenen Vorschläge entschieden ist.")
    row.save()
    tell_proposal(row, actor)
    return row


def _lock_open(actor: User, proposal: Proposal) -> tuple[Agreement, Proposal]:
    owner = lock_draft(actor, proposal.agreement_id)
    row: Proposal = get_editable(Proposal.objects, actor, lock=True, pk=proposal.pk)
    if row.state != ProposalState.OPEN:
        raise ValidationError(DECIDED.format(state=row.get_state_display()))
    return owner, row


def _decide(row: Proposal, state: ProposalState, actor: User, note: str) -> None:
    row.state, row.decided_by, row.decided_at = state.value, actor, timezone.now()
    row.decision_note = tidy(note)
    row.full_clean(validate_constraints=False)
    row.save()
    tell_decision(row, actor)


@transaction.atomic
def accept_proposal(*, actor: User, proposal: Proposal, expected_version: int, note: str = "") -> Clause:
    """Put proposed wording into the draft; ``expected_version`` is the version of the clause that was shown beside it.

    Raises EditConflict where the clause was changed after that, ValidationError where it was decided before.
    """
    owner, row = _lock_open(actor, proposal)
    data = ClauseData(heading=row.heading, text=row.text)
    if row.clause_id is None:
        clause = append(owner, Clause(heading=data.heading, text=data.text, updated_by=actor))
        row.clause = clause
    else:
        clause = get_editable(Clause.objects, actor, lock=True, pk=row.clause_id)
        if clause.version != expected_version:
            raise EditConflict(current=clause, submitted=row)
        store(clause, data, actor)
    _decide(row, ProposalState.ACCEPTED, actor, note)
    return clause


@transaction.atomic
def refuse_proposal(*, actor: User, proposal: Proposal, note: str) -> Proposal:
    """Refuse proposed wording with a reason, which the proposer reads; raises ValidationError by field."""
    _, row = _lock_open(actor, proposal)
    if not note.strip():
        raise ValidationError(
            {"note": "Bitte sagen Sie in einem Satz, warum der Vorschlag nicht übernommen wird."}
        )
    _decide(row, ProposalState.REFUSED, actor, note)
    return row


@transaction.atomic
def withdraw_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Take back one's own proposal while it is open."""
    seen = get_visible(Proposal.objects, actor, pk=proposal.pk)
    _contributed(actor, seen.agreement_id)
    row: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.proposed_by_id != actor.pk:
        raise PermissionDenied
    if row.state != ProposalState.OPEN:
        raise ValidationError(DECIDED.format(state=row.get_state_display()))
    row.state, row.decided_by, row.decided_at = ProposalState.WITHDRAWN.value, actor, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row
