"""The page of a Steckbrief, with its texts and the choice between two versions of them."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cooperations.models import Cooperation
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.htmx import render_page_or_partial
from ikz.ui.versions import MINE, STORED, Difference
from steckbriefe import presentation, selectors, services
from steckbriefe.forms import SteckbriefForm, values_of
from steckbriefe.models import Steckbrief
from steckbriefe.services import SteckbriefTexts
from steckbriefe.views.cooperation import seen, state_context, to_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show state and texts; POST saves the texts, a second saver chooses field by field."""
    cooperation = seen(request, slug)
    if request.method == "POST":
        get_editable(Cooperation.objects, actor_of(request), pk=cooperation.pk)
        return _save(request, cooperation)
    return _show(request, cooperation)


def _show(request: HttpRequest, cooperation: Cooperation, form: SteckbriefForm | None = None) -> HttpResponse:
    context = state_context(request, cooperation)
    steckbrief, snapshot = context["steckbrief"], context["snapshot"]
    if form is None:
        form = SteckbriefForm(initial=values_of(steckbrief) | {"version": steckbrief.version})
    context |= {
        "form": form,
        "gaps": selectors.gaps(snapshot),
        "sections": presentation.sections(snapshot),
        "summary": presentation.summary(snapshot),
    }
    return render_page_or_partial(
        request, page="steckbriefe/page.html", partial="steckbriefe/partials/state.html", context=context
    )


def _save(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    form = SteckbriefForm(request.POST)
    if not form.is_valid():
        return _show(request, cooperation, form)
    stored = selectors.steckbrief_of(cooperation)
    data = _chosen(request, stored, form.to_data())
    version = form.cleaned_data["version"]
    try:
        services.save_texts(
            actor=actor_of(request), cooperation=cooperation, data=data, expected_version=version
        )
    except EditConflict as conflict:
        return _show_conflict(request, cooperation, conflict.current, data, version)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return _show(request, cooperation, form)
    messages.success(request, "Die Texte sind gespeichert.")
    return to_page(cooperation)


def _chosen(request: HttpRequest, stored: Steckbrief, mine: SteckbriefTexts) -> SteckbriefTexts:
    """Take the stored value wherever the person chose it on the page with both versions."""
    values = values_of(mine)
    theirs = values_of(stored)
    for name in values:
        if request.POST.get(f"choice_{name}") == STORED:
            values[name] = theirs[name]
    texts = {key: values[key] for key in mine.texts}
    return replace(
        mine, texts=texts, contact_office=values["contact_office"], contact_email=values["contact_email"]
    )


def _show_conflict(
    request: HttpRequest,
    cooperation: Cooperation,
    current: Steckbrief,
    mine: SteckbriefTexts,
    seen_version: int,
) -> HttpResponse:
    stored, typed = values_of(current), values_of(mine)
    before = _earlier(current, seen_version)
    form = SteckbriefForm(initial=typed | {"version": current.version})
    differences = [
        Difference(
            name=name,
            label=str(form[name].label),
            stored=_lines(stored[name]),
            mine=_lines(typed[name]),
            preset=STORED if before.get(name) == typed[name] else MINE,
            untouched=before.get(name) == typed[name],
        )
        for name in typed
        if stored[name] != typed[name]
    ]
    context = {"cooperation": cooperation, "form": form, "differences": differences}
    return render(request, "steckbriefe/conflict.html", context)


def _earlier(row: Steckbrief, version: int) -> dict[str, Any]:
    """What the person saw when they began; nothing was written yet at version 0."""
    if version == 0:
        return values_of(Steckbrief())
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return {} if event is None else values_of(event)


def _lines(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []
