"""A history as a page, and as a file: the same for a cooperation, an agreement and the administration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from workspace.history.entries import Entry, History
from workspace.history.forms import HistoryForm
from workspace.history.sql import Scope

PAGE_SIZE = 40
CHUNK = 1000
COLUMNS = ("Zeitpunkt", "Wer", "Bereich", "Art", "Eintrag", "Vorgang", "Angabe", "Vorher", "Nachher")


@dataclass(frozen=True)
class Place:
    """Where a history is shown: template, name of its files, and what else the page needs."""

    page: str
    file_name: str
    context: dict[str, Any]


def answer(request: HttpRequest, scope: Scope, place: Place, *, reads_all: bool) -> HttpResponse:
    """The page of a history, the part of it that HTMX asks for, or the file (``?format=csv``, ``xlsx``)."""
    whole = History(scope, reads_all=reads_all)
    form = HistoryForm(request.GET or None, sources=scope.sources, people=whole.people())
    history = History(replace(scope, wanted=form.wanted()), reads_all=reads_all)
    if fmt := wanted_format(request.GET.get("format")):
        return export(fmt, name=place.file_name, columns=COLUMNS, rows=lines(history))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = place.context | {
        "form": form,
        "export_query": f"{kept.urlencode()}&" if kept else "",
        "page_obj": Paginator(cast("Sequence[Entry]", history), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render_page_or_partial(
        request, page=place.page, partial="workspace/history/partials/entries.html", context=context
    )


def lines(history: History) -> Iterator[list[Cell]]:
    """One line per changed field; a step without any has one line too."""
    for entry in history.in_chunks(CHUNK):
        head: list[Cell] = [entry.when, entry.who, entry.area, entry.kind, entry.title, entry.word]
        for change in entry.changes:
            yield [*head, change.label, change.old, change.new]
        if not entry.changes:
            yield [*head, "", "", ""]
