"""One item of the minutes: saved in its place, by HTMX or as a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.forms.minutes import RecordForm
from governance.models import AgendaItem, Meeting
from governance.selectors import minutes as selector
from governance.services.recording import write_record
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial, wants_partial

KEEP_STORED = "gespeicherte"
MERGE = "zusammen"


@dataclass(frozen=True)
class Shown:
    """An item as the page shows it; ``said`` is what the minutes say beside the text (votes, tasks)."""

    item: AgendaItem
    form: RecordForm
    said: dict[str, Any]


def item_form(item: AgendaItem, data: Any = None, **initial: Any) -> RecordForm:
    """The form of an item as it is stored, with identifiers of its own on a page of many."""
    values = {"record": item.record, "version": item.record_version} | initial
    form = RecordForm(data, initial=values, auto_id=f"punkt-{item.pk}-%s")
    form.fields["record"].label = f"Niederschrift zu TOP {item.position}"
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Read or save the text at one item."""
    return _ItemPage(request, pk, item_pk).answer()


class _ItemPage:
    def __init__(self, request: HttpRequest, pk: int, item_pk: int) -> None:
        user = actor_of(request)
        self.request = request
        self.meeting = get_visible(Meeting.objects.select_related("body__cooperation"), user, pk=pk)
        self.item = self._read(item_pk)
        if not Meeting.objects.recordable_by(user).filter(pk=pk).exists():
            raise PermissionDenied

    def _read(self, item_pk: int) -> AgendaItem:
        rows = AgendaItem.objects.filter(meeting=self.meeting).select_related("recorded_by")
        item = rows.filter(pk=item_pk).first()
        if item is None:
            raise Http404
        return item

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(item_form(self.item))
        form = item_form(self.item, self.request.POST)
        if not form.is_valid():
            return self.show(form)
        typed, choice = form.cleaned_data["record"], self.request.POST.get("wahl", "")
        if choice == KEEP_STORED:
            return self.leave("Die gespeicherte Fassung bleibt.")
        if choice == MERGE:
            joined = "\n\n".join(part for part in (self.item.record, typed.strip()) if part)
            return self.show(
                item_form(self.item, record=joined), word="Beide Fassungen stehen jetzt untereinander."
            )
        try:
            write_record(
                actor=actor_of(self.request),
                item=self.item,
                text=typed,
                expected_version=form.cleaned_data["version"],
            )
        except EditConflict:
            self.item = self._read(self.item.pk)
            return self.show(item_form(self.item, record=typed), conflict=True)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form)
        return self.leave("Gespeichert.")

    def leave(self, word: str) -> HttpResponse:
        if wants_partial(self.request):
            self.item = self._read(self.item.pk)
            return self.show(item_form(self.item), word=word)
        return redirect(f"{reverse('governance:minutes', args=[self.meeting.pk])}#punkt-{self.item.pk}")

    def show(self, form: RecordForm, **more: Any) -> HttpResponse:
        return render_page_or_partial(
            self.request,
            page="governance/minutes/item.html",
            partial="governance/minutes/partials/item.html",
            context=self.context(form) | more,
        )

    def context(self, form: RecordForm) -> dict[str, Any]:
        said = next(
            entry for entry in selector.content(self.meeting)["entries"] if entry["id"] == self.item.pk
        )
        return {
            "meeting": self.meeting,
            "cooperation": self.meeting.body.cooperation,
            "shown": Shown(item=self.item, form=form, said=said),
            "swapped": True,
        }
