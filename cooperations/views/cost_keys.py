"""The key that holds, and the facts of a partner that keys count."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cooperations.forms.cost_keys import KeyForm, key_values, show_key
from cooperations.forms.costs import FACT_LABELS, FactForm, fact_values, show_fact
from cooperations.models import CostPlan
from cooperations.selectors import costs
from cooperations.services.cost_facts import save_facts, stored_facts
from cooperations.services.costs import KeyData, choose_key, stored_key
from cooperations.views.costs import plan_of
from cooperations.views.lookup import coordinated, partner_of, seen
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def key(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Choose the key, the weights of a mix and the fixed parts; a second saver chooses field by field."""
    cooperation, _ = coordinated(request, slug)
    plan = plan_of(request, cooperation, year)
    rows = costs.bearers(actor_of(request), cooperation, plan)
    payers = [row.payer for row in rows]
    stored = _stored(plan, rows)
    context = {"cooperation": cooperation, "plan": plan}
    if request.method != "POST":
        form = KeyForm(payers=payers, initial=key_values(stored) | {"version": plan.version})
        return render(request, "cooperations/costs/key.html", context | {"form": form})
    sent = with_choices(request.POST, KeyForm(payers=payers), key_values(stored))
    form = KeyForm(sent, payers=payers)
    if not form.is_valid():
        return render(request, "cooperations/costs/key.html", context | {"form": form})
    version: int = form.cleaned_data["version"]
    try:
        choose_key(actor=actor_of(request), plan=plan, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        event = plan.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
        before = {} if event is None else key_values(stored_key(event, [], []))
        return show_conflict(
            request,
            cooperation,
            form=form,
            labels={name: str(form[name].label) for name in key_values(stored)},
            stored=key_values(_stored(conflict.current, rows)),
            before=before,
            show=show_key,
            now={"version": conflict.current.version},
            title=f"Schlüssel im {plan}",
            keep_url=reverse("costs:plan", args=(slug, year)),
        )
    except ValidationError as error:
        form.add_service_errors(error)
        return render(request, "cooperations/costs/key.html", context | {"form": form})
    messages.success(request, "Der Schlüssel ist gespeichert.")
    return redirect("costs:plan", slug, year)


def _stored(plan: CostPlan, rows: list[costs.Bearer]) -> KeyData:
    return stored_key(plan, [row.fact for row in rows], [row.payer.key for row in rows])


@form_page
@login_required
def facts(request: HttpRequest, slug: str, year: int, ags: str) -> HttpResponse:
    """Devices, usage and costs alone of one partner, by its own staff or the coordination."""
    cooperation, viewer = seen(request, slug)
    plan = plan_of(request, cooperation, year)
    partner = partner_of(cooperation, ags)
    if not partner.is_confirmed:
        raise Http404
    if not (viewer.coordinates or partner.pk in {row.pk for row in viewer.own}):
        raise PermissionDenied
    context: dict[str, object] = {"cooperation": cooperation, "plan": plan, "partner": partner}
    stored = stored_facts(plan.facts.filter(partner=partner).first())
    if request.method != "POST":
        context["form"] = FactForm(initial=fact_values(stored))
        return render(request, "cooperations/costs/facts.html", context)
    form = FactForm(with_choices(request.POST, FactForm(), asdict(stored)))
    context["form"] = form
    if not form.is_valid():
        return render(request, "cooperations/costs/facts.html", context)
    try:
        save_facts(actor=actor_of(request), plan=plan, partner=partner, data=form.to_data(), seen=form.seen)
    except EditConflict as conflict:
        now = stored_facts(conflict.current)
        return show_conflict(
            request,
            cooperation,
            form=form,
            labels=FACT_LABELS,
            stored=asdict(now),
            before=asdict(form.seen),
            show=show_fact,
            now={f"seen_{name}": value for name, value in asdict(now).items()},
            title=f"Angaben für {partner}",
            keep_url=reverse("costs:plan", args=(slug, year)),
        )
    except ValidationError as error:
        add_errors(form, error)
        return render(request, "cooperations/costs/facts.html", context)
    messages.success(request, f"Die Angaben für {partner} sind gespeichert.")
    return redirect("costs:plan", slug, year)
