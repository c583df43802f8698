"""Which rows the lists and objects come from: what everyone may know, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from cooperations.models import Cooperation
from governance.models import AgendaItem, Ballot, Body, Meeting, Paper
from governance.oparl import objects

NOBODY = AnonymousUser()
Rows = "QuerySet[Any, Any]"


@dataclass(frozen=True)
class Kind:
    """A kind of object: its rows, how one is shown, and how they are narrowed to one cooperation."""

    rows: Callable[[], Any]
    show: Callable[[Any], objects.Object]
    cooperation: str
    modified: str = "updated_at"


def bodies() -> "QuerySet[Cooperation]":
    """Cooperations with a body that meets in public."""
    public = Body.objects.visible_to(NOBODY).values("cooperation")
    return Cooperation.objects.filter(pk__in=public).order_by("pk")


def _organizations() -> Any:
    return Body.objects.visible_to(NOBODY).select_related("cooperation").order_by("pk")


def _items() -> Any:
    rows = AgendaItem.objects.visible_to(NOBODY)
    closed: Any = Ballot.objects.filter(closed_at__isnull=False).order_by("closed_at")
    papers: Any = Paper.objects.visible_to(NOBODY).select_related("file")
    return rows.prefetch_related(Prefetch("ballots", closed), Prefetch("papers", papers)).order_by("pk")


def _meetings() -> Any:
    items: Any = _items().order_by("position")
    return Meeting.objects.visible_to(NOBODY).prefetch_related(Prefetch("items", items)).order_by("pk")


def _located() -> Any:
    return Meeting.objects.visible_to(NOBODY).exclude(place="").order_by("pk")


def _papers() -> Any:
    return Paper.objects.visible_to(NOBODY).select_related("file", "item__body__cooperation").order_by("pk")


KINDS = {
    "organizations": Kind(_organizations, objects.organization, "cooperation"),
    "meetings": Kind(_meetings, objects.meeting, "body__cooperation"),
    "agenda-items": Kind(_items, objects.agenda_item, "body__cooperation"),
    "locations": Kind(_located, objects.location, "body__cooperation"),
    "papers": Kind(_papers, objects.paper, "item__body__cooperation", "created_at"),
    "consultations": Kind(_papers, objects.consultation, "item__body__cooperation", "created_at"),
    "files": Kind(_papers, objects.file, "item__body__cooperation", "created_at"),
}
# We publish no persons, no memberships and no terms: their lists are there and empty.
EMPTY = frozenset({"people", "memberships", "legislative-terms"})
