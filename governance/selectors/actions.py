"""Action items and resolutions as lists and summaries show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Q, Value, When
from django.utils import timezone

from cooperations.measure_words import Due, due
from cooperations.models import Cooperation, Partner
from governance.models import ActionItem, Meeting, MeetingState, Resolution
from governance.querysets import ActionItemQuerySet
from ikz.accounts.models import User

KINDS = {"open": "open", "running": "active", "done": "done", "dropped": "draft"}

UNFINISHED = ("open", "running")
RECENT_DAYS = 365


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


def open_actions(user: User, cooperation: Cooperation) -> list[ActionLine]:
    """The action items of a cooperation that are to be done, what is overdue first."""
    rows = ActionItem.objects.visible_to(user).open().filter(cooperation=cooperation)
    return action_lines(user, rows.select_related("partner__municipality").order_by("due_on", "pk"))


def noteworthy_resolutions(user: User, cooperation: Cooperation) -> list[Resolution]:
    """What was decided within a year, and what is older and not carried out yet; newest first."""
    recent = Q(decided_on__gte=timezone.localdate() - timedelta(days=RECENT_DAYS))
    rows = Resolution.objects.visible_to(user).filter(
        recent | Q(state__in=UNFINISHED), cooperation=cooperation
    )
    return list(rows.select_related("body").order_by("-year", "-number"))


def next_meeting(user: User, cooperation: Cooperation) -> Meeting | None:
    """The next meeting to which members are invited, today's included."""
    rows = Meeting.objects.visible_to(user).filter(
        body__cooperation=cooperation,
        state__in=(MeetingState.INVITED, MeetingState.RUNNING),
        starts_at__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return rows.select_related("body").order_by("starts_at", "pk").first()
