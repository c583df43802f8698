"""The agenda of a meeting as it is described: for invitations, comparisons, minutes and other machines alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from governance.agenda_changes import changes_between
from governance.agenda_plan import balance, begins
from governance.meeting_states import OPEN
from governance.models import AgendaItem, AgendaSnapshot, Body, ItemKind, ItemState, Meeting

__all__ = [
    "Agenda",
    "Line",
    "Topics",
    "agenda",
    "changes_between",
    "open_meetings",
    "snapshot_content",
    "topics",
    "untold_changes",
]


def snapshot_content(meeting: Meeting) -> dict[str, Any]:
    """The one description of a meeting's agenda, as JSON values; two queries.

    ``title``, ``purpose``, ``starts_at`` (ISO 8601, UTC), ``minutes``, ``place``, ``link`` and ``items`` in order, each
    with ``id``, ``number``, ``title``, ``kind``, ``orientation``, ``minutes``, ``presenter``, ``motion``,
    ``is_public`` and ``papers`` (``id`` of the paper's file, ``title``).
    """
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position").prefetch_related("papers")
    return {
        "title": meeting.title,
        "purpose": meeting.purpose,
        "starts_at": meeting.starts_at.astimezone(UTC).isoformat(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "items": [_item(item) for item in items],
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "id": item.pk,
        "number": item.position,
        "title": item.title,
        "kind": item.kind,
        "orientation": item.orientation,
        "minutes": item.minutes,
        "presenter": item.presenter,
        "motion": item.motion,
        "is_public": item.is_public,
        "papers": [{"id": str(paper.file_id), "title": paper.title} for paper in item.papers.all()],
    }


def untold_changes(meeting: Meeting) -> list[str]:
    """What changed since the agenda last went out, in German lines; empty before the first time."""
    last = AgendaSnapshot.objects.filter(meeting=meeting).order_by("-number").first()
    return changes_between(last.content, snapshot_content(meeting)) if last else []


@dataclass(frozen=True)
class Line:
    """One item with when the plan says it begins."""

    item: AgendaItem
    begins_at: datetime

    @property
    def lacks_motion(self) -> bool:
        """Whether something is to be decided and nobody has written what."""
        return self.item.kind == ItemKind.RESOLUTION and not self.item.motion


@dataclass(frozen=True)
class Agenda:
    """The items of a meeting with the running clock; ``planned`` in minutes."""

    lines: Sequence[Line]
    planned: int
    balance: str
    overrun: bool

    @property
    def order(self) -> list[int]:
        """The keys of the items, in order."""
        return [line.item.pk for line in self.lines]


def agenda(meeting: Meeting) -> Agenda:
    """The agenda of a meeting that the caller fetched through the gate; two queries, however many items."""
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    fetched = list(items.select_related("proposed_for__municipality").prefetch_related("papers__file"))
    minutes = [item.minutes for item in fetched]
    return Agenda(
        lines=[Line(*pair) for pair in zip(fetched, begins(meeting.starts_at, minutes), strict=True)],
        planned=sum(minutes),
        balance=balance(sum(minutes), meeting.minutes),
        overrun=sum(minutes) > meeting.minutes,
    )


@dataclass(frozen=True)
class Topics:
    """What a body has to talk about without a meeting: undecided proposals, the backlog, refused proposals."""

    proposed: Sequence[AgendaItem]
    kept: Sequence[AgendaItem]
    refused: Sequence[AgendaItem]


def topics(body: Body) -> Topics:
    """The subjects of a body that the caller fetched through the gate; one query."""
    rows = AgendaItem.objects.filter(body=body, meeting__isnull=True).order_by("created_at", "pk")
    found: dict[str, list[AgendaItem]] = {state: [] for state in ItemState.values}
    for row in rows.select_related("proposed_for__municipality", "proposed_by"):
        found[row.state].append(row)
    return Topics(
        proposed=found[ItemState.PROPOSED],
        kept=found[ItemState.PLANNED],
        refused=found[ItemState.REFUSED][::-1],
    )


def open_meetings(body: Body) -> list[Meeting]:
    """The meetings of a body whose agenda still grows, the next one first."""
    return list(Meeting.objects.filter(body=body, state__in=OPEN).order_by("starts_at", "pk"))
