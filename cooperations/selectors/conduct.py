"""How cooperations went through their phases, and what stands out in their conduct."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cooperations import catalog
from cooperations.evaluation import Due, due_after
from cooperations.models import Cooperation, Phase, PhaseChange, SelfEvaluation
from ikz.accounts.models import User
from ikz.ui.formatting import de_date


@dataclass(frozen=True, kw_only=True)
class Conduct:
    """What stands out in one cooperation.

    ``due`` is the next self-evaluation, None before the Verstetigungsphase; ``bare_barriers`` counts barriers that
    nothing is done about yet.
    """

    due: Due | None
    bare_barriers: int


def conducts(rows: Iterable[Cooperation], today: date | None = None) -> dict[int, Conduct]:
    """The conduct of each cooperation by its id; one query, however many rows, and none without any."""
    keys = [row.pk for row in rows]
    if not keys:
        return {}
    last_held = SelfEvaluation.objects.filter(cooperation=OuterRef("pk")).order_by("-held_on")
    entered = PhaseChange.objects.filter(cooperation=OuterRef("pk"), to_phase=Phase.CONSOLIDATION).order_by(
        "-changed_at"
    )
    found = (
        Cooperation.objects.filter(pk__in=keys)
        .order_by()
        .values_list("pk", "phase")
        .annotate(
            last_held=Subquery(last_held.values("held_on")[:1]),
            entered=Coalesce(Subquery(entered.values("changed_at")[:1]), "created_at"),
            bare=Count("barriers", filter=Q(barriers__counter_measure="", barriers__resolved=False)),
        )
    )
    day = today or timezone.localdate()
    return {
        pk: Conduct(
            due=due_after(last_held=held, entered=timezone.localdate(since), today=day)
            if phase == Phase.CONSOLIDATION
            else None,
            bare_barriers=bare,
        )
        for pk, phase, held, since, bare in found
    }


@dataclass(frozen=True)
class Station:
    """A phase on the timeline."""

    title: str
    state: str
    note: str = ""


def timeline(cooperation: Cooperation, changes: Iterable[PhaseChange]) -> list[Station]:
    """The three phases with the days on which they began; ``changes`` in the order of time."""
    keys = list(catalog.phases())
    present = keys.index(cooperation.phase)
    began = {keys[0]: cooperation.created_at}
    began |= {change.to_phase: change.changed_at for change in changes}
    return [
        Station(
            title=phase.label,
            state="done" if index < present else "current" if index == present else "open",
            # A phase that was left backwards lies ahead again: when it once began is told by the log.
            note=f"seit {de_date(timezone.localdate(began[key]))}"
            if index == present and key in began
            else f"begonnen am {de_date(timezone.localdate(began[key]))}"
            if index < present and key in began
            else "",
        )
        for index, (key, phase) in enumerate(catalog.phases().items())
    ]


def phase_changes(user: User, cooperation: Cooperation) -> list[PhaseChange]:
    """The log of transitions in the order of time, with who made them; one query."""
    rows = PhaseChange.objects.visible_to(user).filter(cooperation=cooperation)
    return list(rows.select_related("changed_by"))


def self_evaluations(user: User, cooperation: Cooperation) -> list[SelfEvaluation]:
    """What self-evaluations came to, the latest first; one query."""
    rows = SelfEvaluation.objects.visible_to(user).filter(cooperation=cooperation)
    return list(rows.select_related("recorded_by"))
