"""What supervision has opened of an agreement, for those whose agreement it is."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agreements.access_filter import AccessFilter
from agreements.models import DocumentAccess
from agreements.views.drafts import seen_place
from ikz.access.actors import actor_of
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial

PAGE_SIZE = 50
HEADER = ("Wann", "Aufsichtsbehörde", "Konto", "Geöffnet", "Fassung", "Einzelheit")


@require_safe
@login_required
def access_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of supervision opened what and when, the latest first; exports as ``?format=``."""
    place = seen_place(request, pk)
    rows = (
        DocumentAccess.objects.visible_to(actor_of(request))
        .filter(agreement=place.agreement)
        .select_related("authority", "user", "version")
        .defer("version__content")
        .order_by("-accessed_at", "-pk")
    )
    found = AccessFilter(request.GET, queryset=rows, request=request)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name="zugriffe-der-aufsicht", columns=HEADER, rows=_cells(found.qs))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        **place.context,
        "filter": found,
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "filtered": any(request.GET.get(name) for name in found.filters),
        "export_query": f"{kept.urlencode()}&" if kept else "",
    }
    return render_page_or_partial(
        request,
        page="agreements/supervision/access_log.html",
        partial="agreements/supervision/partials/access_log.html",
        context=context,
    )


def _cells(rows: Iterable[DocumentAccess]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.accessed_at,
            row.authority.name if row.authority else "",
            row.user.label if row.user else "",
            row.get_part_display(),
            row.version.number if row.version else None,
            row.detail,
        ]
