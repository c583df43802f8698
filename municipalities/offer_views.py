"""Offers of existing structures: list, page, and the forms of those who keep them."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import Viewer, get_editable, get_visible
from ikz.accounts.models import User
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial
from ikz.ui.versions import STORED
from municipalities import offer_selectors
from municipalities.models import Municipality, Offer
from municipalities.offer_filters import OfferFilter, Offers
from municipalities.offer_forms import NewOfferForm, OfferForm
from municipalities.offer_versions import differences
from municipalities.picking import label, suggest
from municipalities.services import change_offer, enter_offer, restore_offer, withdraw_offer
from municipalities.services.offers import OfferData, stored_values

PAGE_SIZE = 20
HEADER = (
    "Name",
    "Art",
    "Aufgabenbereiche",
    "Leistungen",
    "Versorgtes Gebiet",
    "Bedingungen für den Beitritt",
    "Kontaktstelle",
    "E-Mail-Adresse",
    "Internetseite",
    "Quelle",
    "Gepflegt von",
    "Zurückgezogen am",
)
form_page = require_http_methods(["GET", "HEAD", "POST"])


def may_enter(user: User) -> bool:
    """Whether somebody keeps offers: for their own municipality or for the administration."""
    if user.read_only:
        return False
    return user.is_administrator or Municipality.objects.represented_by(user).exists()


@require_safe
@login_required
def offer_list(request: HttpRequest) -> HttpResponse:
    """Find offers by words, task, kind and area; ``?format=csv`` and ``?format=xlsx`` export the same rows."""
    found = OfferFilter(request.GET, queryset=offer_selectors.offers(request.user), request=request)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name="angebote", columns=HEADER, rows=_lines(found.qs))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "filter": found,
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": kept.urlencode(),
        "may_enter": may_enter(actor_of(request)),
    }
    return render_page_or_partial(
        request,
        page="municipalities/offers/list.html",
        partial="municipalities/offers/partials/list.html",
        context=context,
    )


def _lines(rows: Offers) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.name,
            row.get_kind_display(),
            "; ".join(row.task_area_labels),
            row.modules,
            "; ".join(row.served_area),
            row.conditions,
            row.contact_office,
            row.contact_email,
            row.website,
            row.source,
            str(row.owner or "Administration"),
            row.withdrawn_at,
        ]


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer with all that helps to decide whether to ask there."""
    offer = get_visible(offer_selectors.offers(request.user), request.user, pk=pk)
    editable = Offer.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "offer": offer,
        "editable": editable,
        "fitting_needs": offer_selectors.needs_for(actor_of(request), offer),
    }
    return render(request, "municipalities/offers/detail.html", context)


@require_safe
@login_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the list behind a municipality field; the name of the field does not matter."""
    text = str(next(iter(request.GET.values()), ""))
    rows = [label(row) for row in suggest(request.user, text[:200])]
    return render(request, "municipalities/partials/suggestions.html", {"rows": rows})


@form_page
@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for a new offer; "weitere Kommune" shows the same page with one more row."""
    user = actor_of(request)
    if not may_enter(user):
        raise PermissionDenied
    if request.method != "POST":
        return _show_new(request, NewOfferForm(viewer=user))
    if "add_row" in request.POST:
        return _show_new(request, NewOfferForm.with_new_row(request.POST, viewer=user))
    form = NewOfferForm(request.POST, viewer=user)
    if form.is_valid():
        try:
            row = enter_offer(actor=user, data=form.to_data(), owner=form.owner_row())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Das Angebot ist eingetragen und für alle Angemeldeten sichtbar.")
            return redirect("offers:detail", row.pk)
    return _show_new(request, form)


def _show_new(request: HttpRequest, form: NewOfferForm) -> HttpResponse:
    return render(request, "municipalities/offers/enter.html", {"form": form})


@form_page
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an offer; a second saver chooses field by field."""
    user = actor_of(request)
    offer = _kept(user, pk)
    if request.method != "POST":
        return _show_change(request, offer, OfferForm.for_offer(offer, viewer=user))
    if "add_row" in request.POST:
        return _show_change(request, offer, OfferForm.with_new_row(request.POST, viewer=user))
    form = OfferForm(request.POST, viewer=user)
    if not form.is_valid():
        return _show_change(request, offer, form)
    data, version = _chosen(request, offer, form.to_data()), form.cleaned_data["version"] or 0
    try:
        change_offer(actor=user, offer=offer, data=data, expected_version=version)
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, data, version)
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = OfferForm(_as_typed(data, version, user), viewer=user)
        merged.is_valid()
        add_errors(merged, error)
        return _show_change(request, offer, merged)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("offers:detail", pk)


def _kept(user: Viewer, pk: int) -> Offer:
    row: Offer = get_editable(Offer.objects.prefetch_related("serves"), user, pk=pk)
    return row


def _chosen(request: HttpRequest, stored: Offer, mine: OfferData) -> OfferData:
    """Take the stored value wherever the person chose it on the page with both versions."""
    values = stored_values(stored)
    names = [item.name for item in fields(mine) if request.POST.get(f"choice_{item.name}") == STORED]
    return replace(mine, **{name: values[name] for name in names})


def _as_typed(data: OfferData, version: int, user: User) -> dict[str, Any]:
    form = OfferForm(viewer=user)
    values = {item.name: getattr(data, item.name) for item in fields(data)} | {"version": version}
    return {name: form.fields[name].prepare_value(value) for name, value in values.items()}


def _show_change(request: HttpRequest, offer: Offer, form: OfferForm) -> HttpResponse:
    return render(request, "municipalities/offers/change.html", {"offer": offer, "form": form})


def _show_conflict(request: HttpRequest, current: Offer, mine: OfferData, seen_version: int) -> HttpResponse:
    values = {item.name: getattr(mine, item.name) for item in fields(mine)}
    form = OfferForm(initial=values | {"version": current.version}, viewer=actor_of(request))
    context = {
        "offer": current,
        "form": form,
        "differences": differences(current, mine, seen_version, form),
    }
    return render(request, "municipalities/offers/conflict.html", context)


@form_page
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then mark the offer as no longer open to join."""
    user = actor_of(request)
    offer = _kept(user, pk)
    if request.method == "POST":
        withdraw_offer(actor=user, offer=offer)
        messages.success(request, "Das Angebot ist zurückgezogen. Sie können es jederzeit wieder anbieten.")
        return redirect("offers:detail", pk)
    return render(request, "municipalities/offers/withdraw.html", {"offer": offer})


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the withdrawal back."""
    user = actor_of(request)
    restore_offer(actor=user, offer=_kept(user, pk))
    messages.success(request, "Das Angebot steht wieder zur Wahl.")
    return redirect("offers:detail", pk)
