"""The public pages that belong to no domain: home and the legal texts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, for whom, and where to start."""
    return render(request, "pages/home.html")


def _legal(request: HttpRequest, *, key: str, title: str) -> HttpResponse:
    text = settings.LEGAL_TEXTS.get(key, "").strip()
    return render(
        request,
        "pages/legal.html",
        {
            "title": title,
            "text": text,
            "feedback_email": settings.FEEDBACK_EMAIL if key == "accessibility" else "",
        },
    )


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Show the operator's imprint."""
    return _legal(request, key="imprint", title="Impressum")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the operator's privacy notice."""
    return _legal(request, key="privacy", title="Datenschutz")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement with the address for feedback (BITV 2.0)."""
    return _legal(request, key="accessibility", title="Barrierefreiheit")
