"""Papers of an agenda item: attached, named anew, removed by the coordination."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from governance.forms.agenda import PaperForm, UploadForm
from governance.models import AgendaItem, Paper
from governance.services.papers import add_paper, change_paper, remove_paper
from governance.views.agenda import Place, coordinated_place
from governance.views.agenda_items import one
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def add(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Attach a file."""
    place = coordinated_place(request, pk)
    item = one(request, place, item_pk)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            paper = add_paper(
                actor=actor_of(request),
                item=item,
                title=found["title"],
                upload=found["file"],
                is_public=found["is_public"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Die Vorlage „{paper}“ ist angehängt.")
            return redirect("governance:agenda_item", pk, item_pk)
    context = {**place.context, "item": item, "form": form}
    return render(request, "governance/agenda/paper.html", context)


def _paper(request: HttpRequest, pk: int, item_pk: int, paper_pk: int) -> tuple[Place, AgendaItem, Paper]:
    place = coordinated_place(request, pk)
    item = one(request, place, item_pk)
    return place, item, get_visible(Paper.objects.filter(item=item), actor_of(request), pk=paper_pk)


@form_page
@login_required
def edit(request: HttpRequest, pk: int, item_pk: int, paper_pk: int) -> HttpResponse:
    """Name a paper anew, or show it to everybody or no longer."""
    place, item, paper = _paper(request, pk, item_pk, paper_pk)
    stored = {"title": paper.title, "is_public": paper.is_public}
    form = PaperForm(request.POST if request.method == "POST" else None, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            change_paper(
                actor=actor_of(request),
                paper=paper,
                title=form.cleaned_data["title"],
                is_public=form.cleaned_data["is_public"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Änderungen sind gespeichert.")
            return redirect("governance:agenda_item", pk, item_pk)
    context = {**place.context, "item": item, "paper": paper, "form": form}
    return render(request, "governance/agenda/paper.html", context)


@form_page
@login_required
def remove(request: HttpRequest, pk: int, item_pk: int, paper_pk: int) -> HttpResponse:
    """Ask once, then remove a paper and its file."""
    place, item, paper = _paper(request, pk, item_pk, paper_pk)
    if request.method != "POST":
        context = {**place.context, "item": item, "paper": paper}
        return render(request, "governance/agenda/remove_paper.html", context)
    try:
        remove_paper(actor=actor_of(request), paper=paper)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Die Vorlage „{paper}“ ist entfernt.")
    return redirect("governance:agenda_item", pk, item_pk)
