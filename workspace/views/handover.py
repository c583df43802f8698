"""The handover sheet of a cooperation: what somebody needs who takes over."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperations.views.lookup import coordinated
from ikz.access.actors import actor_of
from workspace.selectors import handover as selector


@require_safe
@login_required
def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the coordination what they hand over."""
    cooperation, _ = coordinated(request, slug)
    sheet = asdict(selector.handover(actor_of(request), cooperation))
    return render(request, "workspace/handover.html", {"cooperation": cooperation, "sheet": sheet})
