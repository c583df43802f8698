"""One item of an agenda: read, added, changed, moved on, removed; and the answers of the look back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperations.views.versions import show_conflict, with_choices
from governance.body_presets import REFLECTION
from governance.forms.agenda import LABELS, AnswersForm, ItemEditForm, ItemForm, show_item
from governance.gates import leads
from governance.models import AgendaItem, Meeting, MeetingState, Minutes
from governance.reflection import questions
from governance.services.agenda import add_item, answer_questions, change_item, remove_item, stored_item
from governance.services.backlog import carry_over, may_carry_over, next_meeting, postpone
from governance.views.agenda import Place, coordinated_place, seen_place
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])
MOVED = "Dieser Punkt steht inzwischen an anderer Stelle."


def one(request: HttpRequest, place: Place, pk: int) -> AgendaItem:
    """An item of the meeting; Http404 where there is none."""
    rows = AgendaItem.objects.filter(meeting=place.meeting).select_related("proposed_for__municipality")
    row: AgendaItem = get_visible(rows, actor_of(request), pk=pk)
    row.meeting = place.meeting
    return row


@require_safe
@login_required
def item_page(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """One item in full, with its papers."""
    place = seen_place(request, pk)
    row = one(request, place, item_pk)
    approved = Minutes.objects.filter(meeting=pk, approved_at__isnull=False).exists()
    reflects = row.key == REFLECTION
    user = actor_of(request)
    context = {
        **place.context,
        "item": row,
        "papers": row.papers.select_related("file"),
        "may_edit": place.may_change and row.started_at is None,
        "may_attach": place.coordinates and not approved,
        "may_carry": place.coordinates and may_carry_over(place.meeting, row),
        "next": next_meeting(place.meeting) if place.coordinates else None,
        "answered": [(each.text, row.answers.get(each.key, "")) for each in questions()] if reflects else [],
        "may_answer": reflects and not approved and _may_answer(place, user.read_only, request),
    }
    return render(request, "governance/agenda/item.html", context)


def _may_answer(place: Place, read_only: bool, request: HttpRequest) -> bool:
    still = place.meeting.state != MeetingState.CANCELLED
    return still and not read_only and leads(Meeting.objects, actor_of(request), place.meeting.pk)


@form_page
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a new item at the end of the agenda."""
    place = coordinated_place(request, pk)
    form = ItemForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": "consultation", "orientation": place.meeting.body.orientation, "minutes": 10},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = add_item(actor=actor_of(request), meeting=place.meeting, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"„{row}“ ist jetzt TOP {row.position}.")
            return redirect("governance:agenda", pk)
    return render(request, "governance/agenda/form.html", {**place.context, "form": form})


@form_page
@login_required
def edit(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Change an item; a second saver chooses field by field."""
    place = coordinated_place(request, pk)
    row = one(request, place, item_pk)
    context = {**place.context, "item": row}
    stored = stored_item(row)
    if request.method != "POST":
        context["form"] = ItemEditForm(initial=stored | {"version": row.version})
        return render(request, "governance/agenda/form.html", context)
    form = ItemEditForm(with_choices(request.POST, ItemEditForm(), stored))
    context["form"] = form
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        try:
            change_item(actor=actor_of(request), item=row, data=form.to_data(), expected_version=version)
        except EditConflict as conflict:
            if conflict.current.meeting_id != pk:
                messages.error(request, MOVED)
                return redirect("governance:agenda", pk)
            return _choose(request, place, conflict.current, form, version)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Änderungen sind gespeichert.")
            return redirect("governance:agenda_item", pk, item_pk)
    return render(request, "governance/agenda/form.html", context)


def _choose(
    request: HttpRequest, place: Place, current: AgendaItem, form: ItemEditForm, version: int
) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return show_conflict(
        request,
        place.meeting.body.cooperation,
        form=form,
        labels=LABELS,
        stored=stored_item(current),
        before={} if event is None else stored_item(event),
        show=show_item,
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=reverse("governance:agenda_item", args=[place.meeting.pk, current.pk]),
        template="governance/agenda/conflict.html",
        extra=place.context,
    )


@require_POST
@login_required
def move_on(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Move an item to the next meeting, or into the backlog where none is planned; after the meeting, a copy of it."""
    place = coordinated_place(request, pk)
    row = one(request, place, item_pk)
    held = place.meeting.state == MeetingState.HELD
    try:
        kept = (carry_over if held else postpone)(actor=actor_of(request), item=row)
    except EditConflict:
        messages.error(request, MOVED)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        where = f"auf die Tagesordnung von „{kept.meeting}“" if kept.meeting else "in den Themenspeicher"
        word = "übernommen" if held else "verschoben"
        messages.success(request, f"„{kept}“ ist {where} {word}.")
    return redirect("governance:agenda", pk)


@form_page
@login_required
def remove(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Ask once, then remove an item."""
    place = coordinated_place(request, pk)
    row = one(request, place, item_pk)
    if request.method != "POST":
        return render(request, "governance/agenda/remove.html", {**place.context, "item": row})
    try:
        remove_item(actor=actor_of(request), item=row)
    except EditConflict:
        messages.error(request, MOVED)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"„{row}“ ist von der Tagesordnung genommen.")
    return redirect("governance:agenda", pk)


@form_page
@login_required
def answers(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """The questions of the look back, answered by whoever records; a second saver chooses answer by answer."""
    place = seen_place(request, pk)
    row = one(request, place, item_pk)
    if not leads(Meeting.objects, actor_of(request), pk):
        raise PermissionDenied
    if row.key != REFLECTION:
        return redirect("governance:agenda_item", pk, item_pk)
    context = {**place.context, "item": row}
    stored = {each.key: row.answers.get(each.key, "") for each in questions()}
    if request.method != "POST":
        context["form"] = AnswersForm(initial=stored | {"version": row.version})
        return render(request, "governance/agenda/answers.html", context)
    form = AnswersForm(with_choices(request.POST, AnswersForm(), stored))
    context["form"] = form
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        try:
            answer_questions(
                actor=actor_of(request), item=row, answers=form.to_answers(), expected_version=version
            )
        except EditConflict as conflict:
            return show_conflict(
                request,
                place.meeting.body.cooperation,
                form=form,
                labels={each.key: each.text for each in questions()},
                stored={each.key: conflict.current.answers.get(each.key, "") for each in questions()},
                before={},
                show=lambda _, value: str(value).splitlines(),
                now={"version": conflict.current.version},
                title=f"„{row}“",
                keep_url=reverse("governance:agenda_item", args=[pk, item_pk]),
                template="governance/agenda/conflict.html",
                extra=place.context,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Antworten sind gespeichert.")
            return redirect("governance:agenda_item", pk, item_pk)
    return render(request, "governance/agenda/answers.html", context)
