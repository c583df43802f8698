"""The register of municipalities, for everybody who is signed in: searched, narrowed, and as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from ikz.access.pagination import KeysFirst
from ikz.access.querysets import Viewer
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial, wants_partial
from municipalities import selectors
from municipalities.models import Municipality
from municipalities.querysets import MunicipalityQuerySet
from workspace.municipality_filters import RegisterFilter

PAGE_SIZE = 50
POSTAL_CODE = 5
HEADER = (
    "Schlüssel",
    "Name",
    "Amtlicher Name",
    "Ebene",
    "Art",
    "Gehört zu",
    "Kreis",
    "Land",
    "Bevölkerung",
    "Fläche in km²",
    "Regionalschlüssel",
    "Postleitzahl",
    "Frühere Namen",
    "Nicht mehr geführt ab Gebietsstand",
)


@dataclass(frozen=True)
class Entry:
    """A row of the register and the name of the Kreis it lies in, empty where it lies in none."""

    row: Municipality
    district: str


@require_safe
@login_required
def municipality_list(request: HttpRequest) -> HttpResponse:
    """Search the register; ``?format=csv`` and ``?format=xlsx`` export what the filter leaves."""
    user = actor_of(request)
    found = RegisterFilter(request.GET, queryset=Municipality.objects.visible_to(user), request=request)
    if fmt := wanted_format(request.GET.get("format")):
        rows = found.qs.select_related("parent")
        return export(fmt, name="kommunen", columns=HEADER, rows=_lines(user, rows))
    kept = request.GET.copy()
    kept.pop("page", None)
    page = KeysFirst(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    if changed := _land_changed(request):
        # The form stands outside the list that HTMX swaps.
        found.form.fields["district"].widget.attrs["hx-swap-oob"] = "true"
    search = str(found.form.cleaned_data.get("search") or "").strip()
    entries = list(_entries(user, page.object_list))
    context = {
        "filter": found,
        "page_obj": page,
        "entries": entries,
        "gone": 0 if entries else _dissolved(request),
        "export_query": f"{kept.urlencode()}&" if kept else "",
        # Each municipality stands with one postal code, that of its administration.
        "wider": search[:3] if search.isdecimal() and len(search) == POSTAL_CODE else "",
        "land_changed": changed,
    }
    return render_page_or_partial(
        request,
        page="municipalities/list.html",
        partial="municipalities/partials/list.html",
        context=context,
    )


def _dissolved(request: HttpRequest) -> int:
    """How many the same filter finds among those that the directory no longer has."""
    asked = request.GET.copy()
    asked["dissolved"] = "on"
    rows = Municipality.objects.visible_to(actor_of(request)).filter(dissolved_as_of__isnull=False)
    found: MunicipalityQuerySet[Municipality] = RegisterFilter(asked, queryset=rows, request=request).qs
    return found.count()


def _land_changed(request: HttpRequest) -> bool:
    """Whether HTMX asks for another Land than the page shows: then the Kreise to choose from change too."""
    shown = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    return wants_partial(request) and shown.get("land", "") != request.GET.get("land", "")


def _entries(user: Viewer, rows: Iterable[Municipality]) -> Iterator[Entry]:
    fetched = list(rows)
    names = selectors.district_names(user, fetched)
    return (Entry(row, names.get(row.pk, "")) for row in fetched)


def _lines(user: Viewer, rows: Iterable[Municipality]) -> Iterator[list[Cell]]:
    for entry in _entries(user, rows):
        row = entry.row
        yield [
            row.ags,
            row.display_name,
            row.name,
            row.get_kind_display(),
            row.designation,
            str(row.parent or ""),
            entry.district,
            row.land_name,
            row.population,
            row.area_km2,
            row.ars,
            row.postal_code,
            "; ".join(row.former_names),
            row.dissolved_as_of,
        ]
