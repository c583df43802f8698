"""Describe a need along the guiding questions, change it, close it and open it again: for its own staff."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.forms import add_errors
from ikz.ui.versions import differences, taken_as_stored
from municipalities.catalog import task_areas
from municipalities.models import Municipality, Need
from municipalities.need_forms import LABELS, NeedEditForm, NeedForm, initial, show
from municipalities.own import own_municipality
from municipalities.services import change_need, close_need, describe_need, reopen_need
from municipalities.services.needs import NeedData, stored_values

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def create(request: HttpRequest, ags: str) -> HttpResponse:
    """Describe a new need; ``?task_area=`` presets the first answer."""
    municipality = own_municipality(request.user, ags=ags)
    if request.method != "POST":
        return _show(request, municipality, NeedForm(initial=_preset(request.GET.get("task_area"))))
    form = NeedForm(request.POST)
    if form.is_valid():
        try:
            need = describe_need(actor=actor_of(request), municipality=municipality, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Der Bedarf ist beschrieben. Jetzt können Sie nach Partnern suchen.")
            return redirect("needs:detail", ags, need.pk)
    return _show(request, municipality, form)


def _preset(key: str | None) -> dict[str, str]:
    area = task_areas().get(key or "")
    return {"task_area": area.key, "mep_phase": area.mep} if area else {}


@form_page
@login_required
def edit(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """Change an open need; a second saver chooses field by field."""
    need = _own(request, ags, pk)
    if not need.is_open:
        messages.info(request, "Dieser Bedarf ist erledigt. Öffnen Sie ihn wieder, bevor Sie ihn ändern.")
        return redirect("needs:detail", ags, pk)
    if request.method != "POST":
        values = initial(NeedData(**stored_values(need))) | {"version": need.version}
        return _show(request, need.municipality, NeedEditForm(initial=values), need)
    form = NeedEditForm(request.POST)
    if not form.is_valid():
        return _show(request, need.municipality, form, need)
    seen: int = form.cleaned_data["version"]
    data = replace(form.to_data(), **taken_as_stored(request.POST, stored_values(need)))
    try:
        change_need(actor=actor_of(request), need=need, data=data, expected_version=seen)
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, data, seen)
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = NeedEditForm(initial(data) | {"version": seen})
        merged.is_valid()
        add_errors(merged, error)
        return _show(request, need.municipality, merged, need)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("needs:detail", ags, pk)


@form_page
@login_required
def close(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """Ask once, then close the need; ``reopen`` in the form opens a closed one again."""
    need = _own(request, ags, pk)
    if request.method != "POST":
        context = {"municipality": need.municipality, "may_edit": True, "need": need}
        return render(request, "municipalities/needs/close.html", context)
    reopen = "reopen" in request.POST
    service, done = (
        (reopen_need, "Der Bedarf ist wieder offen.")
        if reopen
        else (close_need, "Der Bedarf ist erledigt. Sie können ihn jederzeit wieder öffnen.")
    )
    try:
        service(actor=actor_of(request), need=need)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("needs:detail", ags, pk)


def _own(request: HttpRequest, ags: str, pk: int) -> Need:
    rows = Need.objects.select_related("municipality")
    need: Need = get_editable(rows, request.user, municipality__ags=ags, pk=pk)
    return need


def _show(
    request: HttpRequest, municipality: Municipality, form: NeedForm, need: Need | None = None
) -> HttpResponse:
    context = {"municipality": municipality, "may_edit": True, "form": form, "need": need}
    return render(request, "municipalities/needs/form.html", context)


def _show_conflict(request: HttpRequest, current: Need, mine: NeedData, seen: int) -> HttpResponse:
    event = current.events.filter(version=seen).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    found = differences(
        labels=LABELS,
        stored=stored_values(current),
        mine=asdict(mine),
        before={} if event is None else stored_values(event),
        show=show,
    )
    context = {
        "municipality": current.municipality,
        "may_edit": True,
        "need": current,
        "form": NeedEditForm(initial=initial(mine) | {"version": current.version}),
        "differences": found,
    }
    return render(request, "municipalities/needs/conflict.html", context)
