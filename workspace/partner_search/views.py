"""The page of a partner search and its files."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from ikz.accounts.models import User
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from municipalities.matching import Match
from municipalities.models import Kind, Municipality, Need
from municipalities.own import own_municipality
from workspace.partner_search import map as drawing
from workspace.partner_search.evidence import filters_in_words
from workspace.partner_search.forms import SearchForm
from workspace.partner_search.levels import CITY
from workspace.partner_search.selectors import Found, Line, find, lines, proximity_of

PAGE_SIZE = 20
BIGGEST_KEY = 10
HEADER = (
    "Rang",
    "Kommune",
    "Amtlicher Schlüssel",
    "Ebene",
    "Kreis",
    "Land",
    "Passung in Prozent",
    "Entfernung in km",
    "Bevölkerung",
    "Begründung",
    "Adresse",
)


def own_need(user: User, municipality: Municipality, key: str) -> Need:
    """An open need of one's own municipality by its number; everything else does not exist here."""
    if not (key.isdecimal() and key.isascii() and len(key) <= BIGGEST_KEY):
        raise Http404
    needs = Need.objects.editable_by(user).open().filter(municipality=municipality, pk=int(key))
    need = needs.select_related("municipality").first()
    if need is None:
        raise Http404
    return need


@require_safe
@login_required
def search(request: HttpRequest, ags: str) -> HttpResponse:
    """Rank possible partners for ``?bedarf=``; without it, choose a need. For the municipality's own staff."""
    user = actor_of(request)
    municipality = own_municipality(user, ags=ags)
    if "bedarf" not in request.GET:
        needs = Need.objects.editable_by(user).open().filter(municipality=municipality)
        context = {"municipality": municipality, "needs": needs, "may_edit": True}
        return render(request, "workspace/partner_search/choose.html", context)
    need = own_need(user, municipality, request.GET["bedarf"])
    form = SearchForm(request.GET, own=municipality)
    wanted = form.wanted()
    found = find(user, need, wanted)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name=f"partnersuche-{ags}", columns=HEADER, rows=_cells(user, found))
    page: Paginator[Match] = Paginator(found.matches, PAGE_SIZE)
    page_obj = page.get_page(request.GET.get("page"))
    shown = lines(user, found, list(page_obj.object_list), first_rank=page_obj.start_index())
    kept = request.GET.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    context = {
        "municipality": municipality,
        "may_edit": True,
        "need": need,
        "form": form,
        "adjusted": bool(set(request.GET) - {"bedarf", "page"}),
        "page_obj": page_obj,
        "lines": shown,
        "map": drawing.draw(municipality, shown, _background(user)),
        "query": kept.urlencode(),
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "filters": filters_in_words(wanted),
        "nearness_asked": proximity_of(need) != "none",
    }
    return render_page_or_partial(
        request,
        page="workspace/partner_search/search.html",
        partial="workspace/partner_search/partials/result.html",
        context=context,
    )


def _background(user: User) -> list[tuple[float, float]]:
    """Where the Kreise and kreisfreie Städte lie, by which readers recognise the country."""
    rows = Municipality.objects.visible_to(user).present().filter(CITY | Q(kind=Kind.DISTRICT))
    placed = rows.filter(latitude__isnull=False, longitude__isnull=False).order_by()
    return [(north or 0, east or 0) for north, east in placed.values_list("latitude", "longitude")]


def _cells(user: User, found: Found) -> Iterator[list[Cell]]:
    for line in lines(user, found, found.matches):
        yield _line_cells(line)


def _line_cells(line: Line) -> list[Cell]:
    row = line.municipality
    return [
        line.rank,
        row.display_name,
        row.ags,
        row.get_kind_display(),
        str(row.parent or ""),
        row.land_name,
        line.percent,
        None if line.distance_km is None else Decimal(str(round(line.distance_km, 1))),
        row.population,
        line.reason,
        f"{settings.BASE_URL}/kommunen/{row.ags}/",
    ]
