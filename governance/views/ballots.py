"""Pages of a ballot: put a motion to the vote, vote, count, break off. The same in a meeting and by circular."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.conduct import BallotForm, WithdrawForm
from governance.gates import get_led, leads
from governance.models import Ballot, BallotKind
from governance.selectors.attendance import electorate, standing
from governance.selectors.ballots import own_voices, sheet, with_votes
from governance.services.ballots import (
    cast_vote,
    close_ballot,
    open_ballot,
    reason_against_secret,
    withdraw_ballot,
)
from governance.views.conduct import led_item
from governance.views.parts import attempt
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def put(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Put a motion to the vote at the item the meeting is at."""
    item, user = led_item(request, pk, item_pk), actor_of(request)
    form = BallotForm(request.POST if request.method == "POST" else None, initial={"motion": item.motion})
    if request.method == "POST" and form.is_valid():
        try:
            ballot = open_ballot(actor=user, item=item, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Abstimmung ist eröffnet.")
            return redirect("governance:ballot", ballot.pk)
    context = {
        "meeting": item.meeting,
        "cooperation": item.body.cooperation,
        "item": item,
        "form": form,
        "quorum": standing(item.meeting).quorum if item.meeting else None,
        "no_secret": reason_against_secret(electorate(item.body)),
    }
    return render(request, "governance/conduct/put.html", context)


@require_safe
@login_required
@never_cache
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """One ballot: vote, see who has voted, and the result once it is closed."""
    row = seen_ballot(request, pk)
    if row.meeting_id is None:
        return redirect("governance:circular", row.body.cooperation.slug, pk)
    return show_ballot(request, row)


def seen_ballot(request: HttpRequest, pk: int) -> Ballot:
    """A ballot the visitor sees, with its votes."""
    row: Ballot = get_visible(with_votes(Ballot.objects.all()), actor_of(request), pk=pk)
    return row


def show_ballot(request: HttpRequest, row: Ballot) -> HttpResponse:
    """The page of a ballot; HTMX asks the same address for how many have voted."""
    context: dict[str, Any] = {
        "ballot": row,
        "meeting": row.meeting,
        "cooperation": row.body.cooperation,
        "sheet": sheet(actor_of(request), row),
        "is_secret": row.kind == BallotKind.SECRET,
    }
    return render_page_or_partial(
        request,
        page="governance/conduct/ballot.html",
        partial="governance/conduct/partials/ballot_live.html",
        context=context,
    )


@require_POST
@login_required
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote for a municipality: ``partner`` and ``choice``."""
    row, user = seen_ballot(request, pk), actor_of(request)
    if not own_voices(user, row) and not leads(Ballot.objects, user, pk):
        raise PermissionDenied
    partner = request.POST.get("partner", "")
    if not partner.isdecimal():
        messages.error(request, "Bitte wählen Sie die Kommune, für die Sie abstimmen.")
        return _back(row)
    choice = request.POST.get("choice", "")
    # What was voted is not repeated: the page after it may be seen by others in the room.
    attempt(
        request,
        lambda: cast_vote(actor=user, ballot=row, partner=int(partner[:18]), choice=choice),
        "Die Stimme ist abgegeben.",
    )
    return _back(row)


@form_page
@login_required
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then count the votes."""
    row, user = _led(request, pk), actor_of(request)
    if request.method == "POST":
        if not attempt(request, lambda: close_ballot(actor=user, ballot=row)):
            row.refresh_from_db()
            if row.withdrawn_because:
                messages.warning(request, f"Kein Ergebnis. {row.withdrawn_because}")
            else:
                messages.success(request, f"Ergebnis: {row.summary}")
        return _back(row)
    return render(request, "governance/conduct/count.html", _context(request, row))


@form_page
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Break a ballot off, with a reason."""
    row, user = _led(request, pk), actor_of(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason: str = form.cleaned_data["reason"]
        try:
            withdraw_ballot(actor=user, ballot=row, reason=reason)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Abstimmung ist abgebrochen. Es gibt kein Ergebnis.")
            return _back(row)
    return render(request, "governance/conduct/withdraw.html", _context(request, row) | {"form": form})


def _context(request: HttpRequest, row: Ballot) -> dict[str, Any]:
    return {
        "ballot": row,
        "meeting": row.meeting,
        "cooperation": row.body.cooperation,
        "sheet": sheet(actor_of(request), row),
    }


def _led(request: HttpRequest, pk: int) -> Ballot:
    row: Ballot = get_led(with_votes(Ballot.objects.all()), actor_of(request), pk=pk)
    return row


def _back(row: Ballot) -> HttpResponse:
    if row.meeting_id is None:
        return redirect("governance:circular", row.body.cooperation.slug, row.pk)
    return redirect("governance:ballot", row.pk)
