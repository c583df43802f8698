"""Action items and resolutions as lists and summaries show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Min, Value, When
from django.utils import timezone

from cooperations.measure_words import Due, due
from cooperations.models import Cooperation, Partner
from governance.models import ActionItem, Meeting, MeetingState, Resolution
from governance.querysets import ActionItemQuerySet
from ikz.accounts.models import User

KINDS = {"open": "open", "running": "active", "done": "done", "dropped": "draft"}


@dataclass(frozen=True)
class ActionLine:
    """One action item with what a list says about it; ``may_finish`` is whether the viewer may change its state."""

    action: ActionItem
    due: Due
    may_finish: bool

    @property
    def kind(self) -> str:
        """The badge of its state."""
        return KINDS[self.action.state]


def action_lines(user: User, rows: Iterable[ActionItem]) -> list[ActionLine]:
    """The rows as ``user`` meets them; two queries with that of the rows, however many."""
    fetched = list(rows)
    keys = [row.pk for row in fetched]
    mine = set(ActionItem.objects.filter(pk__in=keys).carried_by(user).values_list("pk", flat=True))
    today = timezone.localdate()
    return [ActionLine(row, due(row.state, row.due_on, today), row.pk in mine) for row in fetched]


def own_actions(user: User) -> ActionItemQuerySet[ActionItem]:
    """What the municipalities of ``user`` have to do, by day; of one day what is left to ``user`` first."""
    partners = Partner.objects.visible_to(user).represented_by(user).confirmed()
    rows = ActionItem.objects.visible_to(user).open().filter(partner__in=partners.values("pk"))
    mine = Case(When(person=user, then=Value(0)), default=Value(1))
    return rows.select_related("cooperation", "partner__municipality").order_by("due_on", mine, "pk")


def unfinished_resolutions(cooperation: Cooperation) -> list[Resolution]:
    """Resolutions that somebody still has to carry out, oldest first; of a cooperation from the gate."""
    rows = Resolution.objects.filter(cooperation=cooperation).not_carried_out()
    return list(rows.select_related("body").order_by("year", "number"))


def overdue_actions(cooperation: Cooperation) -> list[ActionItem]:
    """Open action items whose day has passed; of a cooperation from the gate."""
    rows = ActionItem.objects.filter(cooperation=cooperation).overdue()
    return list(rows.select_related("partner__municipality").order_by("due_on", "pk"))


@dataclass(frozen=True)
class Agenda:
    """What lies ahead of a cooperation: the next meeting, and how many action items are overdue."""

    next_meeting: date | None = None
    overdue_actions: int = 0


def agendas(cooperation_ids: Iterable[int]) -> dict[int, Agenda]:
    """The agenda of each cooperation by id, also of those without any; two queries, however many."""
    keys = list(cooperation_ids)
    overdue = ActionItem.objects.filter(cooperation__in=keys).overdue().order_by()
    counted = dict(overdue.values_list("cooperation").annotate(Count("pk")))
    ahead = Meeting.objects.filter(
        body__cooperation__in=keys,
        state__in=(MeetingState.INVITED, MeetingState.RUNNING),
        starts_at__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    ).order_by()
    days = dict(ahead.values_list("body__cooperation").annotate(Min("starts_at")))
    return {
        key: Agenda(timezone.localdate(days[key]) if key in days else None, counted.get(key, 0))
        for key in keys
    }
