"""What all pages of the administration share."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from ikz.access.actors import actor_of
from ikz.ui.forms import add_errors

P = ParamSpec("P")
PAGE_SIZE = 50

View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_administrators(view: View[P]) -> View[P]:
    """Answer 404 to whoever is signed in without being an administrator, and never cache the page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not actor_of(request).is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def export_query(request: HttpRequest) -> str:
    """The filter of this page as the beginning of the address of its export."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def accepted(request: HttpRequest, form: forms.Form, save: Callable[[], object]) -> bool:
    """Whether the form was sent, is valid and the service took it; refusals stand beside their fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True
