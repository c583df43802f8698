"""A new cooperation, and suggestions of municipalities while somebody types."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.forms.create import FIRST_ROWS, CreateForm
from cooperations.models import Cooperation, PartnerStatus
from cooperations.picking import pick
from cooperations.selectors.relations import may_create, with_partners
from cooperations.services import create_cooperation
from cooperations.views.edit import say_what_to_check
from ikz.access.actors import actor_of
from ikz.accounts.models import User
from ikz.ui.forms import add_errors
from municipalities.models import Municipality
from municipalities.picking import label, labels, suggest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a new cooperation; "weitere Kommune" shows the same page with one more row."""
    user = actor_of(request)
    if not may_create(user):
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, _prefilled(request, user))
    typed = request.POST.get("rows", "")
    rows = int(typed) if typed.isdecimal() and len(typed) < 4 else FIRST_ROWS  # noqa: PLR2004
    if "add_row" in request.POST:
        return _show(request, CreateForm.with_new_row(request.POST, actor=user, rows=rows + 1))
    form = CreateForm(request.POST, actor=user, rows=rows)
    if form.is_valid():
        try:
            row = create_cooperation(
                actor=user, data=form.to_data(), lead=form.lead(), partners=form.partners()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            invited = row.partners.filter(status=PartnerStatus.INVITED).count()
            asked = " Die eingeladenen Kommunen sehen sie ab jetzt und können zusagen." if invited else ""
            messages.success(request, f"Die Kooperation ist angelegt.{asked}")
            fetched = with_partners(Cooperation.objects.visible_to(user)).get(pk=row.pk)
            say_what_to_check(request, fetched, row.model_keys)
            return redirect("workspace:overview", row.slug)
    return _show(request, form)


def _prefilled(request: HttpRequest, user: User) -> CreateForm:
    """One's own municipality first, then those named in the address (``?partner=<ags>``)."""
    own = Municipality.objects.represented_by(user).first()
    wanted = [] if own is None else [label(own)]
    for key in request.GET.getlist("partner")[:20]:
        try:
            named = label(pick(user, key))
        except ValidationError:
            continue
        if named not in wanted:
            wanted.append(named)
    form = CreateForm(actor=user, rows=max(FIRST_ROWS, len(wanted)))
    form.initial = {f"partner_{number}": text for number, text in enumerate(wanted)}
    return form


def _show(request: HttpRequest, form: CreateForm) -> HttpResponse:
    return render(request, "cooperations/create.html", {"form": form})


@require_safe
@login_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the list behind a municipality field; the name of the field does not matter."""
    user = actor_of(request)
    text = str(next(iter(request.GET.values()), ""))
    rows = labels(user, suggest(user, text[:200]))
    return render(request, "municipalities/partials/suggestions.html", {"rows": rows})
