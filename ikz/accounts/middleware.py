"""What holds for every request of an account."""

from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ikz.accounts.models import User


class ValidAccountMiddleware:
    """End the session of an account that was switched off or has expired."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before the view; what the account did until then stays."""
        if isinstance(request.user, User) and not request.user.is_valid_today:
            logout(request)
            messages.error(
                request,
                "Ihr Konto ist abgelaufen oder gesperrt. Bitte wenden Sie sich an die Administration.",
            )
            return redirect("account_login")
        return self.get_response(request)


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Stamp history rows with account and route; the path itself may carry a token, so it is left out."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the history keeps of the request."""
        user = request.user
        return {"user": user.pk if isinstance(user, User) else None, "method": request.method}
