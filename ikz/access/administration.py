"""Pages that only administrators know of."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from ikz.access.actors import actor_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_administrators(view: View[P]) -> View[P]:
    """Answer 404 to whoever is signed in without being an administrator, and never cache the page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not actor_of(request).is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))
