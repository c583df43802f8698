"""All keys beside each other: a computation that stores nothing."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cooperations.cost_comparison import Column, compare
from cooperations.cost_sharing import LABELS, CostKey
from cooperations.forms.cost_keys import FIRST_MIX, KeyForm, SimulatorForm, Trial, key_values, weight_values
from cooperations.models import CostPlan
from cooperations.selectors import costs
from cooperations.services.costs import stored_key
from cooperations.views.costs import plan_of
from cooperations.views.lookup import seen
from ikz.access.actors import actor_of
from ikz.ui.charts import Chart, ProgressRow, progress_chart
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.formatting import de_money, de_percent
from ikz.ui.htmx import render_page_or_partial, wants_partial

EXPORT_COLUMNS = (
    "Schlüssel",
    "gilt heute",
    "Kommune",
    "Amtlicher Schlüssel",
    "Betrag",
    "je Schülerin oder Schüler",
    "Kosten allein",
    "Unterschied zu allein",
    "Unterschied zu heute",
    "Wirkung",
    "Hinweis",
)


@require_safe
@login_required
def simulator(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every key for the plan's amount or a typed one; also as a file."""
    cooperation, viewer = seen(request, slug)
    plan = plan_of(request, cooperation, year)
    rows = costs.bearers(actor_of(request), cooperation, plan)
    total = costs.sums(costs.item_lines(plan.items.all())).gross
    form = _form(request, plan)
    valid = form.is_valid() if form.is_bound else True
    trial = form.trial(total) if form.is_bound else Trial(amount=total, weights=_first_mix(plan))
    # A wrong weight concerns only the mix; without a readable amount there is nothing to share.
    columns = _columns(plan, rows, trial) if "amount" not in form.errors else []
    fmt = wanted_format(request.GET.get("format"))
    if fmt and valid:
        return export(fmt, name=f"kostenvergleich-{plan.year}", columns=EXPORT_COLUMNS, rows=_rows(columns))
    shown = form.cleaned_data.get("chart") if form.is_bound else ""
    usable = [column for column in columns if column.lines]
    charted = next((column for column in usable if column.key == (shown or plan.key)), None)
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "plan": plan,
        "form": form,
        "columns": columns,
        "usable": usable,
        "payers": [row.payer for row in rows],
        # The form stands outside of the fragment: its errors are put beside the fields by the browser.
        "live": wants_partial(request),
        "amount": trial.amount,
        "export_query": _query(request),
        "typed": trial.amount != total,
        "present": LABELS[CostKey(plan.key)],
        "present_is_usable": any(line.change is not None for column in usable for line in column.lines),
        "chart": _chart(charted, trial.amount) if charted and trial.amount else None,
        "take_over": _take_over(plan, rows, trial) if viewer.coordinates and valid and usable else None,
    }
    return render_page_or_partial(
        request,
        page="cooperations/costs/simulator.html",
        partial="cooperations/costs/partials/comparison.html",
        context=context,
    )


def _query(request: HttpRequest) -> str:
    """What is tried, for the addresses of the files."""
    asked = request.GET.copy()
    asked.pop("format", None)
    return f"{asked.urlencode()}&" if asked else ""


def _first_mix(plan: CostPlan) -> dict[CostKey, Decimal]:
    return dict(costs.sharing_of(plan).weights) or FIRST_MIX


def _form(request: HttpRequest, plan: CostPlan) -> SimulatorForm:
    """Bound where something is asked; without weights in the address those of the plan are tried."""
    start = {name: "" if value is None else value for name, value in weight_values(_first_mix(plan)).items()}
    unbound = SimulatorForm(initial={**start, "chart": plan.key})
    if not any(name in request.GET for name in unbound.fields):
        return unbound
    data = request.GET.copy()
    if not any(name in data for name in start):
        for name, value in start.items():
            data[name] = str(unbound.fields[name].prepare_value(value))
    return SimulatorForm(data)


def _columns(plan: CostPlan, rows: list[costs.Bearer], trial: Trial) -> list[Column]:
    return compare(
        trial.amount,
        [row.payer for row in rows],
        {row.payer.key: row.alone for row in rows},
        present=costs.sharing_of(plan),
        weights=trial.weights,
    )


def _chart(column: Column, amount: Decimal) -> Chart:
    return progress_chart(
        title=f"Anteile nach dem Schlüssel „{column.label}“",
        rows=[
            ProgressRow(
                label=line.payer.name,
                done=line.amount,
                total=amount,
                text=f"{de_money(line.amount)} ({de_percent(line.part, 1)})",
            )
            for line in column.lines
        ],
    )


def _take_over(plan: CostPlan, rows: list[costs.Bearer], trial: Trial) -> KeyForm:
    """The form that stores a key, filled with the weights that are tried."""
    stored = stored_key(plan, [row.fact for row in rows], [row.payer.key for row in rows])
    values = key_values(stored) | weight_values(trial.weights) | {"version": plan.version}
    return KeyForm(payers=[row.payer for row in rows], initial=values)


def _rows(columns: list[Column]) -> list[tuple[Cell, ...]]:
    found: list[tuple[Cell, ...]] = []
    for column in columns:
        today = "ja" if column.present else "nein"
        if column.error is not None:
            empty: tuple[Cell, ...] = (None,) * 8
            found.append((column.label, today, *empty, f"nicht nutzbar: {column.error.message}"))
        found.extend(
            (
                column.label,
                today,
                line.payer.name,
                line.payer.key,
                line.amount,
                line.per_pupil,
                line.alone,
                line.against_alone,
                line.change,
                line.change_word,
                None,
            )
            for line in column.lines
        )
    return found
