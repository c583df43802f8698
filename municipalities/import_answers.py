"""One import over HTTP: shown, confirmed, discarded. The same below the administration and below a municipality."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikz.access.actors import actor_of
from ikz.ui.exports import export, wanted_format
from ikz.ui.htmx import render_page_or_partial, wants_partial
from municipalities import services
from municipalities.imports import outcome, presentation
from municipalities.models import ImportJob
from municipalities.reports import ImportReport

PARTIAL = "municipalities/imports/partials/job.html"


@dataclass(frozen=True)
class Face:
    """Where an import is shown: ``page`` is a template that includes :data:`PARTIAL`.

    ``start`` is the address of another upload; ``context`` is what the page needs besides.
    """

    page: str
    start: str
    context: dict[str, Any] = field(default_factory=dict)


def answer(request: HttpRequest, job: ImportJob, face: Face) -> HttpResponse:
    """Answer any request for the page of ``job``, which the caller fetched through the gate.

    GET shows it, ``?format=xlsx&liste=probleme`` downloads a list, POST with ``action`` takes the next step.
    """
    if request.method == "POST":
        return _act(request, job)
    fmt = wanted_format(request.GET.get("format"))
    if fmt and job.report:
        return _download(fmt, job, outcome.restored(job.report), request.GET.get("liste", ""))
    context = presentation.page_context(job)
    context |= {"start_url": face.start, "swapped": wants_partial(request), **face.context}
    return render_page_or_partial(request, page=face.page, partial=PARTIAL, context=context)


def _download(fmt: str, job: ImportJob, report: ImportReport, which: str) -> HttpResponse:
    if which == "probleme":
        lines = presentation.problem_lines(report)
        return export(fmt, name=f"import-{job.pk}-probleme", columns=presentation.PROBLEM_COLUMNS, rows=lines)
    lines = presentation.change_lines(report, presentation.actions_of(job))
    return export(fmt, name=f"import-{job.pk}-aenderungen", columns=presentation.CHANGE_COLUMNS, rows=lines)


def _act(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Take one step and go back to the page; what is not possible (any more) is said there."""
    actor, reference, data = actor_of(request), job.uuid, request.POST
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "confirm": (
            lambda: services.confirm_import(
                actor=actor, reference=reference, preview=data.get("preview", "")
            ),
            "",
        ),
        "force": (
            lambda: services.force_import(actor=actor, reference=reference, sure=data.get("sure") == "on"),
            "",
        ),
        "retry": (lambda: services.retry_import(actor=actor, reference=reference), ""),
        "discard": (
            lambda: services.discard_import(actor=actor, reference=reference),
            "Der Import ist verworfen, die Dateien sind gelöscht.",
        ),
    }
    act, done = steps.get(data.get("action", ""), (None, ""))
    if act is None:
        messages.warning(request, "Bitte wählen Sie, was mit dem Import geschehen soll.")
        return redirect(request.path)
    try:
        act()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)
    return redirect(request.path)
