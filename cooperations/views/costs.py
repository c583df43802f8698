"""The yearly cost plans of a cooperation, and one of them with items, facts and who pays what."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.cost_sharing import LABELS, CostKey
from cooperations.federal_law import VAT, rule, vat_transition
from cooperations.forms.costs import PlanForm
from cooperations.models import Cooperation, CostPlan
from cooperations.selectors import costs
from cooperations.services.costs import create_plan, remove_plan
from cooperations.views.lookup import coordinated, seen
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.charts import ProgressRow, progress_chart
from ikz.ui.exports import export, wanted_format
from ikz.ui.formatting import de_money, de_percent
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])
ITEM_COLUMNS = ("Art", "Bezeichnung", "Netto", "Umsatzsteuer", "Brutto", "Umsatzsteuerfrage", "Begründung")


def plan_of(request: HttpRequest, cooperation: Cooperation, year: int) -> CostPlan:
    """The plan of a year; Http404 where there is none."""
    rows = CostPlan.objects.filter(cooperation=cooperation)
    plan: CostPlan = get_visible(rows, actor_of(request), year=year)
    # The cooperation is at hand, with its partners.
    plan.cooperation = cooperation
    return plan


@require_safe
@login_required
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """All plans, the latest first, each with its sum and its key."""
    cooperation, viewer = seen(request, slug)
    rows = [
        {
            "plan": plan,
            "sums": costs.sums(costs.item_lines(plan.items.all())),
            "key": LABELS[CostKey(plan.key)],
        }
        for plan in costs.plans(actor_of(request), cooperation)
    ]
    context = {"cooperation": cooperation, "viewer_relation": viewer, "rows": rows}
    return render(request, "cooperations/costs/list.html", context)


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the plan of a year."""
    cooperation, _ = coordinated(request, slug)
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm()
    if request.method == "POST" and form.is_valid():
        try:
            plan = create_plan(
                actor=actor_of(request), cooperation=cooperation, year=form.cleaned_data["year"]
            )
        except ValidationError as error:
            add_errors(form, ValidationError({"year": error.messages}))
        else:
            messages.success(request, f"Der {plan} ist angelegt. Tragen Sie jetzt die Positionen ein.")
            return redirect("costs:plan", slug, plan.year)
    return render(request, "cooperations/costs/create.html", {"cooperation": cooperation, "form": form})


@require_safe
@login_required
def plan(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One plan: items and sums, open questions of VAT, facts of the partners, who pays what."""
    cooperation, viewer = seen(request, slug)
    row = plan_of(request, cooperation, year)
    lines = costs.item_lines(row.items.all())
    fmt = wanted_format(request.GET.get("format"))
    if fmt:
        return _export(fmt, row, lines)
    total = costs.sums(lines)
    rows = costs.bearers(actor_of(request), cooperation, row)
    sharing = costs.sharing_of(row)
    result = costs.result(total.gross, sharing, rows)
    own = {partner.pk for partner in viewer.own}
    chart = progress_chart(
        title=f"Anteile nach dem Schlüssel „{result.label}“",
        rows=[
            ProgressRow(
                label=line.payer.name,
                done=line.amount,
                total=total.gross,
                text=f"{de_money(line.amount)} ({de_percent(line.part, 1)})",
            )
            for line in result.lines
        ],
    )
    transition = vat_transition()
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "plan": row,
        "lines": lines,
        "sums": total,
        "open_lines": [line for line in lines if line.vat_is_open],
        "bearers": [(bearer, viewer.coordinates or bearer.partner.pk in own) for bearer in rows],
        "result": result,
        "weights": [(LABELS[key], weight) for key, weight in sharing.weights.items()],
        "chart": chart if result.lines and total.gross else None,
        "transition": transition,
        "mandatory": year >= transition.mandatory_from.year,
        "vat_rule": rule(VAT),
    }
    return render(request, "cooperations/costs/plan.html", context)


def _export(fmt: str, row: CostPlan, lines: list[costs.ItemLine]) -> HttpResponse:
    return export(
        fmt,
        name=f"kostenplan-{row.year}",
        columns=ITEM_COLUMNS,
        rows=[
            (
                line.item.get_kind_display(),
                line.item.label,
                line.item.net,
                line.tax,
                line.gross,
                line.item.get_vat_display(),
                line.item.vat_reason,
            )
            for line in lines
        ],
    )


@form_page
@login_required
def remove(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Ask once, then remove a plan."""
    cooperation, _ = coordinated(request, slug)
    row = plan_of(request, cooperation, year)
    if request.method == "POST":
        remove_plan(actor=actor_of(request), plan=row)
        messages.success(request, f"Der Kostenplan {year} ist entfernt.")
        return redirect("costs:plans", slug)
    return render(request, "cooperations/costs/remove_plan.html", {"cooperation": cooperation, "plan": row})
