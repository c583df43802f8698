"""The draft of an agreement: read by all partners, its order and content in the hands of the coordination."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agreements.models import Agreement, Clause
from agreements.selectors.drafts import draft_of
from agreements.services.clauses import add_kind, move_clause, take_back, take_over
from cooperations.models import Cooperation
from cooperations.selectors.relations import with_partners
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.htmx import render_page_or_partial, wants_partial

STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Place:
    """An agreement as a partner or its coordination meets it; ``cooperation`` has its partners at hand."""

    agreement: Agreement
    cooperation: Cooperation
    coordinates: bool
    contributes: bool

    @property
    def may_change(self) -> bool:
        """Whether the draft may be changed: by the coordination, while the agreement is pursued."""
        return self.coordinates and self.agreement.dropped_on is None

    @property
    def may_contribute(self) -> bool:
        """Whether something may be said to the draft."""
        return self.contributes and self.agreement.dropped_on is None

    @property
    def context(self) -> dict[str, Any]:
        """What every page of an agreement needs."""
        return {
            "agreement": self.agreement,
            "cooperation": self.cooperation,
            "coordinates": self.coordinates,
            "may_change": self.may_change,
            "may_contribute": self.may_contribute,
        }


def seen_place(request: HttpRequest, pk: int) -> Place:
    """The agreement of one's own cooperation; Http404 for everybody else, also for supervision."""
    user = actor_of(request)
    if user.read_only:
        raise Http404
    row: Agreement = get_visible(Agreement.objects, user, pk=pk)
    rows = with_partners(Cooperation.objects.all())
    return Place(
        row,
        get_visible(rows, user, pk=row.cooperation_id),
        coordinates=Agreement.objects.editable_by(user).filter(pk=pk).exists(),
        contributes=Agreement.objects.contributable_by(user).filter(pk=pk).exists(),
    )


def coordinated_place(request: HttpRequest, pk: int) -> Place:
    """The same for pages of the coordination; PermissionDenied for everybody else who sees it."""
    place = seen_place(request, pk)
    if not place.coordinates:
        raise PermissionDenied
    return place


def contributed_place(request: HttpRequest, pk: int) -> Place:
    """The same for pages on which partners say something."""
    place = seen_place(request, pk)
    if not place.contributes:
        raise PermissionDenied
    return place


def clause_of(request: HttpRequest, place: Place, pk: int) -> Clause:
    """A clause of the draft; Http404 where there is none."""
    rows = Clause.objects.filter(agreement=place.agreement)
    row: Clause = get_visible(rows, actor_of(request), pk=pk)
    return row


@require_safe
@login_required
def draft_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft as a document, with guidance, aids, comments and proposals; ``?zeigen=offen`` what is open."""
    return show_draft(request, seen_place(request, pk))


def show_draft(
    request: HttpRequest,
    place: Place,
    *,
    word: str = "",
    problem: str = "",
    touched: int = 0,
    moved: bool = False,
) -> HttpResponse:
    """The page, or its part for HTMX; ``word`` is read out, ``problem`` shown on top.

    The focus goes to the clause ``touched``, after it ``moved`` to the arrow that is left at the end of the way.
    """
    draft = draft_of(actor_of(request), place.agreement, place.cooperation)
    only_open = request.GET.get("zeigen") == "offen"
    context = {
        **place.context,
        "draft": draft,
        "word": word,
        "problem": problem,
        "touched": touched,
        "moved": moved,
        "only_open": only_open,
        "lines": [line for line in draft.lines if not only_open or line.open_threads or line.proposals],
    }
    return render_page_or_partial(
        request,
        page="agreements/draft/draft.html",
        partial="agreements/draft/partials/draft.html",
        context=context,
    )


@require_safe
@login_required
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it prints: nothing but the document."""
    place = seen_place(request, pk)
    draft = draft_of(actor_of(request), place.agreement, place.cooperation)
    return render(request, "agreements/draft/print.html", {**place.context, "draft": draft})


def _step(
    request: HttpRequest,
    place: Place,
    do: Callable[[], Clause],
    said: Callable[[Clause], str],
    *,
    moved: bool = False,
) -> HttpResponse:
    """Do one small step and show the draft again: the part for HTMX, else the page at the clause."""
    address = reverse("agreements:draft", args=[place.agreement.pk])
    try:
        row = do()
    except ValidationError as error:
        problem = " ".join(error.messages)
        if wants_partial(request):
            return show_draft(request, place, problem=problem)
        messages.error(request, problem)
        return redirect(address)
    if wants_partial(request):
        return show_draft(request, place, word=said(row), touched=row.pk, moved=moved)
    messages.success(request, said(row))
    return redirect(f"{address}#klausel-{row.pk}")


@require_POST
@login_required
def move(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Move a clause one place up or down: ``move`` says which way."""
    place = coordinated_place(request, pk)
    row = clause_of(request, place, clause_pk)
    step = STEPS.get(request.POST.get("move", ""), 0)
    return _step(
        request,
        place,
        lambda: move_clause(actor=actor_of(request), clause=row, step=step),
        lambda _: f"„{row}“ ist verschoben.",
        moved=True,
    )


@require_POST
@login_required
def take(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Take a drafting aid over into the text: ``aid`` is its key."""
    place = coordinated_place(request, pk)
    row = clause_of(request, place, clause_pk)
    return _step(
        request,
        place,
        lambda: take_over(actor=actor_of(request), clause=row, aid=request.POST.get("aid", "")[:40]),
        lambda one: f"In „{one}“ übernommen.",
    )


@require_POST
@login_required
def include(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Put a clause that was left out back."""
    place = coordinated_place(request, pk)
    row = clause_of(request, place, clause_pk)
    return _step(
        request,
        place,
        lambda: take_back(actor=actor_of(request), clause=row),
        lambda one: f"„{one}“ ist wieder im Entwurf.",
    )


@require_POST
@login_required
def add_from_catalog(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a clause of the catalog: ``key`` names it."""
    place = coordinated_place(request, pk)
    return _step(
        request,
        place,
        lambda: add_kind(
            actor=actor_of(request), agreement=place.agreement, key=request.POST.get("key", "")[:40]
        ),
        lambda one: f"„{one}“ ist jetzt im Entwurf.",
    )
