"""Bodies of a cooperation as lists show them, and those its models suggest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from cooperations import catalog
from cooperations.models import Cooperation
from governance.body_presets import PRESETS, BodyPreset
from governance.meeting_states import OPEN
from governance.models import Body, BodyKind, Meeting
from governance.querysets import BodyQuerySet
from municipalities.querysets import valid_today


@dataclass(frozen=True)
class BodyLine:
    """One body in a list; ``next_meeting`` is the next draft or invited one."""

    body: Body
    seat_count: int
    member_count: int
    next_meeting: Meeting | None


@dataclass(frozen=True)
class Suggestion:
    """A body that the chosen models usually have and the cooperation has not; ``models`` are their labels."""

    preset: BodyPreset
    models: tuple[str, ...]

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(BodyKind(self.preset.kind).label)


def body_lines(rows: BodyQuerySet[Body]) -> list[BodyLine]:
    """The bodies with counts of seats and members today and their next meeting; two queries."""
    counted = rows.annotate(
        seat_total=Count("seats", filter=valid_today("seats__"), distinct=True),
        member_total=Count(
            "seats__members",
            filter=valid_today("seats__")
            & valid_today("seats__members__")
            & Q(seats__members__is_deputy=False),
            distinct=True,
        ),
    )
    bodies = list(counted)
    ahead = next_meetings([body.pk for body in bodies])
    return [BodyLine(body, body.seat_total, body.member_total, ahead.get(body.pk)) for body in bodies]


def next_meetings(bodies: Iterable[int]) -> dict[int, Meeting]:
    """The next meeting of each body by its key; one query."""
    rows = Meeting.objects.filter(body__in=bodies, state__in=OPEN).filter(
        Q(starts_at__gte=timezone.now()) | Q(state="running")
    )
    return {row.body_id: row for row in rows.order_by("body_id", "starts_at", "pk").distinct("body_id")}


def suggestions(cooperation: Cooperation) -> list[Suggestion]:
    """Bodies that the chosen models suggest (Handreichung, Kapitel 4.2.2), in the order of the kinds."""
    present = set(
        Body.objects.filter(cooperation=cooperation, dissolved_on=None).values_list("kind", flat=True)
    )
    wanted: dict[str, list[str]] = {}
    for key in cooperation.model_keys:
        model = catalog.models()[key]
        for kind in _bodies_of(model):
            wanted.setdefault(kind, []).append(model.label)
    return [
        Suggestion(preset, tuple(wanted[kind]))
        for kind, preset in PRESETS.items()
        if kind in wanted and kind not in present
    ]


def _bodies_of(model: catalog.CooperationModel) -> tuple[str, ...]:
    """What the model names, else what the core model does that it follows."""
    if model.typical_bodies or not model.follows:
        return model.typical_bodies
    return catalog.models()[model.follows].typical_bodies
