"""Fetch bodies and meetings with their cooperation, through the gate."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cooperations.models import Cooperation
from cooperations.selectors.relations import Relation
from cooperations.views.lookup import coordinated, seen
from governance.models import Body, Meeting
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible


@dataclass(frozen=True)
class Here:
    """Where a request is: cooperation, how the visitor stands to it, and whether they may change things."""

    cooperation: Cooperation
    relation: Relation
    may_edit: bool


def here(request: HttpRequest, slug: str) -> Here:
    """The cooperation of a page; Http404 where it is not theirs to see."""
    cooperation, relation = seen(request, slug)
    return Here(cooperation, relation, relation.coordinates and not actor_of(request).read_only)


def edited_here(request: HttpRequest, slug: str) -> Here:
    """The same for pages of the coordination; PermissionDenied for everybody else who sees it."""
    cooperation, relation = coordinated(request, slug)
    return Here(cooperation, relation, may_edit=True)


def body_of(request: HttpRequest, at: Here, pk: int) -> Body:
    """A body of the cooperation; Http404 where there is none."""
    row: Body = get_visible(Body.objects.filter(cooperation=at.cooperation), actor_of(request), pk=pk)
    row.cooperation = at.cooperation
    return row


def working_bodies(request: HttpRequest, at: Here) -> list[Body]:
    """The bodies that still meet."""
    rows = Body.objects.visible_to(actor_of(request)).filter(cooperation=at.cooperation, dissolved_on=None)
    return list(rows)


def meeting_of(request: HttpRequest, pk: int, *, edit: bool = False) -> tuple[Meeting, Here]:
    """A meeting and where it is; with ``edit`` PermissionDenied for everybody but the coordination."""
    rows = Meeting.objects.select_related("body__cooperation", "series")
    row: Meeting = get_visible(rows, actor_of(request), pk=pk)
    at = here(request, row.body.cooperation.slug)
    if edit and not at.may_edit:
        raise PermissionDenied
    row.body.cooperation = at.cooperation
    return row, at
