"""Cost plans and exchange without money of the demo's cooperations."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from cooperations.models import Cooperation, CostPlan, Exchange, Partner
from cooperations.services.cost_facts import FactData, save_facts, stored_facts
from cooperations.services.costs import ItemData, KeyData, add_item, choose_key, create_plan
from cooperations.services.exchanges import ExchangeData, record_exchange
from ikz.accounts.models import User

Row = dict[str, Any]


@transaction.atomic
def load_costs(rows: list[Row]) -> None:
    """Enter plans and exchanges of cooperations that never had any."""
    for row in rows:
        cooperation = Cooperation.objects.filter(slug=row["slug"]).first()
        if cooperation is None:
            continue
        confirmed = cooperation.partners.confirmed().select_related("municipality")
        partners = {partner.municipality.ags: partner for partner in confirmed}
        if not _known(CostPlan, cooperation):
            for plan in row["plans"]:
                _enter_plan(row, plan, cooperation, partners)
        if not _known(Exchange, cooperation):
            for entry in row["exchanges"]:
                _enter_exchange(row, entry, cooperation, partners)


def _known(model: Any, cooperation: Cooperation) -> bool:
    return bool(model.pgh_event_model.objects.filter(cooperation_id=cooperation.pk).exists())


def _enter_plan(row: Row, entry: Row, cooperation: Cooperation, partners: dict[str, Partner]) -> None:
    actor = User.objects.get(email=row["coordinator"])
    plan = create_plan(actor=actor, cooperation=cooperation, year=entry["year"])
    for item in entry["items"]:
        add_item(actor=actor, plan=plan, data=ItemData(**item | {"net": Decimal(item["net"])}))
    for ags, told in entry["facts"].items():
        if ags not in partners:
            continue
        before = stored_facts(plan.facts.filter(partner=partners[ags]).first())
        data = FactData(devices=before.devices, usage=Decimal(told["usage"]), alone=Decimal(told["alone"]))
        staff = User.objects.get(email=row["staff"][ags])
        save_facts(actor=staff, plan=plan, partner=partners[ags], data=data)
    choose_key(
        actor=actor,
        plan=plan,
        data=KeyData(key=entry["key"], note=entry["note"]),
        expected_version=plan.version,
    )


def _enter_exchange(row: Row, entry: Row, cooperation: Cooperation, partners: dict[str, Partner]) -> None:
    giver, receiver = partners.get(entry["partner"]), partners.get(entry["receiver"])
    if giver is None or receiver is None:
        return
    numbers: Row = {name: Decimal(entry[name]) for name in ("quantity", "value") if name in entry}
    record_exchange(
        actor=User.objects.get(email=row["staff"][entry["partner"]]),
        cooperation=cooperation,
        data=ExchangeData(**entry | numbers | {"partner": giver, "receiver": receiver}),
    )
