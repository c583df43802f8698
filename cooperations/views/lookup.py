"""Fetch a cooperation and what its pages need of it, through the gate."""

from django.http import Http404, HttpRequest

from cooperations.models import Cooperation, Partner
from cooperations.selectors.relations import Relation, relation, with_partners
from ikz.access.actors import actor_of
from ikz.access.querysets import get_editable, get_visible


def seen(request: HttpRequest, slug: str) -> tuple[Cooperation, Relation]:
    """The cooperation and how the visitor stands to it; Http404 where it is not theirs to see."""
    user = actor_of(request)
    row = get_visible(with_partners(Cooperation.objects.all()), user, slug=slug)
    return row, relation(user, row)


def coordinated(request: HttpRequest, slug: str) -> tuple[Cooperation, Relation]:
    """The same for pages of the coordination; PermissionDenied for everybody else who sees it."""
    user = actor_of(request)
    get_editable(Cooperation.objects, user, slug=slug)
    return seen(request, slug)


def partner_of(cooperation: Cooperation, ags: str) -> Partner:
    """The partner with this official key; Http404 where there is none."""
    for partner in cooperation.partners.all():
        if partner.municipality.ags == ags:
            return partner
    raise Http404
