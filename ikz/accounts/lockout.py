"""Ten wrong passwords for an account from one address lock this pair for an hour."""

from datetime import timedelta
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def attempted_address(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that somebody tries to open, spelled as it is stored."""
    given = credentials or {}
    value = given.get("email") or given.get("login") or request.POST.get("login", "")
    return str(value).strip().lower()[:254]


def client_address(request: HttpRequest) -> str | None:
    """Where the attempt comes from; behind a proxy, what the proxy says."""
    address: str | None = get_client_ip(request)
    return address


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """Say what happened and what to do; the same for known and unknown accounts."""
    wait = get_cool_off(request) or timedelta()
    return render(
        request, "account/locked_out.html", {"minutes": int(wait.total_seconds() // 60)}, status=429
    )
