"""The Steckbrief of a cooperation: its state, its texts, its editions; read by partners, changed by the coordination."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperations.models import Cooperation
from ikz.access.actors import actor_of
from ikz.access.querysets import get_editable, get_visible
from ikz.ui.htmx import wants_partial
from steckbriefe import selectors, services
from steckbriefe.models import Edition
from steckbriefe.views.files import pdf_response, waiting_page

PAGE_SIZE = 10


def seen(request: HttpRequest, slug: str) -> Cooperation:
    """The cooperation behind an address, through the gate."""
    row: Cooperation = get_visible(Cooperation.objects, actor_of(request), slug=slug)
    return row


def edition_of(cooperation: Cooperation, number: int) -> Edition:
    """The edition with this number; Http404 where there is none. The cooperation came through the gate."""
    edition = Edition.objects.filter(steckbrief__cooperation=cooperation, number=number).first()
    if edition is None:
        raise Http404
    return edition


def to_page(cooperation: Cooperation) -> HttpResponse:
    """Back to the page, at its state."""
    return redirect(f"{reverse('steckbriefe:page', args=[cooperation.slug])}#steckbrief-stand")


def state_context(request: HttpRequest, cooperation: Cooperation) -> dict[str, Any]:
    """What the state of the Steckbrief is made of; the same for the page and for HTMX, which asks while it waits."""
    steckbrief = selectors.steckbrief_of(cooperation)
    now = selectors.current_snapshot(cooperation)
    page = Paginator(selectors.editions_of(steckbrief), PAGE_SIZE).get_page(request.GET.get("ausgaben"))
    # One look at the newest row: asked twice, a worker could finish it in between.
    latest = next(iter(page), None) if page.number == 1 else page.paginator.object_list[0]
    return {
        "cooperation": cooperation,
        "steckbrief": steckbrief,
        "snapshot": now,
        "latest": latest,
        "editions": page,
        "published": steckbrief.published,
        "published_is_old": bool(
            steckbrief.published and steckbrief.published.fingerprint != now.fingerprint
        ),
        "latest_is_old": bool(latest and latest.fingerprint != now.fingerprint),
        "may_edit": Cooperation.objects.editable_by(actor_of(request)).filter(pk=cooperation.pk).exists(),
        "swapped": wants_partial(request),
    }


@require_POST
@login_required
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the present state and have its PDF made."""
    cooperation = seen(request, slug)
    services.request_edition(actor=actor_of(request), cooperation=cooperation)
    return to_page(cooperation)


@require_POST
@login_required
def again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Try an edition again that could not be made."""
    cooperation = seen(request, slug)
    get_editable(Cooperation.objects, actor_of(request), pk=cooperation.pk)
    try:
        services.restart_edition(actor=actor_of(request), edition=edition_of(cooperation, number))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return to_page(cooperation)


def _confirmed(
    request: HttpRequest,
    cooperation: Cooperation,
    template: str,
    context: dict[str, Any],
    act: Callable[[], object],
) -> HttpResponse:
    """Ask on GET, act on POST; both are for the coordination."""
    get_editable(Cooperation.objects, actor_of(request), pk=cooperation.pk)
    if request.method != "POST":
        return render(request, template, {"cooperation": cooperation, **context})
    try:
        act()
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return to_page(cooperation)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make an edition public, after a look at what that means."""
    cooperation = seen(request, slug)
    edition = edition_of(cooperation, number)

    def act() -> None:
        services.publish(actor=actor_of(request), edition=edition)
        messages.success(request, f"Ausgabe {number} ist veröffentlicht.")

    return _confirmed(request, cooperation, "steckbriefe/publish.html", {"edition": edition}, act)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the Steckbrief out of the public catalogue."""
    cooperation = seen(request, slug)

    def act() -> None:
        services.withdraw(actor=actor_of(request), cooperation=cooperation)
        messages.success(request, "Der Steckbrief ist nicht mehr öffentlich.")

    return _confirmed(request, cooperation, "steckbriefe/withdraw.html", {}, act)


@require_safe
@login_required
def edition_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The PDF of any edition, for the partners."""
    cooperation = seen(request, slug)
    edition = edition_of(cooperation, number)
    stored = pdf_response(request, edition, slug=f"{slug}-{number}", public=False)
    return stored or waiting_page(request, edition, cooperation)
