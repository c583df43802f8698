"""The page of the supervisory authorities: what was submitted to them. It only reads."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from municipalities.models import Mandate


@require_safe
@login_required
def supervision(request: HttpRequest) -> HttpResponse:
    """Show the own mandates of today; without one the page does not exist."""
    viewer = actor_of(request)
    # Administrators see all mandates, but only one's own makes one a reader.
    own = Mandate.objects.visible_to(viewer).current().filter(user=viewer)
    mandates = list(own.select_related("authority").order_by("authority__name", "valid_until"))
    if not mandates:
        raise Http404
    return render(request, "workspace/supervision.html", {"mandates": mandates})
