"""What the minutes of a meeting say: one description for the page, the PDF and the stored versions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from cooperations import catalog
from governance.models import (
    Addendum,
    AgendaItem,
    Attendance,
    Ballot,
    BallotKind,
    Meeting,
    Minutes,
    Office,
    Presence,
)
from ikz.ui.formatting import de_date

Content = dict[str, Any]
# The order in which the attendance is listed.
LISTED = (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT)


def content(meeting: Meeting) -> Content:
    """Everything the minutes say, as plain values that are stored and set; a constant number of queries.

    Times are those of Europe/Berlin. A secret ballot gives its numbers and never a municipality.
    """
    minutes = Minutes.objects.filter(meeting=meeting).first()
    attendances = list(
        Attendance.objects.filter(meeting=meeting).select_related(
            "member__user",
            "member__seat__partner__municipality",
            "on_behalf_of__partner__municipality",
        )
    )
    return {
        "title": meeting.title,
        "body": meeting.body.title,
        "cooperation": meeting.body.cooperation.title,
        "purpose": meeting.purpose,
        "day": de_date(timezone.localdate(meeting.opened_at or meeting.starts_at)),
        "begins": _clock(meeting.opened_at or meeting.starts_at),
        "ends": _clock(meeting.closed_at),
        "place": meeting.place or ("Videokonferenz" if meeting.link else ""),
        "chair": _holders(attendances, Office.CHAIR) or _holders(attendances, Office.VICE_CHAIR),
        "minute_taker": _holders(attendances, Office.MINUTES),
        "attendance": [
            {
                "presence": presence.label,
                "people": [_person(row) for row in attendances if row.presence == presence],
            }
            for presence in LISTED
        ],
        "preface": minutes.preface if minutes else "",
        "entries": _items(meeting),
        "closing": minutes.closing if minutes else "",
        "addenda": _addenda(minutes),
    }


def said_in_meeting(content: Content) -> Content:
    """The same without the tasks: they go on after the meeting, and what was agreed there stays as it was sent."""
    entries = [
        {name: value for name, value in entry.items() if name != "actions"} for entry in content["entries"]
    ]
    # That a name was replaced later says nothing about the meeting.
    return {name: value for name, value in content.items() if name != "redaction"} | {"entries": entries}


def _clock(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


def _holders(attendances: Iterable[Attendance], office: Office) -> list[str]:
    return [
        str(row.member)
        for row in attendances
        if row.member and row.member.office == office and row.presence == Presence.PRESENT
    ]


def _person(row: Attendance) -> Content:
    notes = []
    if row.member and row.member.is_deputy:
        notes.append("in Stellvertretung")
    if row.on_behalf_of:
        notes.append(f"auch für {row.on_behalf_of}")
    if row.arrived_at:
        notes.append(f"ab {_clock(row.arrived_at)} Uhr")
    if row.left_at:
        notes.append(f"bis {_clock(row.left_at)} Uhr")
    seat = str(row.member.seat) if row.member else "Gast"
    return {
        "seat": seat,
        "function": row.member.function if row.member else row.guest,
        "note": ", ".join(notes),
    }


def _items(meeting: Meeting) -> list[Content]:
    rows = (
        AgendaItem.objects.filter(meeting=meeting)
        .order_by("position")
        .prefetch_related(
            "ballots__votes__partner__municipality",
            "ballots__resolution",
            "action_items__partner__municipality",
            "papers",
        )
    )
    return [_item(row) for row in rows]


def _item(row: AgendaItem) -> Content:
    questions = catalog.questions()
    return {
        "id": row.pk,
        "number": row.position,
        "title": row.title,
        "kind": row.get_kind_display(),
        "presenter": row.presenter,
        "papers": [paper.title for paper in row.papers.all()],
        "quorum": row.quorum_note if row.quorate is not None else "",
        "quorate": row.quorate,
        "answers": [
            {"question": questions[key].text, "text": text}
            # In the order of the method; what is stored has none.
            for key in questions
            if (text := row.answers.get(key))
        ],
        "record": row.record,
        "ballots": [_ballot(ballot) for ballot in row.ballots.all() if ballot.closed_at],
        "actions": [
            {
                "title": action.title,
                "responsible": f"{action.partner}, {action.function}",
                "due": de_date(action.due_on),
            }
            for action in row.action_items.all()
        ],
    }


def _ballot(row: Ballot) -> Content:
    resolution = getattr(row, "resolution", None)
    return {
        "title": row.title,
        "motion": row.motion,
        "kind": row.get_kind_display(),
        "result": row.get_result_display() or "ohne Ergebnis beendet",
        "summary": row.summary or row.withdrawn_because,
        "resolution": resolution.reference if resolution else "",
        "votes": [
            {
                "name": str(vote.partner),
                "choice": vote.get_choice_display(),
                "weight": vote.weight,
                "on_behalf": vote.on_behalf,
            }
            for vote in row.votes.all()
        ]
        if row.kind == BallotKind.OPEN
        else [],
    }


def _addenda(minutes: Minutes | None) -> list[Content]:
    if minutes is None:
        return []
    rows = Addendum.objects.filter(minutes=minutes).select_related("item")
    return [
        {
            "day": de_date(timezone.localdate(row.created_at)),
            "item": f"zu TOP {row.item.position}" if row.item else "",
            "text": row.text,
        }
        for row in rows
    ]
