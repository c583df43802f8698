"""Plans with their sums, the partners that pay and their facts, and the result of the key that holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cooperations import vat
from cooperations.cost_comparison import Column, column
from cooperations.cost_sharing import MIXABLE, CostKey, Payer, Sharing
from cooperations.models import PAID_SERVICES, Cooperation, CostFact, CostItem, CostPlan, Partner, VatAnswer
from ikz.accounts.models import User


@dataclass(frozen=True)
class ItemLine:
    """An item with its tax; ``asks_vat`` where one partner works for others for money and nobody answered yet."""

    item: CostItem
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        """Net and tax."""
        return self.item.net + self.tax

    @property
    def vat_is_open(self) -> bool:
        """Whether the question of § 2b UStG waits for an answer."""
        return self.item.vat == VatAnswer.OPEN

    @property
    def is_paid_service(self) -> bool:
        """Whether the item is work that partners may do for each other."""
        return self.item.kind in PAID_SERVICES


@dataclass(frozen=True)
class Sums:
    """What a plan adds up to; open questions of VAT count without tax."""

    net: Decimal
    tax: Decimal
    open_questions: int

    @property
    def gross(self) -> Decimal:
        """What is shared."""
        return self.net + self.tax


def item_lines(items: Iterable[CostItem]) -> list[ItemLine]:
    """The items with their tax, rounded for each as on invoices."""
    return [
        ItemLine(item=item, tax=vat.tax(item.net) if item.vat == VatAnswer.YES else Decimal(0))
        for item in items
    ]


def sums(lines: Iterable[ItemLine]) -> Sums:
    """Net, tax and open questions of a plan."""
    listed = list(lines)
    return Sums(
        net=sum((line.item.net for line in listed), Decimal(0)),
        tax=sum((line.tax for line in listed), Decimal(0)),
        open_questions=sum(line.vat_is_open for line in listed),
    )


def plans(user: User, cooperation: Cooperation) -> QuerySet[CostPlan]:
    """The plans of a cooperation, latest first, with their items."""
    rows = CostPlan.objects.visible_to(user).filter(cooperation=cooperation)
    return rows.prefetch_related("items")


def current_plan(user: User, cooperation: Cooperation) -> CostPlan | None:
    """This year's plan, else the latest."""
    rows = plans(user, cooperation)
    return rows.filter(year=timezone.localdate().year).first() or rows.first()


def sharing_of(plan: CostPlan) -> Sharing:
    """The key of a plan with its weights."""
    return Sharing(CostKey(plan.key), stored_weights(plan.weights))


def stored_weights(weights: Any) -> dict[CostKey, Decimal]:
    """Weights as numbers; they are stored as text so that no digit is lost."""
    known = {key.value: key for key in MIXABLE}
    found = {}
    for name, value in (weights or {}).items():
        try:
            found[known[name]] = Decimal(value)
        except (KeyError, InvalidOperation, TypeError):
            continue
    return found


@dataclass(frozen=True)
class Bearer:
    """A confirmed partner with what the keys count."""

    partner: Partner
    fact: CostFact | None
    payer: Payer
    alone: Decimal | None


def bearers(user: User, cooperation: Cooperation, plan: CostPlan | None) -> list[Bearer]:
    """The confirmed partners with their facts in a plan; three queries, however many partners."""
    partners = Partner.objects.visible_to(user).filter(cooperation=cooperation).confirmed()
    facts = {} if plan is None else {fact.partner_id: fact for fact in CostFact.objects.filter(plan=plan)}
    return [_bearer(partner, facts.get(partner.pk)) for partner in partners.select_related("municipality")]


def _bearer(partner: Partner, fact: CostFact | None) -> Bearer:
    payer = Payer(
        key=partner.municipality.ags,
        name=str(partner.municipality),
        pupils=partner.pupils,
        schools=partner.schools,
        inhabitants=partner.municipality.population,
        devices=fact.devices if fact else None,
        usage=fact.usage if fact else None,
        percent=fact.percent if fact else None,
    )
    return Bearer(partner=partner, fact=fact, payer=payer, alone=fact.alone if fact else None)


def result(amount: Decimal, sharing: Sharing, rows: list[Bearer]) -> Column:
    """Who pays what by one key."""
    return column(
        amount, sharing, [row.payer for row in rows], {row.payer.key: row.alone for row in rows}, present=True
    )
