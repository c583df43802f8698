"""The history of a cooperation, of an agreement, and of who may do what."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from cooperations.models import Cooperation
from cooperations.views.lookup import seen
from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.access.querysets import get_visible
from workspace.history.pages import Place, answer
from workspace.history.sources import below, roles
from workspace.history.sql import Scope


@require_safe
@login_required
def cooperation_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what and when, for those who take part; filtered, paged, as CSV and XLSX."""
    cooperation, relation = seen(request, slug)
    scope = Scope(below("cooperations.Cooperation"), Cooperation, cooperation.pk)
    context = {"cooperation": cooperation, "viewer_relation": relation}
    place = Place("workspace/history/cooperation.html", f"verlauf-{slug}", context)
    leads = Cooperation.objects.editable_by(actor_of(request)).filter(pk=cooperation.pk).exists()
    return answer(request, scope, place, reads_all=leads)


@require_safe
@login_required
def agreement_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for one agreement with its clauses, versions, resolutions and proceedings; never for supervision."""
    user = actor_of(request)
    agreement = get_visible(Agreement.objects.select_related("cooperation"), user, pk=pk)
    # What supervision sees of an agreement does not lead through its cooperation; the way it came about does.
    cooperation = get_visible(Cooperation.objects, user, pk=agreement.cooperation_id)
    scope = Scope(below("agreements.Agreement"), Agreement, agreement.pk)
    context = {"agreement": agreement, "cooperation": cooperation}
    place = Place("workspace/history/agreement.html", f"verlauf-vereinbarung-{pk}", context)
    leads = Cooperation.objects.editable_by(user).filter(pk=cooperation.pk).exists()
    return answer(request, scope, place, reads_all=leads)


@require_safe
@for_administrators
def role_history(request: HttpRequest) -> HttpResponse:
    """Who got or lost what to do: accounts, invitations, memberships, authorities, mandates, coordination."""
    place = Place("workspace/history/roles.html", "verlauf-konten", {})
    return answer(request, Scope(roles()), place, reads_all=True)
