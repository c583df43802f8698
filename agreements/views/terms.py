"""The terms of an agreement: one form, and one for what the authority answered. The coordination's pages."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.forms.terms import (
    CLARIFICATION_LABELS,
    TERMS_LABELS,
    ClarificationForm,
    TermsForm,
    initial_terms,
    show_terms,
)
from agreements.models import Agreement
from agreements.services.terms import clarify_requirement, stored_clarification, stored_terms, update_terms
from agreements.views.drafts import Place, coordinated_place
from cooperations.catalog import models
from cooperations.law_catalog import law_for
from cooperations.law_words import requirement, supervision_doubts
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the terms; a second saver chooses field by field."""
    place = coordinated_place(request, pk)
    row = place.agreement
    if request.method != "POST":
        initial, preset = initial_terms(row, place.cooperation)
        return _show_terms(request, place, TermsForm(initial=initial), preset=preset)
    form = TermsForm(with_choices(request.POST, TermsForm(), stored_terms(row)))
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        try:
            update_terms(
                actor=actor_of(request), agreement=row, data=form.to_data(), expected_version=version
            )
        except EditConflict as conflict:
            stored, before = stored_terms(conflict.current), _before(conflict.current, version, stored_terms)
            return _choose(request, place, form, conflict.current, TERMS_LABELS, stored, before)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Angaben sind gespeichert. Die Prüfung rechnet schon mit ihnen.")
            return redirect("agreements:check", pk)
    return _show_terms(request, place, form, preset=False)


def _show_terms(request: HttpRequest, place: Place, form: Form, *, preset: bool) -> HttpResponse:
    context = {**place.context, "form": form, "preset": preset}
    return render(request, "agreements/terms/form.html", context)


@form_page
@login_required
def clarification(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the authority answered; it holds in place of the catalog from then on."""
    place = coordinated_place(request, pk)
    row = place.agreement
    if request.method != "POST":
        form = ClarificationForm(initial=stored_clarification(row) | {"version": row.version})
        return _show_clarification(request, place, form)
    form = ClarificationForm(with_choices(request.POST, ClarificationForm(), stored_clarification(row)))
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        try:
            clarify_requirement(
                actor=actor_of(request), agreement=row, data=form.to_data(), expected_version=version
            )
        except EditConflict as conflict:
            current = conflict.current
            stored, before = stored_clarification(current), _before(current, version, stored_clarification)
            return _choose(request, place, form, current, CLARIFICATION_LABELS, stored, before)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Antwort der Aufsicht ist festgehalten.")
            return redirect("agreements:check", pk)
    return _show_clarification(request, place, form)


def _show_clarification(request: HttpRequest, place: Place, form: Form) -> HttpResponse:
    law = [
        (models()[key].label, law_for(place.agreement.land, key).supervision)
        for key in place.agreement.form_keys
    ]
    context = {
        **place.context,
        "form": form,
        "law": [
            {
                "form": label,
                "requirement": requirement(rule),
                "rule": rule,
                "doubts": supervision_doubts(rule),
            }
            for label, rule in law
        ],
    }
    return render(request, "agreements/terms/clarification.html", context)


def _before(row: Agreement, version: int, stored: Any) -> dict[str, Any]:
    """The fields as the person saw them; empty where the history does not know."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined] # pghistory
    return {} if event is None else stored(event)


def _choose(
    request: HttpRequest,
    place: Place,
    form: Form,
    current: Agreement,
    labels: Mapping[str, str],
    stored: Mapping[str, Any],
    before: Mapping[str, Any],
) -> HttpResponse:
    return show_conflict(
        request,
        place.cooperation,
        form=form,
        labels=labels,
        stored=stored,
        before=before,
        show=show_terms,
        now={"version": current.version},
        title="Angaben zur Vereinbarung",
        keep_url=reverse("agreements:check", args=[current.pk]),
        template="agreements/terms/conflict.html",
        extra=place.context,
    )
