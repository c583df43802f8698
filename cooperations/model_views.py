"""Public sheets of the forms of cooperation: a comparison, and a page for each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperations import catalog, model_words


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    """Compare all forms of cooperation."""
    return render(request, "cooperations/models/list.html", {"sheets": model_words.sheets()})


@require_safe
def model_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Explain one form of cooperation."""
    model = catalog.models().get(key)
    if model is None:
        raise Http404
    return render(request, "cooperations/models/detail.html", {"sheet": model_words.sheet(model)})
