"""Memberships in municipalities and mandates for authorities: both hold for a period."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.ui.exports import export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from municipalities import services
from municipalities.areas import name_areas
from workspace import exports
from workspace.filters import ListFilter, MandateFilter, MembershipFilter
from workspace.forms.administration import WHOLE_AUTHORITY, EndForm, MandateForm, MembershipForm
from workspace.selectors import administration
from workspace.views.administration.areas import change_area
from workspace.views.administration.shared import PAGE_SIZE, accepted, export_query


def _list(request: HttpRequest, found: ListFilter, name: str) -> HttpResponse:
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    if name == "mandates":
        name_areas(actor_of(request), list(page.object_list))
    context = {
        "filter": found,
        "export_query": export_query(request),
        "page_obj": page,
        "today": timezone.localdate(),
    }
    return render_page_or_partial(
        request,
        page=f"workspace/administration/{name}.html",
        partial=f"workspace/administration/partials/{name}.html",
        context=context,
    )


def _account_asked_for(request: HttpRequest) -> dict[str, Any]:
    """The account whose page led here (``?konto=12``) as the form's first value."""
    pk = request.GET.get("konto", "")
    rows = administration.accounts(actor_of(request))
    row = rows.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) <= 18 else None  # noqa: PLR2004 - digits of a bigint
    return {"user": row.email} if row else {}


@require_safe
@for_administrators
def membership_list(request: HttpRequest) -> HttpResponse:
    """Who works for which municipality, and from when to when; exports as ``?format=``."""
    rows = administration.memberships(actor_of(request))
    found = MembershipFilter(request.GET, queryset=rows, request=request)
    if fmt := wanted_format(request.GET.get("format")):
        lines = exports.membership_lines(found.qs)
        return export(fmt, name="zugehoerigkeiten", columns=exports.MEMBERSHIPS, rows=lines)
    return _list(request, found, "memberships")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def membership_add(request: HttpRequest) -> HttpResponse:
    """Let an account work for one more municipality."""
    viewer = actor_of(request)
    form = MembershipForm(request.POST or None, actor=viewer, initial=_account_asked_for(request))
    if accepted(request, form, lambda: services.add_membership(actor=viewer, **form.cleaned_data)):
        messages.success(request, "Die Zugehörigkeit ist eingetragen.")
        return redirect("administration:account", form.cleaned_data["user"].pk)
    return render(request, "workspace/administration/membership_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the last day of a membership."""
    viewer = actor_of(request)
    row = get_object_or_404(administration.memberships(viewer), pk=pk)
    form = EndForm(request.POST or None, initial={"valid_until": row.valid_until or timezone.localdate()})
    if accepted(
        request, form, lambda: services.end_membership(actor=viewer, membership_id=pk, **form.cleaned_data)
    ):
        messages.success(request, "Der letzte Tag der Zugehörigkeit ist eingetragen.")
        return redirect("administration:account", row.user_id)
    return render(request, "workspace/administration/membership_end.html", {"form": form, "row": row})


@require_safe
@for_administrators
def mandate_list(request: HttpRequest) -> HttpResponse:
    """Who reads for which authority, and until when; exports as ``?format=``."""
    rows = administration.mandates(actor_of(request))
    found = MandateFilter(request.GET, queryset=rows, request=request)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name="mandate", columns=exports.MANDATES, rows=exports.mandate_lines(found.qs))
    return _list(request, found, "mandates")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def mandate_add(request: HttpRequest) -> HttpResponse:
    """Let an account read for an authority."""
    viewer = actor_of(request)
    if "add_row" in request.POST:
        return _show_mandate(request, MandateForm.with_new_row(request.POST, actor=viewer))
    form = MandateForm(request.POST or None, actor=viewer, initial=_account_asked_for(request))
    if accepted(request, form, lambda: services.grant_mandate(actor=viewer, **form.cleaned_data)):
        messages.success(request, "Das Mandat ist eingetragen.")
        return redirect("administration:account", form.cleaned_data["user"].pk)
    return _show_mandate(request, form)


def _show_mandate(request: HttpRequest, form: MandateForm) -> HttpResponse:
    return render(request, "workspace/administration/mandate_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate earlier, or extend it."""
    viewer = actor_of(request)
    row = get_object_or_404(administration.mandates(viewer), pk=pk)
    form = EndForm(request.POST or None, initial={"valid_until": row.valid_until})
    if accepted(
        request, form, lambda: services.change_mandate_end(actor=viewer, mandate_id=pk, **form.cleaned_data)
    ):
        messages.success(request, "Der letzte Tag des Mandats ist eingetragen.")
        return redirect("administration:account", row.user_id)
    return render(request, "workspace/administration/mandate_end.html", {"form": form, "row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def mandate_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Limit a mandate to a part of its authority's area."""
    row = get_object_or_404(administration.mandates(actor_of(request)), pk=pk)
    return change_area(
        request,
        row,
        empty_means=WHOLE_AUTHORITY,
        back=reverse("administration:account", args=[row.user_id]),
        page={
            "of": f"{row.user}, {row.authority}",
            "title": "Gebiet des Mandats",
            "lead": "Das Konto liest nur, woran eine Kommune aus diesem Gebiet beteiligt ist.",
            "parent": {"title": "Mandate", "url": reverse("administration:mandates")},
        },
    )
