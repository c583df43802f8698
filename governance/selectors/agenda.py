"""The agenda of a meeting as it is described: for invitations, comparisons, minutes and other machines alike."""

from datetime import UTC
from typing import Any

from governance.agenda_changes import changes_between
from governance.models import AgendaItem, AgendaSnapshot, Meeting

__all__ = ["changes_between", "snapshot_content", "untold_changes"]


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
