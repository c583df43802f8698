"""Accounts that only read: no unsafe method reaches a view, whatever the view forgets to check."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# An account may always look after itself: sign-in and sign-out, password, second factor, tokens.
OWN_ACCOUNT_ROUTE = "konto/"

View = Callable[..., HttpResponse]


def stores_nothing(view: View) -> View:
    """Mark a view whose POST only computes, so that accounts that only read may use it."""
    view.stores_nothing = True  # type: ignore[attr-defined]
    return view


class ReadOnlyAccountMiddleware:
    """Refuse unsafe methods of accounts that only read, before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do around the view; the check runs just before it."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        """Django hands over the view just before calling it."""
        if request.method in SAFE_METHODS or not getattr(request.user, "read_only", False):
            return
        match = request.resolver_match
        if match is not None and match.route.startswith(OWN_ACCOUNT_ROUTE):
            return
        if getattr(view, "stores_nothing", False):
            return
        raise PermissionDenied
