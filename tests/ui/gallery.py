"""A page that shows every component, and a small HTMX form, beside the application's own addresses."""

from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.template.context import RequestContext
from django.urls import path
from django.utils.cache import patch_vary_headers
from django_cotton.compiler_regex import CottonCompiler

from ikz.ui.charts import ProgressRow, Segment, StackedRow, progress_chart, stacked_bar
from ikz.ui.htmx import wants_partial
from ikz.urls import urlpatterns as application
from tests.ui.test_forms import BAD, Sample

FRAGMENT = """<div id="antwort"{% if saved %} data-announce="Antwort gespeichert."{% endif %}>
<c-form :form="form" action="/galerie/antwort/" hx-post="/galerie/antwort/" hx-target="#antwort" hx-swap="outerHTML" warn_unsaved />
{% if saved %}<p data-autofocus tabindex="-1">Gespeichert: {{ saved }}</p>{% endif %}</div>"""
PAGE = (
    """{% extends "base.html" %}{% block title %}Antwort{% endblock %}
{% block content %}<c-page-header title="Antwort" />"""
    + FRAGMENT
    + "{% endblock %}"
)
LABELS = {
    "yes": "erfüllt",
    "mostly": "überwiegend erfüllt",
    "partly": "teilweise erfüllt",
    "no": "nicht erfüllt",
    "na": "nicht zutreffend",
    "open": "noch nicht bewertet",
}


class Answer(forms.Form):
    answer = forms.CharField(label="Antwort", widget=forms.Textarea(attrs={"rows": 3}))


class Filter(forms.Form):
    search = forms.CharField(label="Suche", required=False)
    land = forms.ChoiceField(
        label="Land", choices=[("", "Alle Länder"), ("07", "Rheinland-Pfalz")], required=False
    )


def respond(request: HttpRequest, source: str, **context: object) -> HttpResponse:
    return HttpResponse(Template(CottonCompiler().process(source)).render(RequestContext(request, context)))


def _row(label: str, *values: int) -> StackedRow:
    return StackedRow(
        label=label,
        segments=[
            Segment(key=key, label=name, value=value)
            for (key, name), value in zip(LABELS.items(), values, strict=True)
        ],
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show everything; HTMX gets the list that the filter swaps."""
    if wants_partial(request):
        found = f"Suche: {request.GET.get('search', '')}"
        return respond(request, '<div id="liste" data-announce="{{ found }}">{{ found }}</div>', found=found)
    bars = progress_chart(
        title="Stand je Phase",
        rows=[
            ProgressRow(label="Sondierung", done=5, total=6),
            ProgressRow(label="Verstetigung der gemeinsamen Aufgaben aller Beteiligten", done=0, total=2),
        ],
    )
    stack = stacked_bar(
        title="Bewertungen je Phase",
        rows=[_row("Sondierung", 2, 1, 1, 1, 0, 1), _row("Umsetzung", 1, 1, 0, 1, 1, 0)],
    )
    steps = [
        {"title": "Sondierung", "state": "done", "href": "#a", "note": "03/2022–08/2022"},
        {"title": "Umsetzung", "state": "current", "href": "#b"},
        {"title": "Verstetigung", "state": "open"},
    ]
    return respond(
        request,
        (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8"),
        form=Sample(BAD if "errors" in request.GET else None),
        filt=Filter(request.GET or None),
        page=Paginator(range(400), 20).page(5),
        pc=bars,
        sb=stack,
        steps=steps,
        cooperation={"slug": "demo", "title": "Demo"},
    )


def answer(request: HttpRequest) -> HttpResponse:
    """Save nothing, but answer as a page does; the word "kaputt" makes it fail."""
    form = Answer(request.POST or None) if request.method == "POST" else Answer()
    if request.POST.get("answer") == "kaputt":
        return HttpResponse(status=500)
    saved = form.cleaned_data["answer"] if form.is_valid() else ""
    response = respond(request, FRAGMENT if wants_partial(request) else PAGE, form=form, saved=saved)
    patch_vary_headers(response, ["HX-Request"])
    return response


urlpatterns = [path("galerie/", gallery), path("galerie/antwort/", answer), *application]
