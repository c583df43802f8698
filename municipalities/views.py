"""The register of municipalities, for everybody who is signed in."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from municipalities import selectors
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from municipalities.querysets import MunicipalityQuerySet

PAGE_SIZE = 50
HEADER = (
    "Schlüssel",
    "Name",
    "Amtlicher Name",
    "Ebene",
    "Art",
    "Gehört zu",
    "Land",
    "Bevölkerung",
    "Fläche in km²",
)


@require_safe
@login_required
def municipality_list(request: HttpRequest) -> HttpResponse:
    """Search the register; ``?format=csv`` and ``?format=xlsx`` export what the filter leaves."""
    found = MunicipalityFilter(request.GET, queryset=selectors.register(request.user), request=request)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name="kommunen", columns=HEADER, rows=_lines(found.qs))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "filter": found,
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "export_query": f"{kept.urlencode()}&" if kept else "",
    }
    return render_page_or_partial(
        request,
        page="municipalities/list.html",
        partial="municipalities/partials/list.html",
        context=context,
    )


def _lines(rows: MunicipalityQuerySet[Municipality]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.ags,
            row.display_name,
            row.name,
            row.get_kind_display(),
            row.designation,
            str(row.parent or ""),
            row.land_name,
            row.population,
            row.area_km2,
        ]
