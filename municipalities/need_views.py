"""Needs as pages: those of one municipality, one in full, and all open ones across the country."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.exports import export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from municipalities.catalog import task_areas
from municipalities.models import Municipality, Need
from municipalities.need_filters import CountryNeedFilter, NeedFilter, order
from municipalities.need_forms import NEARNESS
from municipalities.need_selectors import HEADER, lines, needs_of, open_needs, similar_needs, with_place
from municipalities.offer_selectors import offers_for
from municipalities.own import works_for

PAGE_SIZE = 50


@require_safe
@login_required
def municipality_list(request: HttpRequest, ags: str) -> HttpResponse:
    """The needs of one municipality as far as the visitor may read them."""
    municipality = get_visible(Municipality.objects, request.user, ags=ags)
    rows = needs_of(request.user, municipality).order_by(*order("urgency"))
    found = NeedFilter(request.GET, queryset=rows, request=request)
    return _list(request, found, f"bedarfe-{ags}", _place(request, municipality), "list")


@require_safe
@login_required
def country_list(request: HttpRequest) -> HttpResponse:
    """Open needs of all municipalities; the most urgent first."""
    rows = open_needs(request.user).order_by(*order("urgency"))
    found = CountryNeedFilter(request.GET, queryset=rows, request=request)
    own = Municipality.objects.represented_by(actor_of(request))
    return _list(request, found, "bedarfe", {"own": list(own)}, "country")


@require_safe
@login_required
def detail(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """One need, what fits it, and who needs something alike."""
    need = get_visible(with_place(Need.objects.all()), request.user, municipality__ags=ags, pk=pk)
    context = _place(request, need.municipality) | {
        "need": need,
        "nearness": NEARNESS[task_areas()[need.task_area].proximity],
        "fitting": offers_for(actor_of(request), need),
        "similar": similar_needs(request.user, need) if need.is_open else [],
    }
    return render(request, "municipalities/needs/detail.html", context)


def _place(request: HttpRequest, municipality: Municipality) -> dict[str, Any]:
    return {"municipality": municipality, "may_edit": works_for(request.user, municipality)}


def _list(
    request: HttpRequest, found: NeedFilter, name: str, context: dict[str, Any], page: str
) -> HttpResponse:
    """Page, fragment or file of a list; ``?format=csv`` and ``?format=xlsx`` export what the filter leaves."""
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name=name, columns=HEADER, rows=lines(found.qs))
    kept = request.GET.copy()
    kept.pop("page", None)
    whole = context | {
        "filter": found,
        "filtered": any(value for key, value in kept.items() if key not in ("sort", "page")),
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "export_query": f"{kept.urlencode()}&" if kept else "",
    }
    return render_page_or_partial(
        request,
        page=f"municipalities/needs/{page}.html",
        partial="municipalities/needs/partials/list.html",
        context=whole,
    )
