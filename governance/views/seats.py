"""Seats, members and standing items of a body: pages of the coordination."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.forms.bodies import MemberForm, SeatForm, StandingForm
from governance.models import Body, Member, Seat, StandingItem
from governance.services.seats import (
    add_member,
    add_seat,
    change_member,
    change_seat,
    remove_member,
    remove_seat,
    stored_member,
    stored_seat,
)
from governance.services.standing_items import (
    add_standing_item,
    change_standing_item,
    move_standing_item,
    remove_standing_item,
    stored_standing,
)
from governance.views.lookup import Here, body_of, edited_here
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _at(request: HttpRequest, slug: str, pk: int) -> tuple[Here, Body]:
    at = edited_here(request, slug)
    return at, body_of(request, at, pk)


def _seat(request: HttpRequest, body: Body, pk: int) -> Seat:
    rows = Seat.objects.filter(body=body).select_related("partner__municipality")
    row: Seat = get_visible(rows, actor_of(request), pk=pk)
    row.body = body
    return row


def _member(request: HttpRequest, body: Body, pk: int) -> Member:
    rows = Member.objects.filter(seat__body=body).select_related("user", "seat__partner__municipality")
    row: Member = get_visible(rows, actor_of(request), pk=pk)
    row.seat.body = body
    return row


def _answer(
    request: HttpRequest,
    body: Body,
    form: forms.Form,
    store: Callable[[], object],
    *,
    title: str,
    done: str,
    remove_url: str = "",
) -> HttpResponse:
    """Show the form, or store what it says and go back to the body."""
    if request.method == "POST" and form.is_valid():
        try:
            store()
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("governance:body", body.cooperation.slug, body.pk)
    context: dict[str, Any] = {
        "cooperation": body.cooperation,
        "body": body,
        "form": form,
        "title": title,
        "remove_url": remove_url,
    }
    return render(request, "governance/bodies/part.html", context)


def _confirmed(
    request: HttpRequest, body: Body, remove: Callable[[], object], *, title: str, text: str
) -> HttpResponse:
    """Ask once, then remove and go back to the body."""
    if request.method == "POST":
        try:
            remove()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Entfernt.")
        return redirect("governance:body", body.cooperation.slug, body.pk)
    context = {"cooperation": body.cooperation, "body": body, "title": title, "text": text}
    return render(request, "governance/bodies/remove.html", context)


@form_page
@login_required
def seat_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a municipality or an advising place a seat."""
    at, body = _at(request, slug, pk)
    start = {"valid_from": timezone.localdate(), "vote_weight": 1}
    form = SeatForm(request.POST or None, cooperation=at.cooperation, initial=start)
    return _answer(
        request,
        body,
        form,
        lambda: add_seat(actor=actor_of(request), body=body, data=form.to_data()),
        title="Sitz anlegen",
        done="Der Sitz ist angelegt.",
    )


@form_page
@login_required
def seat_edit(request: HttpRequest, slug: str, pk: int, seat: int) -> HttpResponse:
    """Change weight and time of a seat."""
    at, body = _at(request, slug, pk)
    row = _seat(request, body, seat)
    form = SeatForm(request.POST or None, cooperation=at.cooperation, seat=row, initial=stored_seat(row))
    return _answer(
        request,
        body,
        form,
        lambda: change_seat(actor=actor_of(request), seat=row, data=form.to_data()),
        title=f"Sitz: {row}",
        done="Der Sitz ist geändert.",
        remove_url="entfernen/",
    )


@form_page
@login_required
def seat_remove(request: HttpRequest, slug: str, pk: int, seat: int) -> HttpResponse:
    """Remove a seat entered by mistake."""
    _, body = _at(request, slug, pk)
    row = _seat(request, body, seat)
    return _confirmed(
        request,
        body,
        lambda: remove_seat(actor=actor_of(request), seat=row),
        title=f"Sitz „{row}“ entfernen?",
        text="Mit dem Sitz gehen seine Mitglieder. Endet ein Sitz, tragen Sie besser sein Ende ein.",
    )


@form_page
@login_required
def member_add(request: HttpRequest, slug: str, pk: int, seat: int) -> HttpResponse:
    """Put a person on a seat."""
    _, body = _at(request, slug, pk)
    row = _seat(request, body, seat)
    start = {
        "valid_from": max(row.valid_from, timezone.localdate()),
        "is_deputy": request.GET.get("art") == "vertretung",
    }
    form = MemberForm(request.POST or None, seat=row, initial=start)
    return _answer(
        request,
        body,
        form,
        lambda: add_member(actor=actor_of(request), seat=row, data=form.to_data()),
        title=f"Mitglied für {row}",
        done="Das Mitglied ist eingetragen.",
    )


@form_page
@login_required
def member_edit(request: HttpRequest, slug: str, pk: int, member: int) -> HttpResponse:
    """Change what is known about a member."""
    _, body = _at(request, slug, pk)
    row = _member(request, body, member)
    form = MemberForm(request.POST or None, seat=row.seat, member=row, initial=stored_member(row))
    return _answer(
        request,
        body,
        form,
        lambda: change_member(actor=actor_of(request), member=row, data=form.to_data()),
        title=f"Mitglied für {row.seat}",
        done="Die Änderungen sind gespeichert.",
        remove_url="entfernen/",
    )


@form_page
@login_required
def member_remove(request: HttpRequest, slug: str, pk: int, member: int) -> HttpResponse:
    """Remove a member entered by mistake."""
    _, body = _at(request, slug, pk)
    row = _member(request, body, member)
    return _confirmed(
        request,
        body,
        lambda: remove_member(actor=actor_of(request), member=row),
        title=f"„{row.function}“ entfernen?",
        text="Scheidet ein Mitglied aus, tragen Sie besser das Ende ein: Dann bleibt sichtbar, wer wann dabei war.",
    )


@form_page
@login_required
def standing_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a standing item."""
    _, body = _at(request, slug, pk)
    form = StandingForm(request.POST or None, initial={"orientation": body.orientation})
    return _answer(
        request,
        body,
        form,
        lambda: add_standing_item(actor=actor_of(request), body=body, data=form.to_data()),
        title="Ständiger Punkt",
        done="Der Punkt steht in jeder neuen Tagesordnung.",
    )


@form_page
@login_required
def standing_edit(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Change a standing item."""
    _, body = _at(request, slug, pk)
    row: StandingItem = get_visible(StandingItem.objects.filter(body=body), actor_of(request), pk=item)
    form = StandingForm(request.POST or None, initial=stored_standing(row))
    return _answer(
        request,
        body,
        form,
        lambda: change_standing_item(actor=actor_of(request), item=row, data=form.to_data()),
        title="Ständiger Punkt",
        done="Die Änderung gilt für neue Tagesordnungen.",
    )


@require_POST
@login_required
def standing_move(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Move a standing item up or down, or remove it; it can be added again in one step."""
    _, body = _at(request, slug, pk)
    row: StandingItem = get_visible(StandingItem.objects.filter(body=body), actor_of(request), pk=item)
    if request.POST.get("step") == "remove":
        remove_standing_item(actor=actor_of(request), item=row)
        messages.success(request, f"„{row}“ ist kein ständiger Punkt mehr.")
    else:
        move_standing_item(actor=actor_of(request), item=row, up=request.POST.get("step") == "up")
    return redirect("governance:body", slug, pk)
