"""The list of cooperations, as page and as file."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cooperations.measure_words import SOON_DAYS
from cooperations.models import Cooperation
from cooperations.selectors.relations import Standing, may_create, standing
from ikz.access.actors import actor_of
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from workspace.portfolio_filter import PortfolioFilter
from workspace.selectors.invitations import open_invitations
from workspace.selectors.portfolio import Line, lines
from workspace.traffic_light import LOW_SHARE

PAGE_SIZE = 20
NARROWING = ("search", "phase", "model", "task_area", "overdue", "light")
HEADER = (
    "Titel",
    "Untertitel",
    "Federführung",
    "Partner",
    "Zahl der Partner",
    "Schulen",
    "Schülerinnen und Schüler",
    "Modell",
    "Phase",
    "Aufgabenbereiche",
    "Quick Check",
    "Ampel",
    "Gründe der Ampel",
    "Überfällige Maßnahmen",
    "Überfällige Aufgaben",
    "Nächste Frist",
    "Was dann fällig ist",
    "Nächste Sitzung",
    "Meine Rolle",
    "Adresse",
)


@require_safe
@login_required
def portfolio(request: HttpRequest) -> HttpResponse:
    """List the visitor's cooperations; ``?format=csv`` and ``?format=xlsx`` export what the filter leaves."""
    user = actor_of(request)
    known = standing(user)
    rows = Cooperation.objects.visible_to(user).with_coordination(user).order_by("title", "pk")
    found = PortfolioFilter(request.GET, queryset=rows, request=request)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name="kooperationen", columns=HEADER, rows=_lines(found, known))
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "filter": found,
        "page_obj": page,
        "rows": lines(page.object_list, known),
        "filtered": any(request.GET.get(name) for name in NARROWING),
        "export_query": f"{kept.urlencode()}&" if kept else "",
        "invitations": open_invitations(user) if known.is_invited else [],
        "soon_days": SOON_DAYS,
        "low_share": LOW_SHARE,
        "may_create": may_create(user, known),
    }
    return render_page_or_partial(
        request,
        page="workspace/portfolio.html",
        partial="workspace/partials/portfolio_list.html",
        context=context,
    )


def _lines(found: PortfolioFilter, known: Standing) -> Iterator[list[Cell]]:
    for line in lines(found.qs, known):
        yield _cells(line)


def _cells(line: Line) -> list[Cell]:
    row, score, deadline = line.cooperation, line.score, line.deadline
    return [
        row.title,
        row.subtitle,
        line.lead,
        ", ".join(line.partners),
        line.partner_count,
        line.school_count,
        line.pupil_count,
        ", ".join(row.model_labels) or "noch offen",
        row.get_phase_display(),
        ", ".join(row.task_area_labels),
        f"erfüllt {score.fulfilled} von {score.applicable}",
        line.signal.light.label,
        "; ".join(line.signal.reasons),
        line.overdue_measures,
        line.overdue_actions,
        deadline.day if deadline else None,
        deadline.what if deadline else "",
        line.next_meeting,
        line.role,
        f"{settings.BASE_URL}/kooperationen/{row.slug}/",
    ]
