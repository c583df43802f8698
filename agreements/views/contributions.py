"""What partners say to a draft: comments, answers, and proposed wording with its decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.drafts import CommentForm, DecisionForm, ProposalForm
from agreements.models import Clause, CommentThread, Proposal, ProposalState
from agreements.services.clauses import stored_clause
from agreements.services.contributions import (
    accept_proposal,
    answer_thread,
    open_thread,
    propose,
    refuse_proposal,
    settle_thread,
    withdraw_proposal,
)
from agreements.views.clauses import to_clause
from agreements.views.drafts import Place, clause_of, contributed_place, coordinated_place, seen_place
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from ikz.ui.textdiff import compare

form_page = require_http_methods(["GET", "HEAD", "POST"])
CHANGED = "Die Klausel wurde gerade geändert. Unten steht, was jetzt gilt: Entscheiden Sie bitte noch einmal."


@form_page
@login_required
def comment(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Say something to a clause."""
    place = contributed_place(request, pk)
    row = clause_of(request, place, clause_pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            open_thread(actor=actor_of(request), clause=row, text=form.cleaned_data["text"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Ihre Anmerkung ist gespeichert.")
            return to_clause(pk, clause_pk)
    context = {**place.context, "form": form, "clause": row}
    return render(request, "agreements/contributions/comment.html", context)


def _thread(request: HttpRequest, place: Place, pk: int) -> CommentThread:
    rows = CommentThread.objects.filter(clause__agreement=place.agreement).select_related("clause")
    row: CommentThread = get_visible(rows, actor_of(request), pk=pk)
    return row


@form_page
@login_required
def answer(request: HttpRequest, pk: int, thread_pk: int) -> HttpResponse:
    """A thread in full, and an answer to it."""
    place = contributed_place(request, pk)
    row = _thread(request, place, thread_pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_thread(actor=actor_of(request), thread=row, text=form.cleaned_data["text"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Ihre Antwort ist gespeichert.")
            return to_clause(pk, row.clause_id)
    context = {**place.context, "form": form, "clause": row.clause, "thread": row}
    return render(request, "agreements/contributions/comment.html", context)


@require_POST
@login_required
def settle(request: HttpRequest, pk: int, thread_pk: int) -> HttpResponse:
    """Mark a thread as settled, or open it again (``settled`` empty)."""
    place = contributed_place(request, pk)
    row = _thread(request, place, thread_pk)
    settled = bool(request.POST.get("settled"))
    try:
        settle_thread(actor=actor_of(request), thread=row, settled=settled)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Als erledigt markiert." if settled else "Wieder geöffnet.")
    return to_clause(pk, row.clause_id)


@form_page
@login_required
def propose_change(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Propose other wording for a clause."""
    place = contributed_place(request, pk)
    row = clause_of(request, place, clause_pk)
    return _propose(request, place, row)


@form_page
@login_required
def propose_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a clause that the draft does not have."""
    return _propose(request, contributed_place(request, pk), None)


def _propose(request: HttpRequest, place: Place, row: Clause | None) -> HttpResponse:
    initial = stored_clause(row) | {"base_version": row.version} if row else {}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found = propose(
                actor=actor_of(request),
                agreement=place.agreement,
                data=form.to_data(),
                clause=row,
                base_version=form.cleaned_data["base_version"] or 0,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Ihr Vorschlag ist gespeichert. Die Koordination entscheidet darüber.")
            return redirect("agreements:proposal", place.agreement.pk, found.pk)
    context = {**place.context, "form": form, "clause": row}
    return render(request, "agreements/contributions/propose.html", context)


def _proposal(request: HttpRequest, place: Place, pk: int) -> Proposal:
    rows = Proposal.objects.filter(agreement=place.agreement)
    rows = rows.select_related("clause", "partner__municipality", "proposed_by", "decided_by")
    row: Proposal = get_visible(rows, actor_of(request), pk=pk)
    return row


@form_page
@login_required
def proposal(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Proposed wording beside today's, word by word; POST decides: ``decision`` is ``accept`` or ``refuse``."""
    if request.method != "POST":
        place = seen_place(request, pk)
        return _show(request, place, _proposal(request, place, proposal_pk))
    place = coordinated_place(request, pk)
    row = _proposal(request, place, proposal_pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, place, row, form)
    actor, note = actor_of(request), form.cleaned_data["note"]
    try:
        if request.POST.get("decision") == "accept":
            accept_proposal(
                actor=actor,
                proposal=row,
                expected_version=form.cleaned_data["version"] or 0,
                note=note,
            )
            messages.success(request, "Der Vorschlag ist in den Entwurf übernommen.")
        else:
            refuse_proposal(actor=actor, proposal=row, note=note)
            messages.success(request, "Der Vorschlag ist nicht übernommen; die Begründung steht dabei.")
    except EditConflict:
        return _show(
            request, place, _proposal(request, place, proposal_pk), DecisionForm({"note": note}), CHANGED
        )
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            add_errors(form, error)
            return _show(request, place, row, form)
        messages.error(request, " ".join(error.messages))
    return redirect("agreements:proposal", pk, proposal_pk)


def _show(
    request: HttpRequest,
    place: Place,
    row: Proposal,
    form: DecisionForm | None = None,
    problem: str = "",
) -> HttpResponse:
    clause = row.clause
    is_open = row.state == ProposalState.OPEN
    base = _base(row) if clause and is_open and clause.version != row.base_version else None
    version = clause.version if clause else 0
    shown = form or DecisionForm()
    context = {
        **place.context,
        "proposal": row,
        "clause": clause,
        "is_open": is_open,
        "problem": problem,
        "form": shown,
        "clause_version": version,
        "pieces": compare(clause.text, row.text) if clause and is_open else [],
        "other_heading": clause is not None and is_open and clause.heading != row.heading,
        "changed_since": clause is not None and is_open and clause.version != row.base_version,
        "since": compare(base, clause.text) if clause and base is not None else [],
        "intended": compare(base, row.text) if base is not None else [],
        "is_own": row.proposed_by_id == actor_of(request).pk,
    }
    return render(request, "agreements/contributions/proposal.html", context)


def _base(row: Proposal) -> str | None:
    """The text that the proposal was written against; None where the history does not have it."""
    events = row.clause.events.filter(version=row.base_version)  # type: ignore[union-attr]
    event = events.order_by("-pgh_id").first()
    return None if event is None else str(event.text)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Take back one's own proposal."""
    place = contributed_place(request, pk)
    row = _proposal(request, place, proposal_pk)
    if row.proposed_by_id != actor_of(request).pk:
        raise PermissionDenied
    try:
        withdraw_proposal(actor=actor_of(request), proposal=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Ihr Vorschlag ist zurückgezogen.")
    return redirect(reverse("agreements:proposal", args=[pk, proposal_pk]))
