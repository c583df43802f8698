"""Plan, change and discard a meeting: pages of the coordination."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cooperations.views.versions import show_conflict, with_choices
from governance.forms.meetings import (
    LABELS,
    MeetingEditForm,
    MeetingForm,
    NewMeetingForm,
    meeting_values,
    show_value,
)
from governance.models import Body, Meeting, MeetingState
from governance.services.meetings import (
    MeetingData,
    change_meeting,
    create_meeting,
    discard_meeting,
    stored_meeting,
)
from governance.views.lookup import Here, edited_here, meeting_of, working_bodies
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


def chosen_body(request: HttpRequest, bodies: Sequence[Body]) -> Body | None:
    """The body that the address names, or the only one; None where the person has yet to choose."""
    wanted = request.GET.get("gremium", "")
    return next((body for body in bodies if str(body.pk) == wanted or len(bodies) == 1), None)


def start_values(body: Body | None) -> dict[str, Any]:
    """What forms of a new meeting begin with."""
    if body is None:
        return {}
    return {"body": body.pk, "title": f"Sitzung: {body}", "place": body.place, "is_public": body.is_public}


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting as a draft; nothing is sent."""
    at = edited_here(request, slug)
    bodies = working_bodies(request, at)
    form = NewMeetingForm(
        request.POST if request.method == "POST" else None,
        bodies=bodies,
        initial=start_values(chosen_body(request, bodies)),
    )
    if request.method == "POST" and form.is_valid():
        body = form.bodies[form.cleaned_data["body"]]
        try:
            row = create_meeting(actor=actor_of(request), body=body, data=form.to_data())
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, "Der Entwurf ist angelegt. Verschickt ist noch nichts.")
            return redirect("governance:meeting", row.pk)
    context = {"cooperation": at.cooperation, "form": form, "bodies": bodies}
    return render(request, "governance/meetings/form.html", context)


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meeting; a second saver chooses field by field."""
    row, at = meeting_of(request, pk, edit=True)
    public = row.body.is_public
    stored = meeting_values(MeetingData(**stored_meeting(row)))
    if request.method != "POST":
        form = MeetingEditForm(may_be_public=public, initial=stored | {"version": row.version})
        return _show(request, at, form, row)
    chosen = with_choices(request.POST, MeetingEditForm(may_be_public=True), stored)
    form = MeetingEditForm(chosen, may_be_public=public)
    if not form.is_valid():
        return _show(request, at, form, row)
    version: int = form.cleaned_data["version"]
    try:
        saved = change_meeting(
            actor=actor_of(request), meeting=row, data=form.to_data(), expected_version=version
        )
    except EditConflict as conflict:
        return _conflict(request, at, form, conflict.current, version)
    except ValidationError as error:
        _add_errors(form, error)
        return _show(request, at, form, row)
    if saved.state == MeetingState.INVITED:
        messages.warning(
            request,
            "Gespeichert. Die Eingeladenen wissen davon noch nichts: Teilen Sie die Änderung unter „Einladung“ mit.",
        )
    else:
        messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("governance:meeting", pk)


def _conflict(
    request: HttpRequest, at: Here, form: MeetingForm, current: Meeting, version: int
) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return show_conflict(
        request,
        at.cooperation,
        form=form,
        labels={name: label for name, label in LABELS.items() if name in form.fields},
        stored=meeting_values(MeetingData(**stored_meeting(current))),
        before={} if event is None else meeting_values(MeetingData(**stored_meeting(event))),
        show=show_value,
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=reverse("governance:meeting", args=(current.pk,)),
        template="governance/conflict.html",
    )


def _add_errors(form: MeetingForm, error: ValidationError) -> None:
    """What is wrong with the moment stands beside the day."""
    if hasattr(error, "error_dict") and "starts_at" in error.error_dict:
        error.error_dict["day"] = error.error_dict.pop("starts_at")
    add_errors(form, error)


def _show(request: HttpRequest, at: Here, form: MeetingForm, row: Meeting) -> HttpResponse:
    context = {"cooperation": at.cooperation, "form": form, "meeting": row}
    return render(request, "governance/meetings/form.html", context)


@form_page
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then delete a draft."""
    row, at = meeting_of(request, pk, edit=True)
    if request.method == "POST":
        try:
            discard_meeting(actor=actor_of(request), meeting=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("governance:meeting", pk)
        messages.success(request, "Der Entwurf ist verworfen. Seine eigenen Punkte liegen im Themenspeicher.")
        return redirect("governance:meetings", at.cooperation.slug)
    return render(
        request, "governance/meetings/discard.html", {"cooperation": at.cooperation, "meeting": row}
    )
