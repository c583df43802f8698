"""The history of a cooperation and of all that belongs to it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cooperations.models import Cooperation
from cooperations.views.lookup import seen
from ikz.access.actors import actor_of
from workspace.history.pages import Place, answer
from workspace.history.sources import sources
from workspace.history.sql import Scope


@require_safe
@login_required
def cooperation_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what and when, for those who take part; filtered, paged, as CSV and XLSX."""
    cooperation, relation = seen(request, slug)
    scope = Scope(tuple(sources().values()), Cooperation, cooperation.pk)
    context = {"cooperation": cooperation, "viewer_relation": relation}
    place = Place("workspace/history/cooperation.html", f"verlauf-{slug}", context)
    leads = Cooperation.objects.editable_by(actor_of(request)).filter(pk=cooperation.pk).exists()
    return answer(request, scope, place, reads_all=leads)
