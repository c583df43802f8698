"""The agenda of a meeting: read by all partners, put in order by the coordination."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from governance.agenda_plan import moved, wish_now
from governance.meeting_states import OPEN
from governance.models import AgendaItem, Body, Meeting, MeetingState
from governance.selectors.agenda import Agenda, agenda, topics, untold_changes
from governance.services.agenda import reorder
from governance.services.backlog import take_suggestion
from governance.suggesting import AgendaSuggestion, suggestions
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.htmx import render_page_or_partial, wants_partial

STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Place:
    """A meeting as the visitor meets its agenda."""

    meeting: Meeting
    coordinates: bool

    @property
    def may_change(self) -> bool:
        """Whether items may be added and moved: by the coordination, until the meeting is over."""
        return self.coordinates and self.meeting.state in OPEN

    @property
    def context(self) -> dict[str, Any]:
        """What every page below the agenda needs."""
        return {
            "meeting": self.meeting,
            "cooperation": self.meeting.body.cooperation,
            "coordinates": self.coordinates,
            "may_change": self.may_change,
        }


def seen_place(request: HttpRequest, pk: int) -> Place:
    """The meeting through the gate; Http404 where it is not theirs to see."""
    user = actor_of(request)
    meeting: Meeting = get_visible(Meeting.objects.select_related("body__cooperation"), user, pk=pk)
    return Place(meeting, Meeting.objects.editable_by(user).filter(pk=pk).exists())


def coordinated_place(request: HttpRequest, pk: int) -> Place:
    """The same for pages of the coordination; PermissionDenied for everybody else who sees it."""
    place = seen_place(request, pk)
    if not place.coordinates:
        raise PermissionDenied
    return place


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the last step came to: a word that is read out, a problem, or a wish that met a newer agenda."""

    word: str = ""
    problem: str = ""
    moved: int = 0
    wish: Sequence[AgendaItem] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agenda_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agenda; POST puts it in order: ``order`` are the keys as shown, ``move`` one step of one item."""
    if request.method != "POST":
        return _show(request, seen_place(request, pk), Outcome())
    place = coordinated_place(request, pk)
    order = _numbers(request.POST.getlist("order"))
    step, _, one = request.POST.get("move", "").partition(":")
    [item] = _numbers([one or request.POST.get("moved", "")]) or [0]
    wish = moved(order, item, STEPS.get(step, 0))
    [version] = _numbers([request.POST.get("agenda_version", "")]) or [0]
    try:
        reorder(actor=actor_of(request), meeting=place.meeting, order=wish, expected_version=version)
    except EditConflict:
        return _show(request, seen_place(request, pk), Outcome(wish=_wished(place.meeting, wish)))
    except ValidationError as error:
        return _show(request, seen_place(request, pk), Outcome(problem=" ".join(error.messages)))
    if not wants_partial(request):
        return redirect(f"{reverse('governance:agenda', args=[pk])}#top-{item}")
    return _show(request, seen_place(request, pk), Outcome(word=_word(place.meeting, wish, item), moved=item))


def _numbers(values: Sequence[str]) -> list[int]:
    """The numbers among what was sent; whatever else there is drops out, and the service says what is missing."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= 9]  # noqa: PLR2004 - fits


def _wished(meeting: Meeting, wish: Sequence[int]) -> list[AgendaItem]:
    """The wish, carried over to what stands on the agenda now."""
    present = {item.pk: item for item in AgendaItem.objects.filter(meeting=meeting).order_by("position")}
    return [present[pk] for pk in wish_now(wish, list(present))]


def _word(meeting: Meeting, order: Sequence[int], item: int) -> str:
    row = AgendaItem.objects.filter(meeting=meeting, pk=item).first()
    return f"„{row}“ ist jetzt TOP {row.position} von {len(order)}." if row else "Reihenfolge gespeichert."


@require_POST
@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an item of what is suggested, named by ``source``."""
    place = coordinated_place(request, pk)
    try:
        item = take_suggestion(
            actor=actor_of(request), meeting=place.meeting, source=request.POST.get("source", "")[:80]
        )
    except ValidationError as error:
        outcome = Outcome(problem=" ".join(error.messages))
    else:
        if not wants_partial(request):
            messages.success(request, f"„{item}“ ist jetzt TOP {item.position}.")
            return redirect("governance:agenda", pk)
        outcome = Outcome(word=f"„{item}“ ist jetzt TOP {item.position}.")
    return _show(request, seen_place(request, pk), outcome)


def _show(request: HttpRequest, place: Place, outcome: Outcome) -> HttpResponse:
    user, meeting = actor_of(request), place.meeting
    found: Agenda = agenda(meeting)
    context = {
        **place.context,
        "agenda": found,
        "outcome": outcome,
        "topics": topics(meeting.body) if place.may_change else None,
        "groups": _grouped(suggestions(user, meeting)) if place.may_change else {},
        "may_propose": not meeting.body.dissolved_on
        and Body.objects.contributable_by(user).filter(pk=meeting.body_id).exists(),
        "untold": untold_changes(meeting) if meeting.state == MeetingState.INVITED else [],
    }
    return render_page_or_partial(
        request,
        page="governance/agenda/agenda.html",
        partial="governance/agenda/partials/agenda.html",
        context=context,
    )


def _grouped(found: Sequence[AgendaSuggestion]) -> dict[str, list[AgendaSuggestion]]:
    groups: dict[str, list[AgendaSuggestion]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return groups
