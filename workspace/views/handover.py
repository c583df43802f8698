"""The handover sheet of a cooperation: what somebody needs who takes over."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cooperations.services.handover_sheets import stored_handover
from cooperations.views.lookup import coordinated
from ikz.access.actors import actor_of
from workspace.selectors import handover as selector

RETRY_AFTER_SECONDS = 3


@require_safe
@login_required
def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the coordination what they hand over."""
    cooperation, _ = coordinated(request, slug)
    sheet = asdict(selector.handover(actor_of(request), cooperation))
    return render(request, "workspace/handover.html", {"cooperation": cooperation, "sheet": sheet})


@require_safe
@login_required
def handover_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The stored PDF of the sheet; where none is current it is ordered, and a page asks to wait (202)."""
    cooperation, _ = coordinated(request, slug)
    user = actor_of(request)
    content = asdict(selector.handover(user, cooperation))
    row, stored = stored_handover(actor=user, cooperation=cooperation, content=content)
    if stored is None:
        context = {"cooperation": cooperation, "row": row}
        status = 202 if row.is_open else 503
        waiting = render(request, "workspace/handover_waiting.html", context, status=status)
        waiting["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return waiting
    etag = f'"{row.fingerprint}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        stored,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="uebergabe-{slug}.pdf"'},
    )
    response["ETag"] = etag
    # Inner work of the partners: nobody in between keeps it, and it is asked for again each time.
    response["Cache-Control"] = "no-cache, private"
    return response
