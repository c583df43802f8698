"""The Quick Check of a cooperation: one sheet per view, each factor saved in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.models import Cooperation
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.htmx import render_page_or_partial, wants_partial
from quickcheck import selectors
from quickcheck.forms import RatingForm
from quickcheck.selectors import Board, Perspective, Reach
from quickcheck.services import Assessment, rate_factor
from quickcheck.sheets import Row, Sheet
from quickcheck.suggestions import Suggestion, suggestions


@dataclass(frozen=True, kw_only=True)
class Card:
    """A factor as it stands on the page; ``form`` where it may be rated.

    In a conflict, ``row`` is what somebody else stored and ``form`` keeps what this person wanted; ``suggestions``
    may serve as evidence.
    """

    row: Row
    form: RatingForm | None = None
    conflict: bool = False
    saved: bool = False
    kept: bool = False
    suggestions: Sequence[Suggestion] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in which cooperation somebody is, with everything a page of it shows."""

    cooperation: Cooperation
    board: Board
    perspective: Perspective
    reach: Reach
    suggested: Mapping[str, Sequence[Suggestion]]

    @property
    def sheet(self) -> Sheet:
        """The sheet of the chosen view."""
        return self.board.sheets[self.perspective.key]

    @property
    def editable(self) -> bool:
        """Whether this view may be changed."""
        return self.reach.covers(self.perspective)

    @property
    def own(self) -> list[Perspective]:
        """The views that may be changed."""
        return [view for view in self.board.perspectives.values() if self.reach.covers(view)]

    @property
    def address(self) -> str:
        """Of the sheet in this view."""
        address = reverse("quickcheck:sheet", args=[self.cooperation.slug])
        return f"{address}?{urlencode({'sicht': self.perspective.key})}"

    def card(self, row: Row) -> Card:
        """A factor as it is stored, with a form where it may be rated."""
        suggested = self.suggested.get(row.factor.key, ())
        if not self.editable:
            return Card(row=row, suggestions=suggested)
        assessment = Assessment(row.value, row.evidence)
        return Card(
            row=row, form=RatingForm.showing(row.factor, assessment, row.version), suggestions=suggested
        )

    def context(self, changed: Card | None = None) -> dict[str, Any]:
        """What the templates need; ``changed`` takes the place of the stored card of its factor."""
        return {
            "place": self,
            "cooperation": self.cooperation,
            "card": changed,
            "phases": [
                (
                    line,
                    [
                        changed if changed and changed.row.factor == row.factor else self.card(row)
                        for row in line.rows
                    ],
                )
                for line in self.sheet.phases
            ],
        }


def _place(request: HttpRequest, slug: str) -> Place:
    """Find the cooperation and the view named by ``?sicht=``, or answer 404."""
    user = actor_of(request)
    cooperation = get_visible(Cooperation.objects, user, slug=slug)
    board = selectors.board(cooperation)
    perspective = board.perspectives.get(request.GET.get("sicht", selectors.WHOLE))
    if perspective is None:
        raise Http404
    return Place(
        cooperation=cooperation,
        board=board,
        perspective=perspective,
        reach=selectors.reach(user, cooperation),
        suggested=suggestions(user, cooperation),
    )


@login_required
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the twelve factors in one view."""
    return render(request, "quickcheck/sheet.html", _place(request, slug).context())


@login_required
@require_safe
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all views side by side."""
    return render(request, "quickcheck/comparison.html", _place(request, slug).context())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: HttpRequest, slug: str, factor_key: str) -> HttpResponse:
    """Show one factor as it is stored now, or store its rating."""
    place = _place(request, slug)
    row = next((row for row in place.sheet.rows if row.factor.key == factor_key), None)
    if row is None:
        raise Http404
    anchor = f"{place.address}#faktor-{row.factor.number}"
    if request.method != "POST":
        if not wants_partial(request):
            return redirect(anchor)
        return _answer(request, place, replace(place.card(row), kept=True))
    if not place.editable:
        raise PermissionDenied
    card = _save(request, place, row)
    if card.saved and not wants_partial(request):
        messages.success(request, f"Faktor {row.factor.number} ist gespeichert: {card.row.label}.")
        return redirect(anchor)
    # Read again: the numbers include what was just stored, by whomever.
    return _answer(request, _place(request, slug), card)


def _save(request: HttpRequest, place: Place, row: Row) -> Card:
    """Store what was sent; the card shows the result, the errors or the conflict."""
    form = RatingForm(request.POST, factor=row.factor, taking_back="take_back" in request.POST)
    card = place.card(row)
    if not form.is_valid():
        return replace(card, form=form)
    try:
        rating = rate_factor(
            actor=actor_of(request),
            cooperation=place.cooperation,
            factor_key=row.factor.key,
            value=form.cleaned_data["value"],
            evidence=form.cleaned_data["evidence"],
            expected_version=form.cleaned_data["version"],
            partner=place.perspective.partner,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return replace(card, form=form)
    except EditConflict as conflict:
        stored = selectors.row_of(conflict.current)
        mine = RatingForm.showing(row.factor, conflict.submitted, stored.version)
        return replace(card, row=stored, form=mine, conflict=True)
    stored = selectors.row_of(rating)
    return replace(place.card(stored), saved=True)


def _answer(request: HttpRequest, place: Place, card: Card) -> HttpResponse:
    return render_page_or_partial(
        request,
        page="quickcheck/sheet.html",
        partial="quickcheck/partials/changed.html",
        context=place.context(card),
    )
