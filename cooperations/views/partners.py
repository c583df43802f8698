"""Who takes part: invitations and answers to them, lead, figures, coordination."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cooperations.forms.partners import AppointForm, FiguresForm, InviteForm
from cooperations.models import Cooperation, Coordinator, PartnerRole, PartnerStatus
from cooperations.picking import pick
from cooperations.selectors.relations import Relation
from cooperations.services import (
    add_partner,
    appoint_coordinator,
    change_lead,
    dismiss_coordinator,
    remove_partner,
    respond_to_invitation,
    update_figures,
)
from cooperations.views.lookup import coordinated, partner_of, seen
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors
from municipalities.models import Municipality

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who takes part; POST invites one more municipality."""
    if request.method != "POST":
        cooperation, viewer = seen(request, slug)
        return _show(request, cooperation, viewer)
    cooperation, viewer = coordinated(request, slug)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            municipality = _picked(request, form)
            partner = add_partner(actor=actor_of(request), cooperation=cooperation, municipality=municipality)
        except ValidationError as error:
            add_errors(form, error)
        else:
            word = "ist Partner" if partner.is_confirmed else "ist eingeladen und kann jetzt zusagen"
            messages.success(request, f"{partner} {word}.")
            return redirect("cooperations:partners", slug)
    return _show(request, cooperation, viewer, invite=form)


def _picked(request: HttpRequest, form: InviteForm) -> Municipality:
    try:
        return pick(actor_of(request), form.cleaned_data["municipality"])
    except ValidationError as error:
        raise ValidationError({"municipality": error.messages}) from error


def _show(
    request: HttpRequest,
    cooperation: Cooperation,
    viewer: Relation,
    *,
    invite: InviteForm | None = None,
    appoint: AppointForm | None = None,
) -> HttpResponse:
    rows = list(cooperation.partners.all())
    present = [row for row in rows if row.status in (PartnerStatus.INVITED, PartnerStatus.CONFIRMED)]
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "present": present,
        "former": [row for row in rows if row not in present],
        "own_ids": [row.pk for row in viewer.own],
        "coordinators": cooperation.coordinators.select_related("user").order_by("appointed_at"),
        "invite": invite or InviteForm(),
        "appoint": appoint or AppointForm(),
    }
    return render(request, "cooperations/partners.html", context)


@form_page
@login_required
def figures(request: HttpRequest, slug: str, ags: str) -> HttpResponse:
    """Schools and pupils of one partner, by its own staff or the coordination."""
    cooperation, viewer = seen(request, slug)
    partner = partner_of(cooperation, ags)
    own = partner.pk in {row.pk for row in viewer.own}
    if not partner.is_confirmed or not (own or viewer.coordinates):
        raise PermissionDenied
    form = FiguresForm.for_partner(partner, request.POST if request.method == "POST" else None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            update_figures(
                actor=actor_of(request),
                partner=partner,
                schools=form.cleaned_data["schools"],
                pupils=form.cleaned_data["pupils"],
                seen=form.seen,
            )
        except EditConflict as error:
            conflict, form = error.current, form.after_conflict(error.current)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Die Zahlen für {partner} sind gespeichert.")
            return redirect("cooperations:partners", slug)
    context = {"cooperation": cooperation, "partner": partner, "form": form, "conflict": conflict}
    return render(request, "cooperations/figures.html", context)


@require_POST
@login_required
def accept(request: HttpRequest, slug: str, ags: str) -> HttpResponse:
    """Confirm the invitation of one's own municipality."""
    cooperation, _ = seen(request, slug)
    partner = partner_of(cooperation, ags)
    try:
        respond_to_invitation(actor=actor_of(request), partner=partner, accept=True)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{partner} ist jetzt Partner der Kooperation.")
    return _to_overview(request, slug)


def _to_overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The cooperation, or the list where a colleague has just declined or the invitation was withdrawn."""
    if Cooperation.objects.visible_to(actor_of(request)).filter(slug=slug).exists():
        return redirect("workspace:overview", slug)
    return redirect("workspace:portfolio")


@form_page
@login_required
def decline(request: HttpRequest, slug: str, ags: str) -> HttpResponse:
    """Ask once, then decline the invitation of one's own municipality."""
    cooperation, viewer = seen(request, slug)
    partner = partner_of(cooperation, ags)
    if partner.pk not in {row.pk for row in viewer.own}:
        raise PermissionDenied
    if partner.status != PartnerStatus.INVITED:
        messages.error(request, "Die Einladung ist schon beantwortet.")
        return redirect("workspace:overview", slug)
    if request.method == "POST":
        try:
            respond_to_invitation(actor=actor_of(request), partner=partner, accept=False)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return _to_overview(request, slug)
        messages.success(request, f"Die Einladung zu „{cooperation}“ ist abgelehnt.")
        return redirect("workspace:portfolio")
    return render(request, "cooperations/decline.html", {"cooperation": cooperation, "partner": partner})


@form_page
@login_required
def lead(request: HttpRequest, slug: str, ags: str) -> HttpResponse:
    """Ask once, then hand the lead to another partner."""
    cooperation, _ = coordinated(request, slug)
    partner = partner_of(cooperation, ags)
    if request.method == "POST":
        try:
            change_lead(actor=actor_of(request), partner=partner)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Die Federführung liegt jetzt bei {partner}.")
        return redirect("cooperations:partners", slug)
    leading = next((row for row in cooperation.partners.all() if row.role == PartnerRole.LEAD), None)
    context = {"cooperation": cooperation, "partner": partner, "leading": leading}
    return render(request, "cooperations/lead.html", context)


@form_page
@login_required
def remove(request: HttpRequest, slug: str, ags: str) -> HttpResponse:
    """Ask once, then let a partner leave or take back its invitation."""
    cooperation, _ = coordinated(request, slug)
    partner = partner_of(cooperation, ags)
    if request.method == "POST":
        invited = partner.status == PartnerStatus.INVITED
        try:
            remove_partner(actor=actor_of(request), partner=partner)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            word = "Die Einladung ist zurückgezogen" if invited else "Der Partner ist ausgeschieden"
            messages.success(request, f"{word}: {partner}.")
        if Cooperation.objects.visible_to(actor_of(request)).filter(slug=slug).exists():
            return redirect("cooperations:partners", slug)
        return redirect("workspace:portfolio")
    return render(request, "cooperations/remove.html", {"cooperation": cooperation, "partner": partner})


@require_POST
@login_required
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a colleague coordinate too."""
    cooperation, viewer = coordinated(request, slug)
    form = AppointForm(request.POST)
    if form.is_valid():
        try:
            row = appoint_coordinator(
                actor=actor_of(request), cooperation=cooperation, email=form.cleaned_data["email"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{row.user} koordiniert jetzt mit.")
            return redirect("cooperations:partners", slug)
    return _show(request, cooperation, viewer, appoint=form)


@form_page
@login_required
def dismiss(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then end somebody's coordination; the last one stays."""
    cooperation, _ = coordinated(request, slug)
    row = get_object_or_404(Coordinator.objects.select_related("user"), cooperation=cooperation, pk=pk)
    if request.method == "POST":
        try:
            dismiss_coordinator(actor=actor_of(request), coordinator=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"{row.user} koordiniert diese Kooperation nicht mehr.")
        return redirect("cooperations:partners", slug)
    return render(request, "cooperations/dismiss.html", {"cooperation": cooperation, "coordinator": row})
