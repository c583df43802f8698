"""One school: read by everybody, entered, changed, closed and opened again by staff of its Schulträger."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.ui.forms import add_errors
from ikz.ui.versions import differences, taken_as_stored
from municipalities.models import Municipality, School
from municipalities.own import own_municipality
from municipalities.school_forms import LABELS, SchoolEditForm, SchoolForm, known_school_forms, show
from municipalities.school_selectors import related_to
from municipalities.services import add_school, change_school, close_school, reopen_school
from municipalities.services.schools import SchoolData, stored_values

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def create(request: HttpRequest, ags: str) -> HttpResponse:
    """Enter a school of the own municipality."""
    municipality = own_municipality(request.user, ags=ags)
    form = SchoolForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            school = add_school(actor=actor_of(request), municipality=municipality, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{school.name} ist eingetragen.")
            return redirect("schools:list", ags)
    return _show(request, municipality, form)


@form_page
@login_required
def detail(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """The facts about a school; for staff of its Schulträger, while it runs, a form."""
    place = get_visible(Municipality.objects, request.user, ags=ags)
    rows = School.objects.select_related("authority__municipality", "authority__seat", "location")
    school = get_visible(related_to(rows, ags), request.user, pk=pk)
    mine = School.objects.editable_by(request.user).filter(pk=pk, authority__municipality=place).exists()
    if not mine or school.closed_on:
        if request.method == "POST":
            if not mine:
                raise PermissionDenied
            messages.info(
                request, "Diese Schule ist geschlossen. Öffnen Sie sie wieder, bevor Sie sie ändern."
            )
            return redirect("schools:detail", ags, pk)
        context = {"municipality": place, "school": school, "may_edit": mine}
        return render(request, "municipalities/schools/detail.html", context)
    return _edit(request, place, school)


def _edit(request: HttpRequest, municipality: Municipality, school: School) -> HttpResponse:
    if request.method != "POST":
        values = stored_values(school) | {"version": school.version}
        return _show(request, municipality, SchoolEditForm(initial=values), school)
    form = SchoolEditForm(request.POST)
    if not form.is_valid():
        return _show(request, municipality, form, school)
    seen: int = form.cleaned_data["version"]
    data = replace(form.to_data(), **taken_as_stored(request.POST, stored_values(school)))
    try:
        change_school(actor=actor_of(request), school_id=school.pk, data=data, expected_version=seen)
    except EditConflict as conflict:
        return _show_conflict(request, municipality, conflict.current, data, seen)
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = SchoolEditForm(_as_typed(data, seen))
        merged.is_valid()
        add_errors(merged, error)
        return _show(request, municipality, merged, school)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("schools:list", municipality.ags)


@form_page
@login_required
def close(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """Ask once, then close the school; ``reopen`` in the form opens a closed one again."""
    rows = School.objects.filter(authority__municipality__ags=ags).select_related("authority__municipality")
    school: School = get_editable(rows, request.user, pk=pk)
    if request.method != "POST":
        context = {"municipality": school.authority.municipality, "may_edit": True, "school": school}
        return render(request, "municipalities/schools/close.html", context)
    try:
        if "reopen" in request.POST:
            reopen_school(actor=actor_of(request), school_id=pk)
            done = f"{school.name} ist wieder geöffnet."
        else:
            close_school(actor=actor_of(request), school_id=pk)
            done = f"{school.name} ist geschlossen. Sie können sie jederzeit wieder öffnen."
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("schools:detail", ags, pk)


def _as_typed(data: SchoolData, version: int) -> dict[str, object]:
    fields = SchoolEditForm.base_fields
    return {name: fields[name].prepare_value(value) for name, value in asdict(data).items()} | {
        "version": version
    }


def _show(
    request: HttpRequest, municipality: Municipality, form: SchoolForm, school: School | None = None
) -> HttpResponse:
    context = {
        "municipality": municipality,
        "may_edit": True,
        "form": form,
        "school": school,
        "school_forms": known_school_forms(),
    }
    return render(request, "municipalities/schools/form.html", context)


def _show_conflict(
    request: HttpRequest, municipality: Municipality, current: School, mine: SchoolData, seen: int
) -> HttpResponse:
    event = current.events.filter(version=seen).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    found = differences(
        labels=LABELS,
        stored=stored_values(current),
        mine=asdict(mine),
        before={} if event is None else stored_values(event),
        show=show,
    )
    context = {
        "municipality": municipality,
        "may_edit": True,
        "school": current,
        "form": SchoolEditForm(initial=asdict(mine) | {"version": current.version}),
        "differences": found,
    }
    return render(request, "municipalities/schools/conflict.html", context)
