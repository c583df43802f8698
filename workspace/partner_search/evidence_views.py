"""Keep a search with a cooperation, and read what was kept."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.models import Cooperation, PartnerSearch
from cooperations.services import keep_search
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from municipalities.own import own_municipality
from workspace.partner_search.evidence import evidence, filters_in_words
from workspace.partner_search.forms import KeepForm, SearchForm
from workspace.partner_search.views import own_need


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep(request: HttpRequest, ags: str) -> HttpResponse:
    """Choose the cooperation a search is kept with; the search itself is in the address."""
    user = actor_of(request)
    municipality = own_municipality(user, ags=ags)
    need = own_need(user, municipality, request.GET.get("bedarf", ""))
    wanted = SearchForm(request.GET, own=municipality).wanted()
    form = KeepForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        cooperation: Cooperation = form.cleaned_data["cooperation"]
        kept = keep_search(
            actor=user, cooperation=cooperation, need=need, result=evidence(user, need, wanted)
        )
        messages.success(request, "Die Partnersuche ist mit der Kooperation gesichert.")
        return redirect("partner_search:kept", cooperation.slug, kept.pk)
    context = {
        "municipality": municipality,
        "may_edit": True,
        "need": need,
        "form": form,
        "any_cooperation": Cooperation.objects.editable_by(user).exists(),
        "filters": filters_in_words(wanted),
        "query": request.GET.urlencode(),
    }
    return render(request, "workspace/partner_search/keep.html", context)


@require_safe
@login_required
def kept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a kept search to whoever sees the cooperation."""
    user = actor_of(request)
    cooperation = get_visible(Cooperation.objects, user, slug=slug)
    row = get_visible(PartnerSearch.objects, user, cooperation=cooperation, pk=pk)
    context = {
        "cooperation": cooperation,
        "row": row,
        "result": _dated(row.result),
        "interests": cooperation.interests.select_related("municipality") if row.token else (),
    }
    return render(request, "workspace/partner_search/kept.html", context)


def _dated(result: dict[str, Any]) -> dict[str, Any]:
    """The stored result with dates instead of their ISO spelling."""
    dates = {
        name: date.fromisoformat(result[name]) if result.get(name) else None
        for name in ("searched_on", "register_as_of")
    }
    return {**result, **dates}
