"""The model advice for everybody: asked, answered, and forgotten; and what a cooperation keeps of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.advice_result import Result, result
from cooperations.advice_walk import Walk
from cooperations.forms.advice import KeepForm, PlaceForm, StepForm
from cooperations.models import Cooperation, ModelAdvice
from cooperations.selectors.law_notes import public_notes
from cooperations.services import keep_advice
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial
from municipalities.catalog import LAND_CHOICES


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Ask one question after the other, then show what follows from the answers."""
    walk = Walk.read(request.GET.dict())
    context: dict[str, Any] = {"walk": walk}
    if walk.is_result:
        found = result(walk.land, walk.answers, public_notes(walk.land))
        context |= _shown(found.as_values, walk) | {"laender": LAND_CHOICES}
    else:
        context["form"] = StepForm(walk)
    return render_page_or_partial(
        request,
        page="cooperations/advice/page.html",
        partial="cooperations/advice/partials/swap.html",
        context=context,
    )


def _shown(values: Mapping[str, Any], walk: Walk | None = None) -> dict[str, Any]:
    """A result for the templates, fresh or kept; with a walk, each answer has the address that changes it."""
    changes = walk.changes if walk else {}
    openings = walk.openings if walk else {}
    return {
        "result": values,
        "as_of": date.fromisoformat(values["catalog_version"]),
        "answers": [(row, changes.get(row["question"], "")) for row in values["answers"]],
        "ways": [(way, openings.get(way["question"], "")) for way in values["ways_out"]],
        # Advice that was kept before notes were has none.
        "notes": [
            {**note, "dated_on": date.fromisoformat(note["dated_on"])} for note in values.get("notes", ())
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Choose a cooperation, then keep the advice in the address with it."""
    user = actor_of(request)
    if user.read_only:
        raise PermissionDenied
    walk = Walk.read(request.GET.dict())
    found = result(walk.land, walk.answers, public_notes(walk.land))
    own = list(Cooperation.objects.editable_by(user).order_by("title", "pk")[:2])
    place = PlaceForm(request.GET if "kooperation" in request.GET else None, user=user)
    cooperation = own[0] if len(own) == 1 else place.cleaned_data["kooperation"] if place.is_valid() else None
    context: dict[str, Any] = {
        "walk": walk,
        "result": found,
        "own": own,
        "place": place,
        "cooperation": cooperation,
    }
    if cooperation is None or not walk.answers:
        return render(request, "cooperations/advice/keep.html", context)
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        best=found.best,
        initial={"version": cooperation.version},
    )
    if form.is_valid():
        try:
            kept = keep_advice(
                actor=user,
                cooperation=cooperation,
                land=walk.land,
                answers=walk.answers,
                model_keys=form.cleaned_data.get("model_keys", ()),
                expected_version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            add_errors(form, error)
        except EditConflict as conflict:
            context["cooperation"] = conflict.current
            form = _once_more(form, found, conflict.current.version)
        else:
            messages.success(request, "Die Modellberatung ist mit der Kooperation gesichert.")
            return redirect("advice:kept", cooperation.slug, kept.pk)
    return render(request, "cooperations/advice/keep.html", context | {"form": form})


def _once_more(form: KeepForm, found: Result, version: int) -> KeepForm:
    """The same ticks, to be kept against the version that the page shows now."""
    again = KeepForm({**form.cleaned_data, "version": version}, best=found.best)
    again.full_clean()
    again.add_error(
        None,
        "Jemand anderes hat die Kooperation inzwischen geändert; noch ist nichts gespeichert. Bitte vergleichen Sie "
        "mit dem bisherigen Modell, das jetzt dort steht, und sichern Sie dann noch einmal.",
    )
    return again


@require_safe
@login_required
def kept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show kept advice to whoever sees the cooperation."""
    user = actor_of(request)
    cooperation = get_visible(Cooperation.objects, user, slug=slug)
    row = get_visible(ModelAdvice.objects, user, cooperation=cooperation, pk=pk)
    walk = Walk.read({**row.answers, "land": row.land})
    context = {"cooperation": cooperation, "row": row, "again": walk.query} | _shown(row.result)
    return render(request, "cooperations/advice/kept.html", context)
