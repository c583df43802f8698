"""Two people at the same form: the page on which the second one chooses, for forms with a version."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from cooperations.models import Cooperation
from ikz.ui.versions import differences, taken_as_stored


def with_choices(sent: QueryDict, form: forms.Form, stored: Mapping[str, Any]) -> QueryDict:
    """What was sent, with the stored value of each field for which the person chose it."""
    data = sent.copy()
    for name, value in taken_as_stored(sent, stored).items():
        shown = form.fields[name].prepare_value(value)
        data[name] = "" if shown is None else str(shown)
    return data


def show_conflict(
    request: HttpRequest,
    cooperation: Cooperation,
    *,
    form: forms.Form,
    labels: Mapping[str, str],
    stored: Mapping[str, Any],
    before: Mapping[str, Any],
    show: Callable[[str, Any], list[str]],
    now: Mapping[str, Any],
    title: str,
    keep_url: str,
    template: str = "cooperations/costs/conflict.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Offer both versions field by field; ``now`` are the hidden fields that tell what is seen from here on.

    ``template`` is the page of the room, ``extra`` what it needs beside the rest.
    """
    found = differences(
        labels=labels,
        stored=stored,
        mine={name: form.cleaned_data[name] for name in labels},
        before=before,
        show=show,
    )
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name in list(data):
        if name.startswith("choice_"):
            del data[name]
    for name, value in now.items():
        data[name] = "" if value is None else str(value)
    form.data = data
    context = {
        "cooperation": cooperation,
        "form": form,
        "differences": found,
        "conflict_title": title,
        "save_url": request.path,
        "keep_url": keep_url,
        **(extra or {}),
    }
    return render(request, template, context)
