"""Pages of one clause: worded by one's own hand, left out with a reason, removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.catalog import clauses
from agreements.drafting import needed, of_kind
from agreements.forms.drafts import CLAUSE_LABELS, ClauseEditForm, ClauseForm, OmissionForm, show_clause
from agreements.models import Clause
from agreements.services.clauses import (
    add_own,
    change_clause,
    leave_out,
    leave_out_kind,
    remove_clause,
    stored_clause,
)
from agreements.views.drafts import Place, clause_of, coordinated_place
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


def to_clause(pk: int, clause_pk: int) -> HttpResponse:
    """Back to the draft, at the clause."""
    return redirect(f"{reverse('agreements:draft', args=[pk])}#klausel-{clause_pk}")


@form_page
@login_required
def edit(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Change heading and wording; a second saver chooses field by field."""
    place = coordinated_place(request, pk)
    row = clause_of(request, place, clause_pk)
    stored = stored_clause(row)
    if request.method != "POST":
        return _show(request, place, ClauseEditForm(initial=stored | {"version": row.version}), row)
    form = ClauseEditForm(with_choices(request.POST, ClauseEditForm(), stored))
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        try:
            change_clause(actor=actor_of(request), clause=row, data=form.to_data(), expected_version=version)
        except EditConflict as conflict:
            return _choose(request, place, conflict.current, form, version)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Klausel ist gespeichert.")
            return to_clause(pk, clause_pk)
    return _show(request, place, form, row)


def _show(request: HttpRequest, place: Place, form: ClauseForm, row: Clause | None = None) -> HttpResponse:
    kind = clauses().get(row.key) if row else None
    kinds = needed(place.agreement.land, place.agreement.form_keys)
    context = {
        **place.context,
        "form": form,
        "clause": row,
        "needed": (kinds.get(kind.key) or of_kind(kind, place.agreement.land, (), ())) if kind else None,
    }
    return render(request, "agreements/draft/clause.html", context)


def _choose(
    request: HttpRequest, place: Place, current: Clause, form: ClauseEditForm, version: int
) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return show_conflict(
        request,
        place.cooperation,
        form=form,
        labels=CLAUSE_LABELS,
        stored=stored_clause(current),
        before={} if event is None else stored_clause(event),
        show=show_clause,
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=f"{reverse('agreements:draft', args=[place.agreement.pk])}#klausel-{current.pk}",
        template="agreements/draft/conflict.html",
        extra=place.context,
    )


@form_page
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a clause of one's own at the end."""
    place = coordinated_place(request, pk)
    form = ClauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_own(actor=actor_of(request), agreement=place.agreement, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"„{row}“ steht jetzt am Ende des Entwurfs.")
            return to_clause(pk, row.pk)
    return _show(request, place, form)


@form_page
@login_required
def omit(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Leave a clause out, with a reason."""
    place = coordinated_place(request, pk)
    row = clause_of(request, place, clause_pk)
    form = OmissionForm(
        request.POST if request.method == "POST" else None, initial={"omission_reason": row.omission_reason}
    )
    if request.method == "POST" and form.is_valid():
        try:
            leave_out(actor=actor_of(request), clause=row, reason=form.cleaned_data["omission_reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _omitted(request, pk, row.heading)
    context = {**place.context, "form": form, "heading": row.heading}
    return render(request, "agreements/draft/omit.html", context)


@form_page
@login_required
def omit_kind(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say why something of the catalog is not regulated."""
    place = coordinated_place(request, pk)
    if key not in clauses():
        raise Http404
    form = OmissionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_out_kind(
                actor=actor_of(request),
                agreement=place.agreement,
                key=key,
                reason=form.cleaned_data["omission_reason"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _omitted(request, pk, clauses()[key].heading)
    context = {**place.context, "form": form, "heading": clauses()[key].heading}
    return render(request, "agreements/draft/omit.html", context)


def _omitted(request: HttpRequest, pk: int, heading: str) -> HttpResponse:
    messages.success(request, f"„{heading}“ wird mit Begründung nicht geregelt.")
    return redirect(f"{reverse('agreements:draft', args=[pk])}#weggelassen")


@form_page
@login_required
def remove(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Ask once, then remove a clause."""
    place = coordinated_place(request, pk)
    row = clause_of(request, place, clause_pk)
    if request.method != "POST":
        return render(request, "agreements/draft/remove.html", {**place.context, "clause": row})
    try:
        remove_clause(actor=actor_of(request), clause=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return to_clause(pk, clause_pk)
    messages.success(request, f"„{row}“ ist aus dem Entwurf entfernt.")
    return redirect("agreements:draft", pk)
