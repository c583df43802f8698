"""Series of meetings: plan, look ahead, make drafts, skip and move dates."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperations.views.versions import show_conflict, with_choices
from governance.forms.series import (
    LABELS,
    DayForm,
    DraftsForm,
    MoveForm,
    NewSeriesForm,
    SeriesEditForm,
    SeriesForm,
    show_series,
)
from governance.models import MeetingSeries
from governance.planning import SOURCE, cost, too_many
from governance.recurrence import in_words, per_year, to_rrule
from governance.selectors.meetings import regular_members
from governance.selectors.series import coming_dates, laender_of, more_than_needed, often_a_year, preview
from governance.services.series import (
    change_series,
    check_series,
    create_series,
    end_series,
    make_drafts,
    move_date,
    restore_date,
    skip_date,
    stored_series,
)
from governance.views.lookup import Here, edited_here, here, working_bodies
from governance.views.meeting_edit import chosen_body, start_values
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.formatting import de_date, plural_de
from ikz.ui.forms import add_errors
from municipalities.public_holidays import hint

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _series(request: HttpRequest, at: Here, pk: int) -> MeetingSeries:
    rows = MeetingSeries.objects.filter(body__cooperation=at.cooperation).select_related("body")
    row: MeetingSeries = get_visible(rows, actor_of(request), pk=pk)
    row.body.cooperation = at.cooperation
    return row


@require_safe
@login_required
def series(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A series: its rhythm, the next dates with holidays and meetings, and what it costs in a year."""
    at = here(request, slug)
    row = _series(request, at, pk)
    who = [str(member.seat) for member in regular_members(row.body, timezone.localdate())]
    context = {
        "cooperation": at.cooperation,
        "series": row,
        "rhythm": in_words(row.rrule),
        "may_edit": at.may_edit and not row.ended and row.body.dissolved_on is None,
        "dates": coming_dates(row, laender_of(at.cooperation)),
        "drafts_form": DraftsForm(),
        "cost": cost(minutes=row.minutes, invited=who, per_year=often_a_year(row)),
        "more_than_needed": more_than_needed(row.body),
        "source": SOURCE,
    }
    return render(request, "governance/series/detail.html", context)


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a series; ``vorschau`` shows its dates before anything is stored."""
    at = edited_here(request, slug)
    bodies = working_bodies(request, at)
    start = start_values(chosen_body(request, bodies)) | {"nth": 2}
    form = NewSeriesForm(request.POST if request.method == "POST" else None, bodies=bodies, initial=start)
    if request.method == "POST" and form.is_valid() and "vorschau" not in request.POST:
        body = form.bodies[form.cleaned_data["body"]]
        try:
            row = create_series(actor=actor_of(request), body=body, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, "Die Reihe ist geplant. Legen Sie nun Entwürfe für die nächsten Termine an."
            )
            return redirect("governance:series", slug, row.pk)
    return _show_form(request, at, form)


@form_page
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a series; a second saver chooses field by field."""
    at = edited_here(request, slug)
    row = _series(request, at, pk)
    stored = stored_series(row)
    if request.method != "POST":
        return _show_form(request, at, SeriesEditForm(initial=stored | {"version": row.version}), row)
    form = SeriesEditForm(with_choices(request.POST, SeriesEditForm(), stored))
    if not form.is_valid() or "vorschau" in request.POST:
        return _show_form(request, at, form, row)
    version: int = form.cleaned_data["version"]
    try:
        change_series(actor=actor_of(request), series=row, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        return _conflict(request, at, form, conflict.current, version)
    except ValidationError as error:
        add_errors(form, error)
        return _show_form(request, at, form, row)
    messages.success(
        request, "Gespeichert. Die Änderung gilt für Termine, zu denen es noch keine Sitzung gibt."
    )
    return redirect("governance:series", slug, pk)


def _conflict(
    request: HttpRequest, at: Here, form: SeriesForm, current: MeetingSeries, version: int
) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return show_conflict(
        request,
        at.cooperation,
        form=form,
        labels=LABELS,
        stored=stored_series(current),
        before={} if event is None else stored_series(event),
        show=show_series,
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=reverse("governance:series", args=(at.cooperation.slug, current.pk)),
        template="governance/conflict.html",
    )


def _show_form(
    request: HttpRequest, at: Here, form: SeriesForm, row: MeetingSeries | None = None
) -> HttpResponse:
    context: dict[str, object] = {
        "cooperation": at.cooperation,
        "form": form,
        "series": row,
        "bodies": getattr(form, "bodies", None),
    }
    if form.is_bound and form.is_valid() and _makes_sense(form):
        data = form.to_data()
        rule = to_rrule(data.rhythm)
        body = (
            row.body
            if row
            else form.bodies[form.cleaned_data["body"]]
            if isinstance(form, NewSeriesForm)
            else None
        )
        often = per_year(rule, data.starts_on, after=timezone.localdate())
        context |= {
            "preview": preview(rule, data.starts_on, laender_of(at.cooperation)),
            "rhythm": in_words(rule),
            "more_than_needed": often if body and too_many(kind=body.kind, planned=often) else 0,
            "source": SOURCE,
        }
    return render(request, "governance/series/form.html", context)


def _makes_sense(form: SeriesForm) -> bool:
    """Whether there is a series to look ahead on; else the form says why not."""
    try:
        check_series(form.to_data())
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _day(text: str) -> date:
    form = DayForm({"day": text})
    if not form.is_valid():
        raise Http404
    found: date = form.cleaned_data["day"]
    return found


@require_POST
@login_required
def step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make drafts, skip a date or take it in again, end the series: by the button that was pressed."""
    at = edited_here(request, slug)
    row = _series(request, at, pk)
    try:
        messages.success(request, STEPS.get(request.POST.get("schritt", ""), _drafts)(request, row))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("governance:series", slug, pk)


def _drafts(request: HttpRequest, row: MeetingSeries) -> str:
    form = DraftsForm(request.POST)
    if not form.is_valid():
        raise ValidationError([message for errors in form.errors.values() for message in errors])
    made = make_drafts(actor=actor_of(request), series=row, count=form.cleaned_data["count"])
    return f"{plural_de(len(made), 'Entwurf ist', 'Entwürfe sind')} angelegt. Verschickt ist noch nichts."


def _skip(request: HttpRequest, row: MeetingSeries) -> str:
    day = _day(request.POST.get("tag", ""))
    skip_date(actor=actor_of(request), series=row, day=day)
    return f"Der Termin am {de_date(day)} entfällt."


def _restore(request: HttpRequest, row: MeetingSeries) -> str:
    day = _day(request.POST.get("tag", ""))
    restore_date(actor=actor_of(request), series=row, day=day)
    return f"Der Termin am {de_date(day)} findet statt."


def _end(request: HttpRequest, row: MeetingSeries) -> str:
    end_series(actor=actor_of(request), series=row)
    return "Die Reihe ist beendet. Sitzungen, die es schon gibt, bleiben."


STEPS: dict[str, Callable[[HttpRequest, MeetingSeries], str]] = {
    "entwuerfe": _drafts,
    "entfaellt": _skip,
    "doch": _restore,
    "beenden": _end,
}


@form_page
@login_required
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put one date of a series on another day or time; its meeting becomes a draft."""
    at = edited_here(request, slug)
    row = _series(request, at, pk)
    day = _day(request.GET.get("tag", ""))
    start = {"day": day, "begins_at": row.begins_at}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = move_date(actor=actor_of(request), series=row, day=day, starts_at=form.starts_at())
        except ValidationError as error:
            if hasattr(error, "error_dict") and "starts_at" in error.error_dict:
                error.error_dict["day"] = error.error_dict.pop("starts_at")
            add_errors(form, error)
        else:
            messages.success(
                request, "Verschoben. Die Sitzung ist als Entwurf angelegt, verschickt ist noch nichts."
            )
            return redirect("governance:meeting", meeting.pk)
    context = {
        "cooperation": at.cooperation,
        "series": row,
        "form": form,
        "day": day,
        "holiday": hint(day, laender_of(at.cooperation)),
    }
    return render(request, "governance/series/move.html", context)
