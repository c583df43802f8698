"""Notes on the law in the administration: list, new, change, withdraw."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.law_note_forms import LABELS, LawNoteFilter, LawNoteForm, form_label, show
from cooperations.models import LawNote
from cooperations.services.law_notes import (
    LawNoteData,
    change_law_note,
    enter_law_note,
    note_values,
    withdraw_law_note,
)
from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial
from ikz.ui.versions import differences, taken_as_stored

PAGE_SIZE = 50
COLUMNS = ("Land", "Thema", "Form", "Hinweis", "Quelle", "Stand", "Zurückgezogen am")
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def note_list(request: HttpRequest) -> HttpResponse:
    """Notes by Land and topic; ``?format=xlsx`` and ``csv`` export the same rows."""
    rows = LawNote.objects.visible_to(actor_of(request)).select_related("updated_by")
    found = LawNoteFilter(request.GET, queryset=rows)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name="rechtshinweise", columns=COLUMNS, rows=_lines(found.qs))
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page_obj": page,
        "rows": [(note, form_label(note.model_key)) for note in page],
        "query": kept.urlencode(),
    }
    return render_page_or_partial(
        request,
        page="cooperations/law_notes/list.html",
        partial="cooperations/law_notes/partials/list.html",
        context=context,
    )


def _lines(notes: Iterable[LawNote]) -> Iterator[list[Cell]]:
    for note in notes:
        yield [
            note.get_land_display(),
            note.get_topic_display(),
            form_label(note.model_key),
            note.text,
            note.source,
            note.dated_on,
            note.withdrawn_at,
        ]


@form_page
@for_administrators
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for a new note; Land and form may stand in the address."""
    if request.method != "POST":
        preset = {name: request.GET.get(name, "") for name in ("land", "topic", "model_key")}
        return render(request, "cooperations/law_notes/form.html", {"form": LawNoteForm(initial=preset)})
    form = LawNoteForm(request.POST)
    if form.is_valid():
        try:
            enter_law_note(actor=actor_of(request), data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Der Hinweis ist eingetragen und auf den Modellblättern zu sehen.")
            return redirect("law_notes:list")
    return render(request, "cooperations/law_notes/form.html", {"form": form})


@form_page
@for_administrators
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a note; a second saver chooses field by field."""
    note = _note(request, pk)
    if request.method != "POST":
        return _show(request, note, LawNoteForm(initial=note_values(note) | {"version": note.version}))
    form = LawNoteForm(request.POST)
    if not form.is_valid():
        return _show(request, note, form)
    seen = form.cleaned_data["version"] or 0
    data = replace(form.to_data(), **taken_as_stored(request.POST, note_values(note)))
    try:
        change_law_note(actor=actor_of(request), note=note, data=data, expected_version=seen)
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, data, seen)
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = LawNoteForm(asdict(data) | {"version": seen})
        merged.is_valid()
        add_errors(merged, error)
        return _show(request, note, merged)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("law_notes:list")


@form_page
@for_administrators
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the note off the public pages."""
    note = _note(request, pk)
    if request.method == "POST":
        withdraw_law_note(actor=actor_of(request), note=note)
        messages.success(request, "Der Hinweis ist zurückgezogen.")
        return redirect("law_notes:list")
    return render(request, "cooperations/law_notes/withdraw.html", {"note": note})


def _note(request: HttpRequest, pk: int) -> LawNote:
    row: LawNote = get_editable(LawNote.objects, actor_of(request), pk=pk)
    return row


def _show(request: HttpRequest, note: LawNote, form: LawNoteForm) -> HttpResponse:
    return render(request, "cooperations/law_notes/form.html", {"note": note, "form": form})


def _show_conflict(request: HttpRequest, current: LawNote, mine: LawNoteData, seen: int) -> HttpResponse:
    event = current.events.filter(version=seen).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    context = {
        "note": current,
        "form": LawNoteForm(initial=asdict(mine) | {"version": current.version}),
        "differences": differences(
            labels=LABELS,
            stored=note_values(current),
            mine=asdict(mine),
            before={} if event is None else note_values(event),
            show=show,
        ),
    }
    return render(request, "cooperations/law_notes/conflict.html", context)
