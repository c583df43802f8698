"""Measures as pages, lists and summaries show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, Count, Min, Prefetch, Q, Value, When
from django.utils import timezone

from cooperations.measure_words import KINDS, SOON_DAYS, Due, Move, due, moves
from cooperations.models import Measure, MeasureState, Partner
from cooperations.querysets import MeasureQuerySet
from ikz.accounts.models import User

OPEN_STATES = (MeasureState.PLANNED, MeasureState.RUNNING)
WHOLE = 100


class MeasuresSummary(NamedTuple):
    """Measures of one cooperation: how many are open (planned or running), overdue, and the next day due."""

    running: int = 0
    overdue: int = 0
    next_due: date | None = None


@dataclass(frozen=True)
class Line:
    """One measure with what a list says about it; ``may_advance`` is whether the viewer may carry it on."""

    measure: Measure
    due: Due
    may_advance: bool

    @property
    def kind(self) -> str:
        """The badge of its state."""
        return KINDS[self.measure.state]

    @property
    def progress(self) -> int:
        """Percent; what is done counts as whole, so that opening it again finds the earlier value."""
        return WHOLE if self.measure.state == MeasureState.DONE else self.measure.progress

    @property
    def moves(self) -> Sequence[Move]:
        """The steps the viewer may take."""
        return moves(self.measure.state, self.measure.progress) if self.may_advance else ()

    @cached_property
    def waits_for(self) -> list[Measure]:
        """What is unfinished and should be done before; given up ones are among them, so that somebody looks."""
        if self.measure.state not in OPEN_STATES:
            return []
        return [row for row in self.measure.waits_for.all() if row.state != MeasureState.DONE]


def with_relations(rows: MeasureQuerySet[Measure]) -> MeasureQuerySet[Measure]:
    """Fetch along what a :class:`Line` needs; one query more, however many rows."""
    prerequisites = Measure.objects.only("pk", "title", "state", "due_on")
    return rows.select_related("partner__municipality", "person").prefetch_related(
        Prefetch("waits_for", queryset=prerequisites)
    )


def lines(user: User, rows: Iterable[Measure]) -> list[Line]:
    """The rows as ``user`` meets them; rows come from :func:`with_relations`."""
    fetched = list(rows)
    keys = [row.pk for row in fetched]
    mine = set(Measure.objects.editable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    today = timezone.localdate()
    return [Line(row, due(row.state, row.due_on, today), row.pk in mine) for row in fetched]


def measures_summary(cooperation_ids: Iterable[int]) -> dict[int, MeasuresSummary]:
    """The summary of each cooperation by id, also of those without measures; one query."""
    keys = list(cooperation_ids)
    today = timezone.localdate()
    # Named otherwise than fields and methods of the model.
    counted = (
        Measure.objects.running()
        .filter(cooperation__in=keys)
        .order_by()
        .values("cooperation")
        .annotate(
            open_count=Count("pk"),
            overdue_count=Count("pk", filter=Q(due_on__lt=today)),
            next_day=Min("due_on", filter=Q(due_on__gte=today)),
        )
    )
    found = {
        row["cooperation"]: MeasuresSummary(row["open_count"], row["overdue_count"], row["next_day"])
        for row in counted
    }
    return {key: found.get(key, MeasuresSummary()) for key in keys}


def own_measures(user: User) -> MeasureQuerySet[Measure]:
    """What the municipalities of ``user`` have to do: what is due soon first, of that what is left to ``user``."""
    partners = Partner.objects.visible_to(user).represented_by(user).confirmed()
    near = Q(due_on__lte=timezone.localdate() + timedelta(days=SOON_DAYS))
    rows = Measure.objects.visible_to(user).running().filter(partner__in=partners.values("pk"))
    soon = Case(When(near, then=Value(0)), default=Value(1))
    mine = Case(When(person=user, then=Value(0)), default=Value(1))
    return rows.select_related("cooperation", "partner__municipality").order_by(soon, mine, "due_on", "pk")


@dataclass(frozen=True)
class Column:
    """One state on the board."""

    state: str
    label: str
    count: int
    lines: Sequence[Line]

    @property
    def kind(self) -> str:
        """The badge of the state."""
        return KINDS[self.state]

    @property
    def hidden(self) -> int:
        """How many rows are left out."""
        return self.count - len(self.lines)


def columns(user: User, rows: MeasureQuerySet[Measure], most: int) -> list[Column]:
    """The board: one column for each state with its first rows; as many queries for two rows as for twenty."""
    # A cooperation has a few hundred measures at the very most: their keys tell counts and places at once.
    keys: dict[str, list[int]] = {state: [] for state in MeasureState.values}
    for pk, state in rows.values_list("pk", "state"):
        keys[state].append(pk)
    picked = [pk for part in keys.values() for pk in part[:most]]
    shown = {
        line.measure.pk: line for line in lines(user, with_relations(Measure.objects.filter(pk__in=picked)))
    }
    return [
        Column(
            state=state.value,
            label=str(state.label),
            count=len(keys[state]),
            lines=[shown[pk] for pk in keys[state][:most] if pk in shown],
        )
        for state in MeasureState
    ]
