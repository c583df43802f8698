"""What holds for every request of an account."""

from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from ikz.accounts.models import User
from ikz.accounts.second_factor import must_set_up

GetResponse = Callable[[HttpRequest], HttpResponse]

# What stays open until the second factor is set up: the own account without its API keys, and what everybody sees.
OPEN_WITHOUT_FACTOR = ("konto/", "impressum/", "datenschutz/", "barrierefreiheit/", "healthz", "readyz")
CLOSED_WITHOUT_FACTOR = ("konto/api-schluessel/",)
SET_UP_FIRST = "Bitte richten Sie zuerst einen zweiten Faktor ein. Er ist für alle Konten vorgeschrieben."


class ValidAccountMiddleware:
    """End the session of an account that was switched off or has expired."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before anything else happens."""
        if isinstance(request.user, User) and not request.user.is_valid_today:
            logout(request)
            messages.error(
                request,
                "Ihr Konto ist abgelaufen oder gesperrt. Bitte wenden Sie sich an die Administration.",
            )
            return redirect("account_login")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lead accounts without a second factor to its setup, where the installation requires one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing here: the route is known only in ``process_view``."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Django hands over the view just before calling it."""
        route = request.resolver_match.route if request.resolver_match else ""
        is_open = route.startswith(OPEN_WITHOUT_FACTOR) and not route.startswith(CLOSED_WITHOUT_FACTOR)
        if is_open or not must_set_up(request):
            return None
        if route.startswith("api/"):
            return JsonResponse({"detail": SET_UP_FIRST}, status=403)
        setup = reverse("mfa_index")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": setup})
        messages.warning(request, SET_UP_FIRST)
        return redirect(setup)


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Stamp history rows with account and route; the path itself may carry a token, so it is left out."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Give what is stored beside each row."""
        user = request.user
        return {"user": user.pk if isinstance(user, User) else None, "method": request.method}
