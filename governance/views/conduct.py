"""A meeting as it goes on: open it, see who is there, go through the items, close it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.gates import leads
from governance.models import AgendaItem, Attendance, Ballot, Meeting, MeetingState, Presence
from governance.selectors.attendance import is_there, standing, with_people
from governance.services.conduct import call_item, close_item, close_meeting, open_meeting
from governance.views.parts import attempt, led_meeting, seen_meeting
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.htmx import render_page_or_partial


@dataclass(frozen=True)
class Line:
    """One person in the list; ``there`` is whether they are in the room at this moment."""

    attendance: Attendance
    there: bool


@dataclass(frozen=True)
class Point:
    """One agenda item with its ballots; ``minutes`` is how long it took or has taken so far."""

    item: AgendaItem
    ballots: list[Ballot]
    minutes: int | None

    @property
    def is_current(self) -> bool:
        """Whether the meeting is at it."""
        return self.item.started_at is not None and self.item.ended_at is None

    @property
    def open_ballot(self) -> Ballot | None:
        """The ballot that is going on."""
        return next((row for row in self.ballots if row.closed_at is None), None)


def room(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What the page and its fragments show."""
    # After the end, the room is shown as it was then.
    now = meeting.closed_at or timezone.now()
    rows = list(with_people(Attendance.objects.filter(meeting=meeting)))
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    points = [
        Point(row, list(row.ballots.all()), _minutes(row, now))
        for row in items.prefetch_related("ballots__resolution", "action_items")
    ]
    may_lead = leads(Meeting.objects, actor_of(request), meeting.pk)
    return {
        "meeting": meeting,
        "cooperation": meeting.body.cooperation,
        "may_lead": may_lead,
        "is_running": meeting.state == MeetingState.RUNNING,
        "may_record": may_lead and meeting.state in (MeetingState.RUNNING, MeetingState.HELD),
        "standing": standing(meeting, rows, now),
        "lines": [Line(row, is_there(row, now)) for row in rows],
        "rest": any(
            row.presence == Presence.ABSENT and row.version == 1 and row.member and not row.member.is_deputy
            for row in rows
        ),
        "points": points,
        "current": next((point for point in points if point.is_current), None),
        "now": now,
    }


def _minutes(row: AgendaItem, now: datetime) -> int | None:
    if row.started_at is None:
        return None
    return max(0, round(((row.ended_at or now) - row.started_at).total_seconds() / 60))


@require_safe
@login_required
def conduct(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as it goes on; HTMX asks the same address for what changes without the visitor."""
    return render_page_or_partial(
        request,
        page="governance/conduct/page.html",
        partial="governance/conduct/partials/live.html",
        context=room(request, seen_meeting(request, pk)),
    )


@require_POST
@login_required
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the meeting."""
    meeting, user = led_meeting(request, pk), actor_of(request)
    word = "Die Sitzung ist eröffnet. Tragen Sie nun ein, wer da ist."
    attempt(request, lambda: open_meeting(actor=user, meeting=meeting), word)
    return redirect("governance:conduct", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then close the meeting."""
    meeting, user = led_meeting(request, pk), actor_of(request)
    if request.method == "POST":
        attempt(request, lambda: close_meeting(actor=user, meeting=meeting), "Die Sitzung ist beendet.")
        return redirect("governance:conduct", pk)
    untouched = AgendaItem.objects.filter(meeting=meeting, started_at=None).order_by("position")
    context: dict[str, Any] = {
        "meeting": meeting,
        "cooperation": meeting.body.cooperation,
        "untouched": untouched,
    }
    return render(request, "governance/conduct/end.html", context)


@require_POST
@login_required
def call(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Call an item."""
    item, user = led_item(request, pk, item_pk), actor_of(request)
    attempt(
        request, lambda: call_item(actor=user, item=item), f"TOP {item.position} „{item}“ ist aufgerufen."
    )
    return redirect("governance:conduct", pk)


@require_POST
@login_required
def finish(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Close the item the meeting is at."""
    item, user = led_item(request, pk, item_pk), actor_of(request)
    attempt(
        request, lambda: close_item(actor=user, item=item), f"TOP {item.position} „{item}“ ist geschlossen."
    )
    return redirect("governance:conduct", pk)


def led_item(request: HttpRequest, pk: int, item_pk: int) -> AgendaItem:
    """An item of a meeting that the visitor leads."""
    meeting = led_meeting(request, pk)
    row: AgendaItem = get_visible(AgendaItem.objects.filter(meeting=meeting), actor_of(request), pk=item_pk)
    row.meeting, row.body = meeting, meeting.body
    return row
