"""Action items of a cooperation: the list, one in full, entered, changed, and marked as done."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.models import Cooperation, Partner
from cooperations.views.lookup import coordinated, seen
from cooperations.views.versions import show_conflict, with_choices
from governance.filters import ACTION_SORTS, ActionFilter
from governance.forms.decisions import ActionEditForm, ActionForm, ProgressForm, labels, show
from governance.gates import get_led
from governance.models import ActionItem, AgendaItem, Resolution
from governance.selectors.actions import ActionLine, action_lines
from governance.services.actions import (
    Origin,
    change_action,
    create_action,
    earlier,
    record_progress,
    stored_progress,
    stored_values,
)
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial

PAGE_SIZE = 20
HEADER = (
    "Aufgabe",
    "Stand",
    "Fällig am",
    "Hinweis zum Termin",
    "Verantwortliche Kommune",
    "Zuständig",
    "Was gehört dazu",
    "Bemerkung",
    "Beschluss",
    "Sitzung",
    "Adresse",
)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the action items; ``?format=csv`` and ``?format=xlsx`` give a file."""
    cooperation, viewer = seen(request, slug)
    user = actor_of(request)
    rows = ActionItem.objects.visible_to(user).filter(cooperation=cooperation)
    rows = rows.order_by(*ACTION_SORTS["due"][1], "pk")
    partners = Partner.objects.filter(cooperation=cooperation, action_items__isnull=False)
    partners = partners.select_related("municipality").distinct()
    found = ActionFilter(request.GET, queryset=rows, request=request, user=user, partners=partners)
    wanted = found.qs.select_related("partner__municipality", "person", "resolution", "meeting")
    if fmt := wanted_format(request.GET.get("format")):
        cells = _cells(slug, action_lines(user, wanted))
        return export(fmt, name=f"aufgaben-{slug}", columns=HEADER, rows=cells)
    page = Paginator(wanted, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render_page_or_partial(
        request,
        page="governance/actions/list.html",
        partial="governance/actions/partials/list.html",
        context={
            "cooperation": cooperation,
            "filter": found,
            "page_obj": page,
            "rows": action_lines(user, page.object_list),
            "total": page.paginator.count,
            "filtered": any(kept.get(name) for name in ("q", "state", "partner", "mine")),
            "export_query": f"{kept.urlencode()}&" if kept else "",
            "may_plan": viewer.coordinates and not user.read_only,
        },
    )


@form_page
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an action item; ``?punkt=`` and ``?beschluss=`` say what it comes from."""
    cooperation, viewer = seen(request, slug)
    user, origin = actor_of(request), _origin(request, slug)
    if origin.item is None and not (viewer.coordinates and not user.read_only):
        raise PermissionDenied
    form = ActionForm(request.POST if request.method == "POST" else None, cooperation=cooperation)
    if request.method == "POST" and form.is_valid():
        try:
            row = create_action(actor=user, cooperation=cooperation, data=form.to_data(), origin=origin)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Die Aufgabe „{row}“ ist eingetragen.")
            if origin.item is not None:
                return redirect("governance:conduct", origin.item.meeting_id)
            return redirect("governance:action", slug, row.pk)
    context = {"cooperation": cooperation, "form": form, "origin": origin, "query": request.GET.urlencode()}
    return render(request, "governance/actions/form.html", context)


@require_safe
@login_required
def action(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One action item in full."""
    cooperation, viewer = seen(request, slug)
    user, row = actor_of(request), _one(request, cooperation, pk)
    [line] = action_lines(user, [row])
    context = {
        "cooperation": cooperation,
        "action": row,
        "line": line,
        "may_plan": viewer.coordinates and not user.read_only,
    }
    return render(request, "governance/actions/detail.html", context)


@form_page
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an action item; a second saver chooses field by field."""
    cooperation, _ = coordinated(request, slug)
    row = _one(request, cooperation, pk)
    if request.method != "POST":
        form = ActionEditForm(initial=stored_values(row) | {"version": row.version}, cooperation=cooperation)
        return _show_edit(request, row, form)
    blank = ActionEditForm(cooperation=cooperation)
    form = ActionEditForm(with_choices(request.POST, blank, stored_values(row)), cooperation=cooperation)
    if not form.is_valid():
        return _show_edit(request, row, form)
    version: int = form.cleaned_data["version"]
    try:
        change_action(actor=actor_of(request), action=row, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        event = earlier(conflict.current, version)
        before = stored_values(event) if event else {}
        return _show_conflict(request, form, conflict.current, stored_values(conflict.current), before)
    except ValidationError as error:
        add_errors(form, error)
        return _show_edit(request, row, form)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("governance:action", slug, pk)


@form_page
@login_required
def progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mark an action item as done, dropped or open again."""
    cooperation, _ = seen(request, slug)
    row, user = _one(request, cooperation, pk), actor_of(request)
    if not ActionItem.objects.filter(pk=pk).carried_by(user).exists():
        raise PermissionDenied
    if request.method != "POST":
        return _show_progress(
            request, row, ProgressForm(initial=stored_progress(row) | {"version": row.version})
        )
    form = ProgressForm(with_choices(request.POST, ProgressForm(), stored_progress(row)))
    if not form.is_valid():
        return _show_progress(request, row, form)
    version: int = form.cleaned_data["version"]
    try:
        record_progress(actor=user, action=row, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        event = earlier(conflict.current, version)
        before = stored_progress(event) if event else {}
        return _show_conflict(request, form, conflict.current, stored_progress(conflict.current), before)
    except ValidationError as error:
        add_errors(form, error)
        return _show_progress(request, row, form)
    messages.success(request, f"Der Stand von „{row}“ ist gespeichert.")
    return redirect("governance:action", slug, pk)


def _origin(request: HttpRequest, slug: str) -> Origin:
    user, item, resolution = actor_of(request), None, None
    if (key := request.GET.get("punkt", "")).isdecimal():
        rows = AgendaItem.objects.filter(body__cooperation__slug=slug, meeting__isnull=False)
        item = get_led(rows.select_related("meeting", "body"), user, pk=int(key[:18]))
    if (key := request.GET.get("beschluss", "")).isdecimal():
        resolution = get_visible(Resolution.objects.filter(cooperation__slug=slug), user, pk=int(key[:18]))
    return Origin(item=item, resolution=resolution)


def _one(request: HttpRequest, cooperation: Cooperation, pk: int) -> ActionItem:
    rows = ActionItem.objects.filter(cooperation=cooperation)
    rows = rows.select_related("partner__municipality", "person", "resolution", "meeting", "item")
    row: ActionItem = get_visible(rows, actor_of(request), pk=pk)
    row.cooperation = cooperation
    return row


def _cells(slug: str, rows: list[ActionLine]) -> Iterator[list[Cell]]:
    for line in rows:
        row = line.action
        yield [
            row.title,
            row.get_state_display(),
            row.due_on,
            line.due.word,
            str(row.partner),
            row.function,
            row.description,
            row.note,
            row.resolution.reference if row.resolution else "",
            row.meeting.title if row.meeting else "",
            f"{settings.BASE_URL}/kooperationen/{slug}/aufgaben/{row.pk}/",
        ]


def _show_edit(request: HttpRequest, row: ActionItem, form: ActionForm) -> HttpResponse:
    context = {"cooperation": row.cooperation, "action": row, "form": form}
    return render(request, "governance/actions/form.html", context)


def _show_progress(request: HttpRequest, row: ActionItem, form: ProgressForm) -> HttpResponse:
    context = {"cooperation": row.cooperation, "action": row, "form": form}
    return render(request, "governance/actions/state.html", context)


def _show_conflict(
    request: HttpRequest, form: Any, current: ActionItem, stored: dict[str, Any], before: dict[str, Any]
) -> HttpResponse:
    return show_conflict(
        request,
        current.cooperation,
        form=form,
        labels=labels(form),
        stored=stored,
        before=before,
        show=lambda name, value: show(form, name, value),
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=f"/kooperationen/{current.cooperation.slug}/aufgaben/{current.pk}/",
        template="governance/actions/conflict.html",
        extra={"action_item": current},
    )
