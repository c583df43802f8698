"""Plan, change and remove a measure: pages of the coordination."""

from dataclasses import asdict, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cooperations.forms.measures import MeasureEditForm, MeasureForm, initial, labels, show
from cooperations.models import Cooperation, Measure
from cooperations.services import change_measure, plan_measure, remove_measure
from cooperations.services.measures import MeasureData, earlier_values, reason_to_stay, stored_values
from cooperations.views.lookup import coordinated
from cooperations.views.measures import one
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors
from ikz.ui.versions import differences, taken_as_stored

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a new measure."""
    cooperation, _ = coordinated(request, slug)
    if request.method != "POST":
        return _show(request, cooperation, MeasureForm(cooperation=cooperation))
    form = MeasureForm(request.POST, cooperation=cooperation)
    if form.is_valid():
        try:
            row = plan_measure(actor=actor_of(request), cooperation=cooperation, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Die Maßnahme „{row}“ ist geplant.")
            return redirect("cooperations:measure", slug, row.pk)
    return _show(request, cooperation, form)


@form_page
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a measure; a second saver chooses field by field."""
    cooperation, _ = coordinated(request, slug)
    row = one(request, cooperation, pk)
    if request.method != "POST":
        values = initial(MeasureData(**stored_values(row))) | {"version": row.version}
        return _show(request, cooperation, _form(row, values), row)
    form = MeasureEditForm(request.POST, cooperation=cooperation, measure=row)
    if not form.is_valid():
        return _show(request, cooperation, form, row)
    version: int = form.cleaned_data["version"]
    data = replace(form.to_data(), **taken_as_stored(request.POST, stored_values(row)))
    try:
        change_measure(actor=actor_of(request), measure=row, data=data, expected_version=version)
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, data, version)
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = MeasureEditForm(_as_typed(row, data, version), cooperation=cooperation, measure=row)
        merged.is_valid()
        # What the form says already is not said twice.
        found = error.update_error_dict({})
        add_errors(merged, ValidationError({k: v for k, v in found.items() if k not in merged.errors}))
        return _show(request, cooperation, merged, row)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("cooperations:measure", slug, pk)


@form_page
@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove a measure that has not begun; what cannot be removed is given up instead."""
    cooperation, _ = coordinated(request, slug)
    row = one(request, cooperation, pk)
    if request.method == "POST":
        try:
            remove_measure(actor=actor_of(request), measure=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("cooperations:measure_remove", slug, pk)
        messages.success(request, f"Die Maßnahme „{row}“ ist entfernt.")
        return redirect("cooperations:measures", slug)
    context = {"cooperation": cooperation, "measure": row, "reason": reason_to_stay(row)}
    return render(request, "cooperations/measures/remove.html", context)


def _form(row: Measure, values: dict[str, Any]) -> MeasureEditForm:
    return MeasureEditForm(initial=values, cooperation=row.cooperation, measure=row)


def _as_typed(row: Measure, data: MeasureData, version: int) -> dict[str, Any]:
    form = _form(row, {})
    values = initial(data)
    return {
        name: field.prepare_value(values[name]) for name, field in form.fields.items() if name in values
    } | {"version": version}


def _show(
    request: HttpRequest, cooperation: Cooperation, form: MeasureForm, row: Measure | None = None
) -> HttpResponse:
    context = {"cooperation": cooperation, "form": form, "measure": row}
    return render(request, "cooperations/measures/form.html", context)


def _show_conflict(request: HttpRequest, current: Measure, mine: MeasureData, version: int) -> HttpResponse:
    form = _form(current, initial(mine) | {"version": current.version})
    found = differences(
        labels=labels(form),
        stored=stored_values(current),
        mine=asdict(mine),
        before=earlier_values(current, version),
        show=lambda name, value: show(form, name, value),
    )
    context = {
        "cooperation": current.cooperation,
        "measure": current,
        "form": form,
        "differences": found,
        "action": request.path,
    }
    return render(request, "cooperations/measures/conflict.html", context)
