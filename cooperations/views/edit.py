"""A cooperation's own data, and the choice between two versions when two people edit at once."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cooperations.forms.cooperation import CooperationEditForm
from cooperations.model_checks import forms_to_check
from cooperations.models import Cooperation
from cooperations.selectors.versions import display, earlier_values, same
from cooperations.services import update_cooperation
from cooperations.services.cooperations import CooperationData, stored_values
from cooperations.views.lookup import coordinated
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors
from ikz.ui.versions import MINE, STORED, Difference


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the data of a cooperation; a second saver chooses field by field."""
    cooperation, _ = coordinated(request, slug)
    if request.method != "POST":
        form = CooperationEditForm(initial=stored_values(cooperation) | {"version": cooperation.version})
        return _show(request, cooperation, form)
    form = CooperationEditForm(request.POST)
    if not form.is_valid():
        return _show(request, cooperation, form)
    data = _chosen(request, cooperation, form.to_data())
    try:
        update_cooperation(
            actor=actor_of(request),
            cooperation=cooperation,
            data=data,
            expected_version=form.cleaned_data["version"],
        )
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, data, form.cleaned_data["version"])
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = CooperationEditForm(_as_typed(data, form.cleaned_data["version"]))
        merged.is_valid()
        add_errors(merged, error)
        return _show(request, cooperation, merged)
    messages.success(request, "Die Änderungen sind gespeichert.")
    if set(data.model_keys) != set(cooperation.model_keys):
        say_what_to_check(request, cooperation, data.model_keys)
    return redirect("workspace:overview", slug)


def say_what_to_check(request: HttpRequest, cooperation: Cooperation, model_keys: Iterable[str]) -> None:
    """Tell of forms chosen just now that the catalog does not know in a Land of the partners."""
    for sentence in forms_to_check(cooperation, model_keys):
        messages.warning(request, f"Bitte prüfen: {sentence}")


def _chosen(request: HttpRequest, stored: Cooperation, mine: CooperationData) -> CooperationData:
    """Take the stored value wherever the person chose it on the page with both versions."""
    taken = {
        item.name: getattr(stored, item.name)
        for item in fields(CooperationData)
        if request.POST.get(f"choice_{item.name}") == STORED
    }
    return replace(mine, **taken)


def _as_typed(data: CooperationData, version: int) -> dict[str, Any]:
    form = CooperationEditForm()
    values = {item.name: getattr(data, item.name) for item in fields(data)}
    return {name: form.fields[name].prepare_value(value) for name, value in values.items()} | {
        "version": version
    }


def _show(request: HttpRequest, cooperation: Cooperation, form: CooperationEditForm) -> HttpResponse:
    context = {
        "cooperation": cooperation,
        "form": form,
        "to_check": forms_to_check(cooperation, form["model_keys"].value() or ()),
    }
    return render(request, "cooperations/edit.html", context)


def _show_conflict(
    request: HttpRequest, current: Cooperation, mine: CooperationData, seen_version: int
) -> HttpResponse:
    values = {item.name: getattr(mine, item.name) for item in fields(mine)}
    form = CooperationEditForm(initial=values | {"version": current.version})
    before = earlier_values(current, seen_version)
    stored = stored_values(current)
    differences = []
    for name, bound in ((name, form[name]) for name in values):
        if same(name, stored[name], values[name]):
            continue
        untouched = name in before and same(name, before[name], values[name])
        differences.append(
            Difference(
                name=name,
                label=str(bound.label),
                stored=display(name, stored[name]),
                mine=display(name, values[name]),
                preset=STORED if untouched else MINE,
                untouched=untouched,
            )
        )
    context = {"cooperation": current, "form": form, "differences": differences}
    return render(request, "cooperations/edit_conflict.html", context)
