"""Entries of the frame, of whichever kind: others involved, prerequisites, barriers."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cooperations.forms.conduct import KINDS, Kind, PartForm, partner_names
from cooperations.models import Cooperation, Prerequisite, Progress
from cooperations.services.conduct import (
    MODELS,
    BarrierData,
    Part,
    PartData,
    PrerequisiteData,
    add_part,
    change_part,
    data_of,
    remove_part,
)
from cooperations.views.framework import show_conflict
from cooperations.views.lookup import coordinated
from cooperations.views.versions import with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.forms import add_errors
from ikz.ui.htmx import wants_partial

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _row(request: HttpRequest, cooperation: Cooperation, kind: Kind, pk: int) -> Part:
    rows = MODELS[kind.data_class].objects
    row: Part = get_editable(rows, actor_of(request), cooperation=cooperation, pk=pk)
    return row


@form_page
@login_required
def add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Enter one more."""
    words = _kind(kind)
    cooperation, _ = coordinated(request, slug)
    names = partner_names(cooperation)
    form = words.form(request.POST if request.method == "POST" else None, partners=names)
    if request.method == "POST" and form.is_valid():
        try:
            add_part(actor=actor_of(request), cooperation=cooperation, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _done(request, slug, kind, f"{words.noun}: eingetragen.")
    return _show(request, cooperation, form, title=words.add)


@form_page
@login_required
def edit(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Change one; a second saver chooses field by field."""
    words = _kind(kind)
    cooperation, _ = coordinated(request, slug)
    row = _row(request, cooperation, words, pk)
    names = partner_names(cooperation, keep=getattr(row, "partner_id", None))
    stored = asdict(data_of(row, words.data_class))
    if request.method != "POST":
        form = words.form(initial=stored | {"version": row.version}, partners=names)
        return _show(request, cooperation, form, title=words.edit)
    form = words.form(with_choices(request.POST, words.form(partners=names), stored), partners=names)
    if form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            change_part(actor=actor_of(request), part=row, data=form.to_data(), expected_version=seen)
        except EditConflict as conflict:
            event = conflict.current.events.filter(version=seen).order_by("-pgh_id").first()
            return show_conflict(
                request,
                cooperation,
                form,
                labels={name: str(form.fields[name].label) for name in stored},
                stored=asdict(data_of(conflict.current, words.data_class)),
                before=asdict(data_of(event, words.data_class)) if event else {},
                now={"version": str(conflict.current.version)},
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _done(request, slug, kind, "Die Änderung ist gespeichert.")
    return _show(request, cooperation, form, title=words.edit)


@form_page
@login_required
def remove(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Ask once, then remove."""
    words = _kind(kind)
    cooperation, _ = coordinated(request, slug)
    row = _row(request, cooperation, words, pk)
    if request.method == "POST":
        remove_part(actor=actor_of(request), part=row)
        return _done(request, slug, kind, f"{words.noun}: entfernt.")
    context = {"cooperation": cooperation, "row": row, "section": kind}
    return render(request, "cooperations/framework/remove.html", context)


@require_POST
@login_required
def mark(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Set only the state of a prerequisite or a barrier: the row again for HTMX, else the page."""
    words = _kind(kind)
    cooperation, viewer = coordinated(request, slug)
    row = _row(request, cooperation, words, pk)
    data = _marked(data_of(row, words.data_class), request.POST.get("stand", ""))
    if data is None:
        return HttpResponseBadRequest("Diesen Stand gibt es hier nicht.")
    version = request.POST.get("version", "")
    word = "Der Stand ist gespeichert."
    try:
        row = change_part(
            actor=actor_of(request),
            part=row,
            data=data,
            expected_version=int(version[:9]) if version.isdecimal() else 0,
        )
    except EditConflict as conflict:
        row, word = (
            conflict.current,
            "Inzwischen hat jemand diesen Eintrag geändert. Sie sehen den neuen Stand.",
        )
    if not wants_partial(request):
        return _done(request, slug, kind, word)
    name = "prerequisite" if isinstance(row, Prerequisite) else "barrier"
    context = {"cooperation": cooperation, "viewer_relation": viewer, "row": row, "word": word}
    return render(request, f"cooperations/framework/partials/{name}.html", context)


def _marked(data: PartData, state: str) -> PartData | None:
    if isinstance(data, PrerequisiteData) and state in Progress.values:
        return replace(data, state=state)
    if isinstance(data, BarrierData) and state in ("offen", "ueberwunden"):
        return replace(data, resolved=state == "ueberwunden")
    return None


def _show(request: HttpRequest, cooperation: Cooperation, form: PartForm, *, title: str) -> HttpResponse:
    context = {"cooperation": cooperation, "form": form, "title": title}
    return render(request, "cooperations/framework/part.html", context)


def _done(request: HttpRequest, slug: str, kind: str, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(f"{reverse('cooperations:framework', args=[slug])}#{kind}")
