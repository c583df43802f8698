"""Which rows the lists and objects come from: what everyone may know, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Greatest

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


def _latest(rows: Any, owner: str, moment: str) -> Subquery:
    """The latest moment among the rows that belong to a row of the outer query."""
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Subquery(mine.annotate(latest=Max(moment)).values("latest"))


def _changed_items() -> Any:
    """Public items with the moment at which anything they tell changed last."""
    return AgendaItem.objects.visible_to(NOBODY).annotate(
        modified=Greatest(
            "updated_at",
            _latest(Ballot.objects.all(), "item", "closed_at"),
            _latest(Paper.objects.filter(is_public=True), "item", "created_at"),
        )
    )


def _changed_papers() -> Any:
    # A paper has no time of its change: its item is touched whenever its papers change.
    return Paper.objects.visible_to(NOBODY).annotate(modified=Greatest("created_at", "item__updated_at"))


def _items() -> Any:
    rows = _changed_items()
    closed: Any = Ballot.objects.filter(closed_at__isnull=False).order_by("closed_at")
    papers: Any = _changed_papers().select_related("file")
    return rows.prefetch_related(Prefetch("ballots", closed), Prefetch("papers", papers)).order_by("pk")


def _meetings() -> Any:
    items: Any = _items().order_by("position")
    mine = _changed_items().filter(meeting=OuterRef("pk")).order_by("-modified").values("modified")
    changed = Greatest("updated_at", Subquery(mine[:1]))
    rows = Meeting.objects.visible_to(NOBODY).annotate(modified=changed)
    return rows.prefetch_related(Prefetch("items", items)).order_by("pk")


def _located() -> Any:
    return Meeting.objects.visible_to(NOBODY).exclude(place="").order_by("pk")


def _papers() -> Any:
    return _changed_papers().select_related("file", "item__body__cooperation").order_by("pk")


KINDS = {
    "organizations": Kind(_organizations, objects.organization, "cooperation"),
    "meetings": Kind(_meetings, objects.meeting, "body__cooperation", "modified"),
    "agenda-items": Kind(_items, objects.agenda_item, "body__cooperation", "modified"),
    "locations": Kind(_located, objects.location, "body__cooperation"),
    "papers": Kind(_papers, objects.paper, "item__body__cooperation", "modified"),
    "consultations": Kind(_papers, objects.consultation, "item__body__cooperation", "modified"),
    "files": Kind(_papers, objects.file, "item__body__cooperation", "modified"),
}
# We publish no persons, no memberships and no terms: their lists are there and empty.
EMPTY = frozenset({"people", "memberships", "legislative-terms"})
