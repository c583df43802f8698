"""The bodies of a cooperation: list, suggestions, one body in full, and the forms of the coordination."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperations.views.versions import show_conflict, with_choices
from governance.body_presets import PRESETS
from governance.forms.bodies import LABELS, BodyEditForm, BodyForm, initial, show_body
from governance.models import Body, Member
from governance.planning import SOURCE
from governance.reflection import questions
from governance.selectors.bodies import body_lines, next_meetings, suggestions
from governance.selectors.people import missing, places, unreachable
from governance.selectors.series import more_than_needed, series_lines
from governance.services.bodies import (
    change_body,
    create_body,
    create_suggested_body,
    dissolve_body,
    from_preset,
    restore_body,
    stored_body,
)
from governance.views.lookup import Here, body_of, edited_here, here
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])
HEADER = (
    "Gremium",
    "Art",
    "Kommune oder Stelle",
    "Stimmgewicht",
    "Funktion",
    "Rolle",
    "Stellvertretung",
    "E-Mail",
    "von",
    "bis",
)


@require_safe
@login_required
def bodies(request: HttpRequest, slug: str) -> HttpResponse:
    """List the bodies and those the models suggest; ``?format=csv`` and ``?format=xlsx`` list all members."""
    at = here(request, slug)
    rows = Body.objects.visible_to(actor_of(request)).filter(cooperation=at.cooperation)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name=f"gremien-{slug}", columns=HEADER, rows=_cells(request, at))
    lines = body_lines(rows)
    context = {
        "cooperation": at.cooperation,
        "may_edit": at.may_edit,
        "lines": [line for line in lines if line.body.dissolved_on is None],
        "dissolved": [line.body for line in lines if line.body.dissolved_on is not None],
        "suggestions": suggestions(at.cooperation),
    }
    return render(request, "governance/bodies/list.html", context)


def _cells(request: HttpRequest, at: Here) -> Iterator[list[Cell]]:
    rows = Member.objects.visible_to(actor_of(request)).filter(seat__body__cooperation=at.cooperation)
    rows = rows.select_related("user", "seat__body", "seat__partner__municipality")
    for row in rows.order_by("seat__body__title", "seat", "is_deputy", "pk"):
        yield [
            row.seat.body.title,
            row.seat.body.get_kind_display(),
            str(row.seat),
            row.seat.vote_weight,
            row.function,
            row.get_office_display(),
            "ja" if row.is_deputy else "nein",
            row.address,
            row.valid_from,
            row.valid_until,
        ]


@require_safe
@login_required
def body(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One body: seats and members, rules, standing items, series and the next meeting."""
    at = here(request, slug)
    row = body_of(request, at, pk)
    today = timezone.localdate()
    found = places(row, today)
    context = {
        "cooperation": at.cooperation,
        "body": row,
        "may_edit": at.may_edit and row.dissolved_on is None,
        "coordinates": at.may_edit,
        "places": [place for place in found if place.holds],
        "former": [place for place in found if not place.holds],
        "missing": [*missing(found, at.cooperation.partners.all()), *unreachable(row, today)],
        "standing": list(row.standing_items.all()),
        "questions": questions(),
        "series": series_lines(list(row.series.filter(ended=False))),
        "next_meeting": next_meetings([row.pk]).get(row.pk),
        "more_than_needed": more_than_needed(row),
        "source": SOURCE,
    }
    return render(request, "governance/bodies/detail.html", context)


@require_POST
@login_required
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a suggested body with one click."""
    at = edited_here(request, slug)
    try:
        row = create_suggested_body(
            actor=actor_of(request), cooperation=at.cooperation, kind=request.POST.get("kind", "")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("governance:bodies", slug)
    messages.success(request, f"„{row}“ ist eingerichtet. Tragen Sie als Nächstes die Mitglieder ein.")
    return redirect("governance:body", slug, row.pk)


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a body by hand, beginning with what its kind usually is."""
    at = edited_here(request, slug)
    if request.method != "POST":
        kind = request.GET.get("art", "working-group")
        preset = from_preset(PRESETS.get(kind, PRESETS["working-group"]))
        return _show_form(request, at, BodyForm(initial=initial(preset)))
    form = BodyForm(request.POST)
    if form.is_valid():
        try:
            row = create_body(actor=actor_of(request), cooperation=at.cooperation, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, f"„{row}“ ist eingerichtet. Tragen Sie als Nächstes die Mitglieder ein."
            )
            return redirect("governance:body", slug, row.pk)
    return _show_form(request, at, form)


@form_page
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a body; a second saver chooses field by field."""
    at = edited_here(request, slug)
    row = body_of(request, at, pk)
    stored = stored_body(row)
    if request.method != "POST":
        return _show_form(request, at, BodyEditForm(initial=stored | {"version": row.version}), row)
    form = BodyEditForm(with_choices(request.POST, BodyEditForm(), stored))
    if not form.is_valid():
        return _show_form(request, at, form, row)
    version: int = form.cleaned_data["version"]
    try:
        change_body(actor=actor_of(request), body=row, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        return _conflict(request, at, form, conflict.current, version)
    except ValidationError as error:
        add_errors(form, error)
        return _show_form(request, at, form, row)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("governance:body", slug, pk)


def _conflict(request: HttpRequest, at: Here, form: BodyForm, current: Body, version: int) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return show_conflict(
        request,
        at.cooperation,
        form=form,
        labels=LABELS,
        stored=stored_body(current),
        before={} if event is None else stored_body(event),
        show=show_body,
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=reverse("governance:body", args=(at.cooperation.slug, current.pk)),
        template="governance/conflict.html",
    )


def _show_form(request: HttpRequest, at: Here, form: BodyForm, row: Body | None = None) -> HttpResponse:
    context: dict[str, Any] = {"cooperation": at.cooperation, "form": form, "body": row}
    return render(request, "governance/bodies/form.html", context)


@form_page
@login_required
def dissolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then dissolve a body; a dissolved one is taken up again."""
    at = edited_here(request, slug)
    row = body_of(request, at, pk)
    if request.method == "POST":
        again = row.dissolved_on is not None
        try:
            (restore_body if again else dissolve_body)(actor=actor_of(request), body=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"„{row}“ ist {'wieder eingesetzt' if again else 'aufgelöst'}.")
        return redirect("governance:body", slug, pk)
    return render(request, "governance/bodies/dissolve.html", {"cooperation": at.cooperation, "body": row})
