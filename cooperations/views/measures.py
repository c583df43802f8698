"""The measures of a cooperation as list, board and file, and one measure in full."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cooperations.measure_filters import MeasureFilter, ordered
from cooperations.measure_words import due
from cooperations.models import Cooperation, Measure, Partner
from cooperations.selectors.measures import Line, columns, lines, measures_summary, with_relations
from cooperations.selectors.relations import Relation
from cooperations.services.measures import reason_to_stay
from cooperations.views.lookup import seen
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial

PAGE_SIZE = 20
COLUMN_SIZE = 20
HEADER = (
    "Maßnahme",
    "Stand",
    "Fortschritt in Prozent",
    "Fertig bis",
    "Hinweis zum Termin",
    "Verantwortliche Kommune",
    "Zuständige Stelle",
    "Was genau",
    "Woran gemessen",
    "Zielwert",
    "Heutiger Wert",
    "Nutzen",
    "Mittel",
    "Wartet auf",
    "Adresse",
)


@require_safe
@login_required
def measures(request: HttpRequest, slug: str) -> HttpResponse:
    """List the measures; ``?ansicht=board`` shows the board, ``?format=csv`` and ``?format=xlsx`` a file."""
    cooperation, viewer = seen(request, slug)
    if fmt := wanted_format(request.GET.get("format")):
        user = actor_of(request)
        rows = lines(user, with_relations(filtered(request, cooperation, board=False).qs))
        return export(fmt, name=f"massnahmen-{slug}", columns=HEADER, rows=_cells(slug, rows))
    return show_list(request, cooperation, viewer, board=request.GET.get("ansicht") == "board")


def filtered(request: HttpRequest, cooperation: Cooperation, *, board: bool) -> MeasureFilter:
    """What the visitor's filter leaves of the cooperation's measures."""
    user = actor_of(request)
    rows = ordered(Measure.objects.visible_to(user).filter(cooperation=cooperation), "due")
    partners = Partner.objects.filter(cooperation=cooperation, measures__isnull=False)
    partners = partners.select_related("municipality").distinct()
    return MeasureFilter(
        request.GET, queryset=rows, request=request, user=user, partners=partners, board=board
    )


def show_list(
    request: HttpRequest,
    cooperation: Cooperation,
    viewer: Relation,
    *,
    board: bool,
    word: str = "",
    moved: int | None = None,
    problem: str = "",
) -> HttpResponse:
    """The list or the board, as page or fragment; ``word`` is read out after a step with ``moved``."""
    user, found = actor_of(request), filtered(request, cooperation, board=board)
    kept = request.GET.copy()
    for name in ("page", "ansicht"):
        kept.pop(name, None)
    context: dict[str, Any] = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "may_plan": viewer.coordinates and not user.read_only,
        "filter": found,
        "board": board,
        "summary": measures_summary([cooperation.pk])[cooperation.pk],
        "filtered": any(kept.get(name) for name in ("state", "partner", "due", "mine")),
        "kept_query": kept.urlencode(),
        "export_query": f"{kept.urlencode()}&" if kept else "",
        "word": word,
        "moved": moved,
        "problem": problem,
    }
    context |= _board(user, found) if board else _page(request, user, found)
    return render_page_or_partial(
        request,
        page="cooperations/measures/list.html",
        partial="cooperations/measures/partials/list.html",
        context=context,
    )


def _board(user: User, found: MeasureFilter) -> dict[str, Any]:
    parts = columns(user, found.qs, COLUMN_SIZE)
    return {"columns": parts, "total": sum(part.count for part in parts)}


def _page(request: HttpRequest, user: User, found: MeasureFilter) -> dict[str, Any]:
    page = Paginator(with_relations(found.qs), PAGE_SIZE).get_page(request.GET.get("page"))
    return {"page_obj": page, "rows": lines(user, page.object_list), "total": page.paginator.count}


def _cells(slug: str, rows: list[Line]) -> Iterator[list[Cell]]:
    for line in rows:
        row = line.measure
        yield [
            row.title,
            row.get_state_display(),
            line.progress,
            row.due_on,
            line.due.word,
            str(row.partner),
            row.function,
            row.description,
            row.indicator,
            row.target_value,
            row.current_value,
            row.benefit,
            row.resources,
            ", ".join(other.title for other in row.waits_for.all()),
            f"{settings.BASE_URL}/kooperationen/{slug}/massnahmen/{row.pk}/",
        ]


def one(request: HttpRequest, cooperation: Cooperation, pk: int) -> Measure:
    """A measure of the cooperation; Http404 where there is none."""
    rows = with_relations(Measure.objects.filter(cooperation=cooperation))
    row: Measure = get_visible(rows, actor_of(request), pk=pk)
    row.cooperation = cooperation
    return row


@require_safe
@login_required
def measure(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One measure: what it is, how far it is, what it waits for and what waits for it."""
    cooperation, viewer = seen(request, slug)
    row, user = one(request, cooperation, pk), actor_of(request)
    [line] = lines(user, [row])
    today = timezone.localdate()
    linked = {
        name: [Line(other, due(other.state, other.due_on, today), may_advance=False) for other in found]
        for name, found in (("waits_for", row.waits_for.all()), ("waited_for_by", row.waited_for_by.all()))
    }
    may_plan = viewer.coordinates and not user.read_only
    context = {
        "cooperation": cooperation,
        "line": line,
        "measure": row,
        "may_plan": may_plan,
        "may_remove": may_plan and not reason_to_stay(row),
        **linked,
    }
    return render(request, "cooperations/measures/detail.html", context)
