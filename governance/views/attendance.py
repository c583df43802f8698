"""Pages of the attendance: one click each, or the form for those who came late, left early or stand in."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cooperations.views.versions import show_conflict, with_choices
from governance.forms.conduct import AttendanceForm, PersonForm, clock
from governance.forms.decisions import labels, show
from governance.gates import get_led
from governance.models import Attendance, Meeting, Member
from governance.services.attendance import (
    add_guest,
    add_member,
    change_attendance,
    earlier_values,
    mark_presence,
    mark_rest_present,
    stored_values,
)
from governance.views.conduct import room
from governance.views.parts import attempt, led_meeting
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors
from ikz.ui.htmx import wants_partial

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@login_required
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """One click in the list: ``row``, ``presence`` and ``version`` as shown, or ``rest`` for all who remain."""
    meeting, user = led_meeting(request, pk), actor_of(request)
    sent = request.POST
    if "rest" in sent:
        attempt(request, lambda: mark_rest_present(actor=user, meeting=meeting))
    elif sent.get("row", "").isdecimal() and sent.get("version", "").isdecimal():
        row = _row(request, meeting, int(sent["row"][:18]))
        wanted, version = sent.get("presence", ""), int(sent["version"][:9])
        attempt(
            request,
            lambda: mark_presence(actor=user, attendance=row, presence=wanted, expected_version=version),
        )
    else:
        messages.error(request, "Dieser Schritt ist nicht bekannt. Bitte laden Sie die Seite neu.")
    if wants_partial(request):
        context = room(request, meeting) | {"told": True}
        return render(request, "governance/conduct/partials/attendance.html", context)
    return redirect("governance:conduct", pk)


@form_page
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note somebody who is there without being on the list."""
    meeting, user = led_meeting(request, pk), actor_of(request)
    form = PersonForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        member, guest = form.cleaned_data["member"], form.cleaned_data["guest"]
        try:
            if member:
                add_member(actor=user, meeting=meeting, member=Member.objects.visible_to(user).get(pk=member))
            else:
                add_guest(actor=user, meeting=meeting, guest=guest)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Person steht auf der Liste.")
            return redirect("governance:conduct", pk)
    return _show(request, meeting, form, "governance/conduct/person.html")


@form_page
@login_required
def attendance(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Presence, times and whom somebody stands in for; a second saver chooses field by field."""
    meeting = led_meeting(request, pk)
    row = _row(request, meeting, row_pk)
    stored = AttendanceForm.initial_of(stored_values(row))
    if request.method != "POST":
        form = AttendanceForm(initial=stored | {"version": row.version}, attendance=row)
        return _show(request, meeting, form, "governance/conduct/attendance.html", row=row)
    blank = AttendanceForm(attendance=row)
    kept = {name: value for name, value in stored.items() if name in blank.fields}
    form = AttendanceForm(with_choices(request.POST, blank, kept), attendance=row)
    if not form.is_valid():
        return _show(request, meeting, form, "governance/conduct/attendance.html", row=row)
    data = form.to_data()
    # Whom the form does not show stays: seconds are not asked for, and moments that read the same are the same.
    for name in ("arrived_at", "left_at"):
        if clock(getattr(row, name)) == form.cleaned_data[name]:
            data = replace(data, **{name: getattr(row, name)})
    version: int = form.cleaned_data["version"]
    try:
        change_attendance(actor=actor_of(request), attendance=row, data=data, expected_version=version)
    except EditConflict as conflict:
        return _show_conflict(request, meeting, form, conflict.current, version)
    except ValidationError as error:
        add_errors(form, error)
        return _show(request, meeting, form, "governance/conduct/attendance.html", row=row)
    messages.success(request, f"Die Anwesenheit von {row} ist gespeichert.")
    return redirect("governance:conduct", pk)


def _row(request: HttpRequest, meeting: Meeting, pk: int) -> Attendance:
    rows = Attendance.objects.select_related("meeting", "member__seat__partner__municipality")
    row: Attendance = get_led(rows.filter(meeting=meeting), actor_of(request), pk=pk)
    return row


def _show(
    request: HttpRequest, meeting: Meeting, form: Any, template: str, row: Attendance | None = None
) -> HttpResponse:
    context = {"meeting": meeting, "cooperation": meeting.body.cooperation, "form": form, "row": row}
    return render(request, template, context)


def _show_conflict(
    request: HttpRequest, meeting: Meeting, form: AttendanceForm, current: Attendance, version: int
) -> HttpResponse:
    before = earlier_values(current, version)
    return show_conflict(
        request,
        meeting.body.cooperation,
        form=form,
        labels=labels(form),
        stored=AttendanceForm.initial_of(stored_values(current)),
        before=AttendanceForm.initial_of(before) if before else {},
        show=lambda name, value: (
            [f"{value:%H:%M} Uhr"] if name.endswith("_at") and value else show(form, name, value)
        ),
        now={"version": current.version},
        title=f"Zwei Fassungen der Anwesenheit von {current}",
        keep_url=f"/sitzungen/{meeting.pk}/durchfuehrung/",
        template="governance/conduct/conflict.html",
        extra={"meeting": meeting},
    )
