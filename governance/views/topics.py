"""Subjects of a body without a meeting: proposals of the partners, and the backlog."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperations.views.versions import show_conflict, with_choices
from governance.forms.agenda import LABELS, ItemEditForm, ItemForm, ProposalForm, RefusalForm, show_item
from governance.models import AgendaItem, Body, ItemState, Meeting
from governance.selectors.agenda import open_meetings, topics
from governance.services.agenda import change_item, remove_item, stored_item
from governance.services.backlog import keep_item, own_partners, propose_item, refuse, take_up, withdraw
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Place:
    """A body as the visitor meets its subjects."""

    body: Body
    coordinates: bool
    contributes: bool

    @property
    def context(self) -> dict[str, Any]:
        """What every page of the subjects needs."""
        return {
            "body": self.body,
            "cooperation": self.body.cooperation,
            "coordinates": self.coordinates,
            "contributes": self.contributes,
        }


def _seen(request: HttpRequest, slug: str, pk: int) -> Place:
    user = actor_of(request)
    rows = Body.objects.select_related("cooperation")
    body: Body = get_visible(rows, user, pk=pk, cooperation__slug=slug)
    return Place(
        body,
        coordinates=Body.objects.editable_by(user).filter(pk=pk).exists(),
        contributes=Body.objects.contributable_by(user).filter(pk=pk).exists(),
    )


def _coordinated(request: HttpRequest, slug: str, pk: int, item_pk: int) -> tuple[Place, AgendaItem]:
    place = _seen(request, slug, pk)
    row = get_visible(
        AgendaItem.objects.filter(body=place.body, meeting__isnull=True), actor_of(request), pk=item_pk
    )
    if not place.coordinates:
        raise PermissionDenied
    return place, row


@require_safe
@login_required
def topics_page(request: HttpRequest, slug: str, body_pk: int) -> HttpResponse:
    """Proposals that wait, the backlog, and what was not taken up, with the reason."""
    place = _seen(request, slug, body_pk)
    context = {
        **place.context,
        "topics": topics(place.body),
        "meetings": open_meetings(place.body) if place.coordinates else [],
    }
    return render(request, "governance/agenda/topics.html", context)


@form_page
@login_required
def add(request: HttpRequest, slug: str, body_pk: int) -> HttpResponse:
    """The coordination puts a subject into the backlog; everybody else proposes one."""
    place = _seen(request, slug, body_pk)
    if not place.contributes:
        raise PermissionDenied
    user = actor_of(request)
    sent = request.POST if request.method == "POST" else None
    initial = {"kind": "consultation", "orientation": place.body.orientation, "minutes": 10}
    partners = own_partners(user, place.body)
    form = (
        ItemForm(sent, initial=initial)
        if place.coordinates
        else ProposalForm(sent, initial=initial, partners=partners)
    )
    if sent is not None and form.is_valid():
        try:
            if isinstance(form, ProposalForm):
                propose_item(actor=user, body=place.body, data=form.to_data(), partner=form.proposer())
                word = "Ihr Vorschlag ist eingereicht. Hier sehen Sie, was daraus wird."
            else:
                keep_item(actor=user, body=place.body, data=form.to_data())
                word = "Das Thema steht im Themenspeicher."
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, word)
            return redirect("governance:topics", slug, body_pk)
    return render(request, "governance/agenda/topic_form.html", {**place.context, "form": form})


@form_page
@login_required
def edit(request: HttpRequest, slug: str, body_pk: int, item_pk: int) -> HttpResponse:
    """Change a subject, by the coordination; a second saver chooses field by field."""
    place, row = _coordinated(request, slug, body_pk, item_pk)
    context = {**place.context, "item": row}
    stored = stored_item(row)
    if request.method != "POST":
        context["form"] = ItemEditForm(initial=stored | {"version": row.version})
        return render(request, "governance/agenda/topic_form.html", context)
    form = ItemEditForm(with_choices(request.POST, ItemEditForm(), stored))
    context["form"] = form
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        try:
            change_item(actor=actor_of(request), item=row, data=form.to_data(), expected_version=version)
        except EditConflict as conflict:
            event = conflict.current.events.filter(version=version).order_by("-pgh_id").first()
            return show_conflict(
                request,
                place.body.cooperation,
                form=form,
                labels=LABELS,
                stored=stored_item(conflict.current),
                before={} if event is None else stored_item(event),
                show=show_item,
                now={"version": conflict.current.version},
                title=f"„{conflict.current}“",
                keep_url=reverse("governance:topics", args=[slug, body_pk]),
                template="governance/agenda/topic_conflict.html",
                extra=place.context,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Änderungen sind gespeichert.")
            return redirect("governance:topics", slug, body_pk)
    return render(request, "governance/agenda/topic_form.html", context)


@require_POST
@login_required
def take(request: HttpRequest, slug: str, body_pk: int, item_pk: int) -> HttpResponse:
    """Take a subject up for the meeting named by ``meeting``; without one into the backlog."""
    place, row = _coordinated(request, slug, body_pk, item_pk)
    wanted = request.POST.get("meeting", "")
    meeting = None
    if wanted:
        if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= 9):  # noqa: PLR2004 - fits
            raise Http404
        rows = Meeting.objects.filter(body=place.body)
        meeting = get_visible(rows, actor_of(request), pk=int(wanted))
    try:
        kept = take_up(actor=actor_of(request), item=row, meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        where = f"TOP {kept.position} von „{meeting}“" if meeting else "im Themenspeicher"
        messages.success(request, f"„{kept}“ steht jetzt {'als ' if meeting else ''}{where}.")
        if meeting and request.POST.get("from") == "agenda":
            return redirect("governance:agenda", meeting.pk)
    return redirect("governance:topics", slug, body_pk)


@form_page
@login_required
def turn_down(request: HttpRequest, slug: str, body_pk: int, item_pk: int) -> HttpResponse:
    """Answer a proposal with a reason."""
    place, row = _coordinated(request, slug, body_pk, item_pk)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse(actor=actor_of(request), item=row, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"„{row}“ ist nicht aufgenommen. Der Grund steht beim Vorschlag.")
            return redirect("governance:topics", slug, body_pk)
    context = {**place.context, "item": row, "form": form}
    return render(request, "governance/agenda/refuse.html", context)


@form_page
@login_required
def remove(request: HttpRequest, slug: str, body_pk: int, item_pk: int) -> HttpResponse:
    """Ask once, then remove a subject: the coordination every one, everybody else a proposal of their own."""
    place = _seen(request, slug, body_pk)
    user = actor_of(request)
    row = get_visible(AgendaItem.objects.filter(body=place.body, meeting__isnull=True), user, pk=item_pk)
    own = row.proposed_by_id == user.pk and row.state == ItemState.PROPOSED
    if not place.coordinates and not own:
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "governance/agenda/remove_topic.html", {**place.context, "item": row})
    try:
        if place.coordinates:
            remove_item(actor=user, item=row)
        else:
            withdraw(actor=user, item=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"„{row}“ ist entfernt.")
    return redirect("governance:topics", slug, body_pk)
