"""The frame of a cooperation: how it differs from others, what each partner gains, what it needs, what hinders it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cooperations import catalog, framework_export
from cooperations.forms.conduct import BenefitForm, CriteriaForm
from cooperations.models import Barrier, Cooperation, ExternalActor, Prerequisite
from cooperations.services.conduct import choose_criteria, describe_benefit
from cooperations.views.lookup import coordinated, partner_of, seen
from cooperations.views.versions import with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.exports import export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.versions import differences

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole frame to everybody who sees the cooperation; also as a file."""
    cooperation, viewer = seen(request, slug)
    user = actor_of(request)
    partners = [row for row in cooperation.partners.all() if row.is_confirmed]
    own = {row.pk for row in viewer.own}
    rows = list(Prerequisite.objects.visible_to(user).filter(cooperation=cooperation))
    # Also those of partners that are still asked or have left: nothing that was entered is out of reach.
    within = [
        (partner, [row for row in rows if row.partner_id == partner.pk])
        for partner in cooperation.partners.all()
    ]
    criteria = [
        (row.label, row.values.get(cooperation.criteria.get(row.key, ""), ""))
        for row in catalog.criteria().values()
    ]
    actors = ExternalActor.objects.visible_to(user).filter(cooperation=cooperation)
    barriers = Barrier.objects.visible_to(user).filter(cooperation=cooperation)
    between = [row for row in rows if row.partner_id is None]
    if fmt := wanted_format(request.GET.get("format")):
        needed = [("", row) for row in between]
        needed += [(str(partner), row) for partner, found in within for row in found]
        lines = framework_export.rows(
            partners=partners, criteria=criteria, actors=actors, prerequisites=needed, barriers=barriers
        )
        return export(fmt, name=f"rahmen-{slug}", columns=framework_export.COLUMNS, rows=lines)
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "criteria": criteria,
        "actors": actors,
        "benefits": [
            (partner, not user.read_only and (viewer.coordinates or partner.pk in own))
            for partner in partners
        ],
        "between": between,
        "within": [(partner, found) for partner, found in within if found],
        "barriers": barriers,
    }
    return render(request, "cooperations/framework/page.html", context)


def show_conflict(
    request: HttpRequest,
    cooperation: Cooperation,
    form: Any,
    *,
    labels: dict[str, str],
    stored: dict[str, Any],
    before: dict[str, Any],
    now: dict[str, str],
) -> HttpResponse:
    """Offer both versions field by field; ``now`` are the hidden fields that tell what is seen from here on."""
    mine = {name: form.cleaned_data[name] for name in labels}
    found = differences(labels=labels, stored=stored, mine=mine, before=before, show=form.show)
    form.data = form.data.copy()
    for name, value in now.items():
        form.data[name] = value
    for name in [name for name in form.data if name.startswith("choice_")]:
        del form.data[name]
    context = {"cooperation": cooperation, "form": form, "differences": found, "save_url": request.path}
    return render(request, "cooperations/framework/conflict.html", context)


@form_page
@login_required
def criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the distinguishing criteria; a second saver chooses criterion by criterion."""
    cooperation, _ = coordinated(request, slug)
    stored = CriteriaForm.values(cooperation)
    if request.method != "POST":
        form = CriteriaForm(initial=stored | {"version": cooperation.version})
    else:
        form = CriteriaForm(with_choices(request.POST, CriteriaForm(), stored))
        if form.is_valid():
            try:
                choose_criteria(
                    actor=actor_of(request),
                    cooperation=cooperation,
                    criteria=form.chosen,
                    expected_version=form.cleaned_data["version"],
                )
            except EditConflict as conflict:
                current = conflict.current
                event = (
                    current.events.filter(version=form.cleaned_data["version"]).order_by("-pgh_id").first()
                )
                return show_conflict(
                    request,
                    cooperation,
                    form,
                    labels={key: row.label for key, row in catalog.criteria().items()},
                    stored=CriteriaForm.values(current),
                    before=CriteriaForm.values(event) if event else {},
                    now={"version": str(current.version)},
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                return _done(request, slug, "Die Merkmale sind gespeichert.", "merkmale")
    return render(request, "cooperations/framework/criteria.html", {"cooperation": cooperation, "form": form})


@form_page
@login_required
def benefit(request: HttpRequest, slug: str, ags: str) -> HttpResponse:
    """What one partner gains, by its own staff or the coordination."""
    cooperation, viewer = seen(request, slug)
    partner = partner_of(cooperation, ags)
    own = partner.pk in {row.pk for row in viewer.own}
    if not partner.is_confirmed or not (own or viewer.coordinates):
        raise PermissionDenied
    conflict = None
    if request.method != "POST":
        form = BenefitForm(initial={"benefit": partner.benefit, "seen": partner.benefit})
    else:
        form = BenefitForm(request.POST)
        if form.is_valid():
            try:
                describe_benefit(actor=actor_of(request), partner=partner, **form.cleaned_data)
            except EditConflict as error:
                conflict = error.current
                form = BenefitForm({"benefit": form.cleaned_data["benefit"], "seen": conflict.benefit})
            except ValidationError as error:
                add_errors(form, error)
            else:
                return _done(request, slug, f"Der Nutzen für {partner} ist gespeichert.", "nutzen")
    context = {"cooperation": cooperation, "partner": partner, "form": form, "conflict": conflict}
    return render(request, "cooperations/framework/benefit.html", context)


def _done(request: HttpRequest, slug: str, message: str, section: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(f"{reverse('cooperations:framework', args=[slug])}#{section}")
