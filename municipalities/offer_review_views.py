"""Note at a need what the examination of an offer came to."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial, wants_partial
from municipalities import offer_selectors
from municipalities.models import Need, Offer, OfferReview
from municipalities.offer_forms import ReviewForm
from municipalities.offer_selectors import OfferCard
from municipalities.services import record_review, remove_review

READ, REMOVE = "lesen", "entfernen"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, ags: str, need_pk: int, pk: int) -> HttpResponse:
    """The form for one offer: a fragment for HTMX, else a page; ``?ansicht=entfernen`` asks before removing."""
    user = actor_of(request)
    need = get_visible(Need.objects.select_related("municipality"), user, pk=need_pk, municipality__ags=ags)
    offer = get_visible(offer_selectors.offers(user), user, pk=pk)
    if not offer_selectors.may_review(user, need):
        raise PermissionDenied
    page = _ReviewPage(request, need, offer)
    if request.GET.get("ansicht") == REMOVE:
        return page.remove()
    if request.method == "POST":
        return page.save()
    return page.leave() if request.GET.get("ansicht") == READ else page.show(page.form())


class _ReviewPage:
    """One offer at one need, as a fragment or as a page of its own."""

    def __init__(self, request: HttpRequest, need: Need, offer: Offer) -> None:
        self.request, self.need, self.user = request, need, actor_of(request)
        self.card: OfferCard = offer_selectors.card_for(self.user, need, offer)

    def form(self, data: Any = None) -> ReviewForm:
        """The form with what is stored, or with what was sent; ids are unlike those of other offers."""
        stored = self.card.review
        initial: dict[str, Any] = {"version": 0}
        if stored is not None:
            initial = {"outcome": stored.outcome, "note": stored.note, "version": stored.version}
        return ReviewForm(data, initial=initial, auto_id=f"{self.card.anchor}-%s")

    def save(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        values = form.cleaned_data
        try:
            noted = record_review(
                actor=self.user,
                need=self.need,
                offer=self.card.offer,
                outcome=values["outcome"],
                note=values["note"],
                expected_version=values["version"],
            )
        except EditConflict as conflict:
            return self._show_conflict(conflict.current)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form)
        self.card = replace(self.card, review=noted)
        return self.leave("Die Prüfung ist festgehalten.")

    def _show_conflict(self, current: OfferReview) -> HttpResponse:
        """The same input beside what is stored by now: saving again is a decision."""
        typed = {name: self.request.POST.get(name, "") for name in ("outcome", "note")}
        return self.show(self.form(typed | {"version": str(current.version)}), conflict=current)

    def remove(self) -> HttpResponse:
        """Ask once, then take the note back."""
        stored = self.card.review
        if stored is None:
            messages.info(self.request, "Zu diesem Angebot ist keine Prüfung festgehalten.")
            return self._to_need()
        if self.request.method != "POST":
            return render(self.request, "municipalities/offers/review_remove.html", self._context())
        sent = self.request.POST.get("version", "")
        try:
            remove_review(
                actor=self.user, review=stored, expected_version=int(sent) if sent.isdecimal() else 0
            )
        except EditConflict:
            messages.warning(
                self.request,
                "Die Prüfung wurde inzwischen geändert. Bitte lesen Sie sie noch einmal, bevor Sie sie entfernen.",
            )
        else:
            messages.success(self.request, "Die Prüfung ist entfernt.")
        return self._to_need()

    def show(self, form: ReviewForm, conflict: OfferReview | None = None) -> HttpResponse:
        """The form, open for writing."""
        if not form.errors:
            form.fields["outcome"].widget.attrs["data-autofocus"] = "1"
        return self._render(form=form, conflict=conflict)

    def leave(self, word: str = "") -> HttpResponse:
        """Back to reading: the card for HTMX, else its place on the page of the need."""
        if wants_partial(self.request):
            return self._render(word=word)
        if word:
            messages.success(self.request, word)
        return self._to_need()

    def _to_need(self) -> HttpResponse:
        page = reverse("needs:detail", args=[self.need.municipality.ags, self.need.pk])
        return redirect(f"{page}#{self.card.anchor}")

    def _context(self) -> dict[str, Any]:
        return {
            "need": self.need,
            "municipality": self.need.municipality,
            "may_edit": True,
            "card": self.card,
        }

    def _render(self, **context: Any) -> HttpResponse:
        return render_page_or_partial(
            self.request,
            page="municipalities/offers/review.html",
            partial="municipalities/offers/partials/card.html",
            context={**self._context(), "may_review": True, "swapped": True, **context},
        )
