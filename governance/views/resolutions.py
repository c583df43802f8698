"""The register of resolutions of a cooperation: list, file, one in full, and how far it is carried out."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.models import Cooperation
from cooperations.views.lookup import seen
from cooperations.views.versions import show_conflict, with_choices
from governance.filters import ResolutionFilter
from governance.forms.decisions import ImplementationForm, labels, show
from governance.models import Ballot, Body, Resolution
from governance.querysets import ResolutionQuerySet
from governance.selectors.actions import KINDS, action_lines
from governance.selectors.ballots import sheet, with_votes
from governance.services.resolutions import earlier_values, record_implementation, stored_values
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial

PAGE_SIZE = 20
HEADER = (
    "Nummer",
    "Beschlossen am",
    "Gremium",
    "Sitzung",
    "Gegenstand",
    "Beschlusstext",
    "Ergebnis",
    "Umsetzung",
    "Stand der Umsetzung",
    "Adresse",
)


@require_safe
@login_required
def resolutions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the resolutions; ``?format=csv`` and ``?format=xlsx`` give a file."""
    cooperation, _ = seen(request, slug)
    found = _filtered(request, cooperation)
    rows = found.qs.select_related("body", "meeting", "ballot")
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name=f"beschluesse-{slug}", columns=HEADER, rows=_cells(slug, rows))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render_page_or_partial(
        request,
        page="governance/resolutions/list.html",
        partial="governance/resolutions/partials/list.html",
        context={
            "cooperation": cooperation,
            "filter": found,
            "page_obj": page,
            "rows": [(row, KINDS[row.state]) for row in page.object_list],
            "total": page.paginator.count,
            "filtered": any(kept.get(name) for name in ("q", "year", "body", "state")),
            "export_query": f"{kept.urlencode()}&" if kept else "",
        },
    )


@require_safe
@login_required
def resolution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One resolution: its words, how it came about, how far it is, and what is to be done for it."""
    cooperation, viewer = seen(request, slug)
    user, row = actor_of(request), _one(request, cooperation, pk)
    ballot = get_visible(with_votes(Ballot.objects.all()), user, pk=row.ballot_id)
    actions = row.action_items.select_related("partner__municipality", "person")
    context = {
        "cooperation": cooperation,
        "resolution": row,
        "kind": KINDS[row.state],
        "sheet": sheet(user, ballot),
        "ballot": ballot,
        "actions": action_lines(user, actions),
        "may_change": viewer.coordinates and not user.read_only,
    }
    return render(request, "governance/resolutions/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def implementation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far a resolution is carried out; a second saver chooses field by field."""
    cooperation, _ = seen(request, slug)
    row = _one(request, cooperation, pk)
    get_editable(Resolution.objects, actor_of(request), pk=pk)
    if request.method != "POST":
        form = ImplementationForm(initial=stored_values(row) | {"version": row.version})
        return _show(request, row, form)
    form = ImplementationForm(with_choices(request.POST, ImplementationForm(), stored_values(row)))
    if not form.is_valid():
        return _show(request, row, form)
    version: int = form.cleaned_data["version"]
    try:
        record_implementation(
            actor=actor_of(request), resolution=row, data=form.to_data(), expected_version=version
        )
    except EditConflict as conflict:
        return _show_conflict(request, form, conflict.current, version)
    except ValidationError as error:
        add_errors(form, error)
        return _show(request, row, form)
    messages.success(request, f"Der Stand von Beschluss {row.reference} ist gespeichert.")
    return redirect("governance:resolution", slug, pk)


def _filtered(request: HttpRequest, cooperation: Cooperation) -> ResolutionFilter:
    rows = Resolution.objects.visible_to(actor_of(request)).filter(cooperation=cooperation)
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    bodies = (
        Body.objects.filter(cooperation=cooperation, resolutions__isnull=False).distinct().order_by("title")
    )
    return ResolutionFilter(request.GET, queryset=rows, request=request, years=list(years), bodies=bodies)


def _one(request: HttpRequest, cooperation: Cooperation, pk: int) -> Resolution:
    rows = Resolution.objects.filter(cooperation=cooperation).select_related("body", "meeting")
    row: Resolution = get_visible(rows, actor_of(request), pk=pk)
    row.cooperation = cooperation
    return row


def _cells(slug: str, rows: ResolutionQuerySet[Resolution]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.reference,
            row.decided_on,
            row.body.title,
            row.meeting.title if row.meeting else "Umlauf",
            row.title,
            row.text,
            row.ballot.summary,
            row.get_state_display(),
            row.state_note,
            f"{settings.BASE_URL}/kooperationen/{slug}/beschluesse/{row.pk}/",
        ]


def _show(request: HttpRequest, row: Resolution, form: ImplementationForm) -> HttpResponse:
    context = {"cooperation": row.cooperation, "resolution": row, "form": form}
    return render(request, "governance/resolutions/state.html", context)


def _show_conflict(
    request: HttpRequest, form: ImplementationForm, current: Resolution, version: int
) -> HttpResponse:
    return show_conflict(
        request,
        current.cooperation,
        form=form,
        labels=labels(form),
        stored=stored_values(current),
        before=earlier_values(current, version),
        show=lambda name, value: show(form, name, value),
        now={"version": current.version},
        title=f"Beschluss {current.reference}",
        keep_url=f"/kooperationen/{current.cooperation.slug}/beschluesse/{current.pk}/",
        template="governance/resolutions/conflict.html",
        extra={"resolution": current},
    )
