"""The minutes of a meeting: written item by item, sent, approved, compared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.minutes import AddendumForm, FrameForm
from governance.models import AgendaItem, Meeting, MeetingState, Minutes, MinutesState, MinutesVersion
from governance.selectors import minutes as selector
from governance.selectors.minutes_news import known_mark
from governance.selectors.minutes_versions import approvals, compared, visible_versions
from governance.services.minutes import add_addendum, approve_minutes, send_minutes
from governance.services.recording import WRITTEN_WHILE, write_frame
from governance.views.minutes_item import Shown, item_form
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


def seen_meeting(request: HttpRequest, pk: int) -> tuple[Meeting, bool]:
    """The meeting through the gate, and whether this person writes its minutes."""
    user = actor_of(request)
    rows = Meeting.objects.select_related("body__cooperation")
    meeting = get_visible(rows, user, pk=pk)
    return meeting, Meeting.objects.recordable_by(user).filter(pk=pk).exists()


def recorded_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The same for those who write; raises PermissionDenied for others who see it."""
    meeting, may_write = seen_meeting(request, pk)
    if not may_write:
        raise PermissionDenied
    return meeting


def base_context(meeting: Meeting) -> dict[str, Any]:
    """What every page of a meeting needs."""
    return {"meeting": meeting, "cooperation": meeting.body.cooperation}


@require_safe
@login_required
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write where one may and it is time for it, read where there is a version, else say when there will be."""
    meeting, may_write = seen_meeting(request, pk)
    row = Minutes.objects.filter(meeting=meeting).first()
    locked = row is not None and row.state == MinutesState.APPROVED
    if may_write and meeting.state in WRITTEN_WHILE and not locked:
        return _writing(request, meeting, row)
    versions = list(visible_versions(actor_of(request), meeting))
    context = base_context(meeting) | {
        "minutes": row,
        "versions": versions,
        "version": versions[0] if versions else None,
        "sheet": versions[0].content if versions else None,
        "may_add": may_write and locked,
    }
    return render(request, "governance/minutes/read.html", context)


def _writing(request: HttpRequest, meeting: Meeting, row: Minutes | None) -> HttpResponse:
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("recorded_by").order_by("position")
    items = list(rows)
    said = {entry["id"]: entry for entry in selector.content(meeting)["entries"]}
    versions = list(visible_versions(actor_of(request), meeting))
    context = base_context(meeting) | {
        "minutes": row,
        "items": [Shown(item=item, form=item_form(item), said=said[item.pk]) for item in items],
        "known": known_mark(items),
        "mark": "",
        "frame": frame_form(row),
        "versions": versions,
        "may_send": meeting.state == MeetingState.HELD,
        "changed": bool(versions)
        and selector.said_in_meeting(versions[0].content)
        != selector.said_in_meeting(selector.content(meeting)),
        "approvals": approvals(row) if row and row.state == MinutesState.SENT else [],
    }
    return render(request, "governance/minutes/write.html", context)


def frame_form(row: Minutes | None, data: Any = None) -> FrameForm:
    """Preface and closing as they are stored."""
    stored = {
        "preface": row.preface if row else "",
        "closing": row.closing if row else "",
        "version": row.version if row else 1,
    }
    return FrameForm(data, initial=stored)


@form_page
@login_required
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Preface and closing."""
    meeting = recorded_meeting(request, pk)
    row = Minutes.objects.filter(meeting=meeting).first()
    form = frame_form(row, request.POST or None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            write_frame(
                actor=actor_of(request),
                meeting=meeting,
                preface=sent["preface"],
                closing=sent["closing"],
                expected_version=sent["version"],
            )
        except EditConflict as error:
            conflict = error.current
            form = FrameForm(initial={**sent, "version": error.current.version})
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Vor- und Schlussbemerkung sind gespeichert.")
            return redirect("governance:minutes", pk)
    context = base_context(meeting) | {"form": form, "conflict": conflict}
    return render(request, "governance/minutes/frame.html", context)


@form_page
@login_required
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then freeze the minutes and send them for approval."""
    meeting = recorded_meeting(request, pk)
    error = ""
    if request.method == "POST":
        try:
            version = send_minutes(actor=actor_of(request), meeting=meeting)
        except ValidationError as problem:
            error = " ".join(problem.messages)
        else:
            messages.success(
                request,
                f"Die Niederschrift ist als Fassung {version.number} zur Genehmigung verschickt."
                " Die Genehmigung steht als erster Punkt auf der nächsten geplanten Sitzung.",
            )
            return redirect("governance:minutes", pk)
    context = base_context(meeting) | {"sheet": selector.content(meeting), "error": error}
    return render(request, "governance/minutes/send.html", context)


@require_POST
@login_required
def approve(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Note the approval at an item of a later meeting."""
    meeting = recorded_meeting(request, pk)
    item = AgendaItem.objects.visible_to(actor_of(request)).filter(pk=item_pk).first()
    if item is None:
        raise Http404
    try:
        approve_minutes(actor=actor_of(request), meeting=meeting, item=item)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, "Die Niederschrift ist genehmigt und damit abgeschlossen.")
    return redirect("governance:minutes", pk)


@form_page
@login_required
def addendum(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note to approved minutes."""
    meeting = recorded_meeting(request, pk)
    form = AddendumForm(request.POST or None)
    choice = form.fields["item"]
    assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type
    choice.queryset = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    if request.method == "POST" and form.is_valid():
        try:
            add_addendum(actor=actor_of(request), meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Der Nachtrag steht jetzt bei der Niederschrift.")
            return redirect("governance:minutes", pk)
    return render(request, "governance/minutes/addendum.html", base_context(meeting) | {"form": form})


@require_safe
@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions, word by word: ``?von=1&bis=2``."""
    meeting, _ = seen_meeting(request, pk)
    versions = list(visible_versions(actor_of(request), meeting))
    by_number: dict[str, MinutesVersion] = {str(row.number): row for row in versions}
    newest = versions[0].number if versions else 0
    new = by_number.get(request.GET.get("bis", str(newest)))
    old = by_number.get(request.GET.get("von", str(max(1, newest - 1))))
    if old is None or new is None:
        raise Http404
    context = base_context(meeting) | {
        "versions": versions,
        "old": old,
        "new": new,
        "sections": compared(old.content, new.content),
    }
    return render(request, "governance/minutes/compare.html", context)
