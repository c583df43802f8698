"""Facts of a cooperation that help to write a clause: sentences that can be taken over, made from the data.

This room knows partners, task areas, goals, costs and duration; other rooms register what they know when the
application starts (``aids.told_by``), because agreements do not know them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.catalog import AIDS
from cooperations.cost_sharing import CostKey
from cooperations.federal_law import vat_transition
from cooperations.models import Cooperation, Duration, Partner, PartnerRole, PartnerStatus
from cooperations.selectors.costs import bearers, current_plan, item_lines, result, sharing_of, sums
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, de_int, de_money, de_percent, join_de


@dataclass(frozen=True, kw_only=True)
class Aid:
    """A fact under a name of ``catalog.AIDS``: ``text`` is what goes into the wording, ``origin`` where it stands."""

    key: str
    title: str
    text: str
    origin: str


Teller = Callable[[User, Cooperation], Sequence[Aid]]
_tellers: list[Teller] = []
# How costs are shared, as it stands in a sentence.
_BASIS = {
    CostKey.PUPILS: "nach der Zahl der Schülerinnen und Schüler",
    CostKey.SCHOOLS: "nach der Zahl der Schulen",
    CostKey.DEVICES: "nach der Zahl der Geräte",
    CostKey.INHABITANTS: "nach der Zahl der Einwohnerinnen und Einwohner",
    CostKey.EQUAL: "zu gleichen Teilen",
    CostKey.PERCENT: "nach festen Anteilen in Prozent",
    CostKey.USAGE: "nach der Nutzung",
    CostKey.MIX: "nach einer gewichteten Mischung mehrerer Maßstäbe",
}


def told_by(teller: Teller) -> None:
    """Ask ``teller`` for facts too from now on; once per room."""
    if teller not in _tellers:
        _tellers.append(teller)


def facts_of(user: User, cooperation: Cooperation) -> dict[str, Aid]:
    """What is known of a cooperation (from ``with_partners``), by key; as many queries for every size of draft."""
    found = [
        *_partners(cooperation),
        *_areas(cooperation),
        *_duration(cooperation),
        *_costs(user, cooperation),
    ]
    found.append(_vat())
    for teller in _tellers:
        found += teller(user, cooperation)
    return {aid.key: aid for aid in found if aid.text and aid.key in AIDS}


def _confirmed(cooperation: Cooperation) -> list[Partner]:
    return [row for row in cooperation.partners.all() if row.status == PartnerStatus.CONFIRMED]


def _items(rows: Sequence[str]) -> str:
    return "\n".join(f"- {row}" for row in rows)


def _partners(cooperation: Cooperation) -> list[Aid]:
    partners, origin = _confirmed(cooperation), "Partner"
    lead = next((row for row in partners if row.role == PartnerRole.LEAD), None)
    numbers = [
        f"{row}: {_number(row.schools)} Schulen, {_number(row.pupils)} Schülerinnen und Schüler"
        for row in partners
        if row.schools is not None or row.pupils is not None
    ]
    names = join_de([str(row) for row in partners])
    return [
        Aid(key="partners", title="Beteiligte", text=names, origin=origin),
        Aid(key="lead", title="Federführung", text=str(lead) if lead else "", origin=origin),
        Aid(key="figures", title="Schulen, Schülerinnen und Schüler", text=_items(numbers), origin=origin),
    ]


def _number(value: int | None) -> str:
    return "[Zahl]" if value is None else de_int(value)


def _areas(cooperation: Cooperation) -> list[Aid]:
    return [
        Aid(
            key="task_areas",
            title="Aufgabenbereiche",
            text=_items(cooperation.task_area_labels),
            origin="Angaben zur Kooperation",
        ),
        Aid(key="goals", title="Ziele", text=_items(cooperation.goals), origin="Angaben zur Kooperation"),
    ]


def _duration(cooperation: Cooperation) -> list[Aid]:
    text = {
        Duration.PERMANENT.value: "Die Zusammenarbeit ist auf Dauer angelegt.",
        Duration.FIXED_TERM.value: f"Die Zusammenarbeit ist bis zum {de_date(cooperation.ends_on)} befristet.",
    }.get(cooperation.duration, "")
    return [Aid(key="duration", title="Dauer", text=text, origin="Angaben zur Kooperation")]


def _costs(user: User, cooperation: Cooperation) -> list[Aid]:
    plan = current_plan(user, cooperation)
    if plan is None:
        return []
    sharing, origin = sharing_of(plan), f"Kostenplan {plan.year}"
    found = [
        Aid(
            key="costs",
            title="Kostenschlüssel",
            text=f"Die gemeinsamen Kosten werden {_BASIS[sharing.key]} verteilt.",
            origin=origin,
        )
    ]
    total = sums(item_lines(plan.items.all())).gross
    shared = result(total, sharing, bearers(user, cooperation, plan)) if total > Decimal(0) else None
    if shared is not None and shared.error is None:
        rows = [
            f"{line.payer.name}: {de_percent(line.part)} ({de_money(line.amount)})" for line in shared.lines
        ]
        found.append(
            Aid(
                key="cost_shares",
                title=f"Anteile im Jahr {plan.year}",
                text=f"Im Jahr {plan.year} sind das von {de_money(total)}:\n{_items(rows)}",
                origin=origin,
            )
        )
    return found


def _vat() -> Aid:
    transition = vat_transition()
    return Aid(
        key="vat",
        title="Umsatzsteuer",
        text=(
            f"Ab dem {de_date(transition.mandatory_from)} gilt § 2b UStG für alle Beteiligten. Bis dahin prüfen sie, "
            "welche Leistungen nach dieser Vereinbarung der Umsatzsteuer unterliegen."
        ),
        origin=transition.source,
    )
