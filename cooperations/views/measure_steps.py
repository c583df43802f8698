"""Carry a measure on: by a form, or by one button on the board."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cooperations.forms.measures import StepForm, initial, labels, show
from cooperations.models import Measure, MeasureState
from cooperations.selectors.measures import OPEN_STATES
from cooperations.services import advance_measure
from cooperations.services.measures import Step, stored_step
from cooperations.views.lookup import seen
from cooperations.views.measures import one, show_list
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.forms import add_errors
from ikz.ui.htmx import wants_partial
from ikz.ui.versions import differences, taken_as_stored


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """State, progress and today's value; a second saver chooses field by field."""
    cooperation, _ = seen(request, slug)
    row = one(request, cooperation, pk)
    get_editable(Measure.objects, actor_of(request), pk=pk)
    if request.method != "POST":
        form = StepForm(initial=stored_step(row) | {"version": row.version})
        return _show(request, row, form)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    version: int = form.cleaned_data["version"]
    wanted = replace(form.to_step(), **taken_as_stored(request.POST, stored_step(row)))
    try:
        advance_measure(actor=actor_of(request), measure=row, step=wanted, expected_version=version)
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, wanted, version)
    except ValidationError as error:
        add_errors(form, error)
        return _show(request, row, form)
    messages.success(request, f"Gespeichert. {_hint(row, wanted.state)}".strip())
    return redirect("cooperations:measure", slug, pk)


@require_POST
@login_required
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One step on the board: ``state`` from the button, ``version`` as it was shown."""
    cooperation, viewer = seen(request, slug)
    row = one(request, cooperation, pk)
    get_editable(Measure.objects, actor_of(request), pk=pk)
    state, version = request.POST.get("state", ""), request.POST.get("version", "")
    word, problem = "", ""
    if state not in MeasureState.values or not version.isdecimal():
        problem = "Dieser Schritt ist nicht bekannt. Bitte laden Sie die Seite neu."
    else:
        wanted = replace(Step(**stored_step(row)), state=state)
        try:
            advance_measure(
                actor=actor_of(request), measure=row, step=wanted, expected_version=int(version[:9])
            )
        except EditConflict:
            problem = (
                f"„{row}“ hat inzwischen jemand anderes geändert. Hier steht der neue Stand; "
                "bitte entscheiden Sie noch einmal."
            )
        else:
            word = f"„{row}“: {MeasureState(state).label}. {_hint(row, state)}".strip()
    if wants_partial(request):
        return show_list(
            request, cooperation, viewer, board=True, word=word or problem, moved=pk, problem=problem
        )
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, word)
    return _back(request, slug, pk)


def _back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """To the page the button was on, at the same measure."""
    if request.GET.get("ansicht") != "board":
        return redirect("cooperations:measure", slug, pk)
    address = reverse("cooperations:measures", args=[slug])
    return redirect(f"{address}?{request.GET.urlencode()}#m-{pk}")


def _hint(row: Measure, state: str) -> str:
    """What is worth a thought after the step; it never stood in its way."""
    unfinished = [f"„{other}“" for other in row.waits_for.all() if other.state in OPEN_STATES]
    if state == MeasureState.DONE and unfinished:
        return f"Sie wartete noch auf {', '.join(unfinished)}: Bitte prüfen Sie, ob das noch gebraucht wird."
    waiting = [f"„{other}“" for other in row.waited_for_by.all() if other.state in OPEN_STATES]
    if state == MeasureState.DROPPED and waiting:
        return f"Darauf wartet noch {', '.join(waiting)}. Sie können die Maßnahme jederzeit wieder aufnehmen."
    return "Sie können die Maßnahme jederzeit wieder aufnehmen." if state == MeasureState.DROPPED else ""


def _show(request: HttpRequest, row: Measure, form: StepForm) -> HttpResponse:
    context = {"cooperation": row.cooperation, "measure": row, "form": form}
    return render(request, "cooperations/measures/step.html", context)


def _show_conflict(request: HttpRequest, current: Measure, mine: Step, version: int) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    form = StepForm(initial=initial(mine) | {"version": current.version})
    found = differences(
        labels=labels(form),
        stored=stored_step(current),
        mine=asdict(mine),
        before={} if event is None else stored_step(event),
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
