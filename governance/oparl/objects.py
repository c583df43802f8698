"""Our rows as OParl objects; meetings, items and papers come with ``modified``, when anything they tell changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import AgendaItem, Body, Meeting, MeetingState, Paper
from governance.oparl import addresses
from governance.oparl.addresses import SCHEMA

Object = dict[str, Any]
# The words the specification gives for the state of a meeting.
MEETING_STATES = {
    MeetingState.INVITED: "eingeladen",
    MeetingState.RUNNING: "eingeladen",
    MeetingState.HELD: "durchgeführt",
    MeetingState.CANCELLED: "abgesagt",
}


def moment(value: datetime) -> str:
    """A time as OParl writes it: with the offset of Europe/Berlin, to the second."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def _times(row: Any, *, modified: datetime | None = None) -> Object:
    return {"created": moment(row.created_at), "modified": moment(modified or row.updated_at)}


def system() -> Object:
    """This installation."""
    return {
        "id": addresses.system(),
        "type": f"{SCHEMA}System",
        "oparlVersion": SCHEMA,
        "body": addresses.bodies(),
        "name": "IKZ Schul-IT" + (" (Demonstrationsdaten, Vorgänge frei erfunden)" if settings.DEMO else ""),
        "website": addresses.absolute("/"),
    }


def body(row: Cooperation) -> Object:
    """A cooperation that has a body which meets in public."""
    return {
        "id": addresses.body(row.slug),
        "type": f"{SCHEMA}Body",
        "system": addresses.system(),
        "name": row.title,
        "classification": "Interkommunale Zusammenarbeit",
        "legislativeTerm": [],
        **{key: addresses.listing(row.slug, name) for key, name in addresses.LISTS.items()},
        **_times(row),
    }


def organization(row: Body) -> Object:
    """A body that meets in public. Its members are not published."""
    found = {
        "id": addresses.one("organizations", row.pk),
        "type": f"{SCHEMA}Organization",
        "body": addresses.body(row.cooperation.slug),
        "name": row.title,
        "membership": [],
        "meeting": addresses.listing(row.cooperation.slug, "meetings") + f"?organization={row.pk}",
        "organizationType": "Gremium",
        "classification": row.get_kind_display(),
        **_times(row),
    }
    if row.dissolved_on:
        found["endDate"] = row.dissolved_on.isoformat()
    return found


def meeting(row: Any) -> Object:
    """A public meeting with its public items; ``items`` and their papers are fetched before."""
    items = [item for item in row.items.all() if item.is_public]
    found = {
        "id": addresses.one("meetings", row.pk),
        "type": f"{SCHEMA}Meeting",
        "name": row.title,
        "meetingState": MEETING_STATES[MeetingState(row.state)],
        "cancelled": row.state == MeetingState.CANCELLED,
        "start": moment(row.opened_at or row.starts_at),
        "end": moment(row.closed_at or row.ends_at),
        "organization": [addresses.one("organizations", row.body_id)],
        "agendaItem": [agenda_item(item) for item in items],
        **_times(row, modified=row.modified),
    }
    if row.place:
        found["location"] = location(row)
    return found


def location(row: Meeting) -> Object:
    """Where a meeting takes place."""
    return {
        "id": addresses.one("locations", row.pk),
        "type": f"{SCHEMA}Location",
        "description": row.place,
        "meetings": [addresses.one("meetings", row.pk)],
        **_times(row),
    }


def agenda_item(row: Any) -> Object:
    """A public item; result and text of a resolution as soon as the vote is closed."""
    found = {
        "id": addresses.one("agenda-items", row.pk),
        "type": f"{SCHEMA}AgendaItem",
        "meeting": addresses.one("meetings", row.meeting_id),
        "number": str(row.position),
        "order": row.position,
        "name": row.title,
        "public": True,
        **_times(row, modified=row.modified),
    }
    if row.started_at:
        found["start"] = moment(row.started_at)
    if row.ended_at:
        found["end"] = moment(row.ended_at)
    closed = [ballot for ballot in row.ballots.all() if ballot.closed_at and ballot.result]
    if closed:
        found["result"] = closed[-1].get_result_display()
        found["resolutionText"] = closed[-1].motion
    if papers := public_papers([row]):
        found["auxiliaryFile"] = [file(paper) for paper in papers]
    return found


def public_papers(items: Iterable[AgendaItem]) -> list[Paper]:
    """The public papers of public items, fetched before."""
    return [paper for item in items for paper in item.papers.all() if paper.is_public]


def paper(row: Any) -> Object:
    """A public paper with its file."""
    return {
        "id": addresses.one("papers", row.pk),
        "type": f"{SCHEMA}Paper",
        "body": addresses.body(row.item.body.cooperation.slug),
        "name": row.title,
        "reference": str(row.pk),
        "date": timezone.localdate(row.created_at).isoformat(),
        "paperType": "Vorlage",
        "mainFile": file(row),
        "consultation": [consultation(row)],
        "underDirectionOf": [addresses.one("organizations", row.item.body_id)],
        **_times(row, modified=row.modified),
    }


def consultation(row: Any) -> Object:
    """That a paper was dealt with at an item."""
    return {
        "id": addresses.one("consultations", row.pk),
        "type": f"{SCHEMA}Consultation",
        "paper": addresses.one("papers", row.pk),
        "agendaItem": addresses.one("agenda-items", row.item_id),
        "meeting": addresses.one("meetings", row.item.meeting_id),
        "organization": [addresses.one("organizations", row.item.body_id)],
        "authoritative": row.item.kind == "resolution",
        **_times(row, modified=row.modified),
    }


def file(row: Any) -> Object:
    """The file of a public paper."""
    stored = row.file
    return {
        "id": addresses.one("files", row.pk),
        "type": f"{SCHEMA}File",
        "name": row.title,
        "fileName": stored.name,
        "mimeType": stored.content_type,
        "date": timezone.localdate(stored.uploaded_at).isoformat(),
        "size": stored.size,
        "accessUrl": addresses.absolute(f"/dateien/{stored.pk}/"),
        "downloadUrl": addresses.absolute(f"/dateien/{stored.pk}/"),
        "paper": [addresses.one("papers", row.pk)],
        "agendaItem": [addresses.one("agenda-items", row.item_id)],
        **_times(row, modified=row.modified),
    }
