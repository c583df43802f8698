"""A cooperation with everything entered that its pages can show."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cooperations.models import Cooperation, Measure
from cooperations.services import add_part, advance_measure, choose_criteria, describe_benefit, plan_measure
from cooperations.services.conduct import ActorData, BarrierData, PartData, PrerequisiteData
from cooperations.services.cost_facts import FactData, save_facts
from cooperations.services.costs import ItemData, KeyData, add_item, choose_key, create_plan
from cooperations.services.exchanges import ExchangeData, record_exchange
from cooperations.services.measures import Step
from ikz.accounts.models import User
from tests.cooperations.measures.words import in_days, smart


def fill(cooperation: Cooperation, coordinator: User) -> Measure:
    """Enter frame, measures and costs; return a measure that waits for another."""
    _frame(cooperation, coordinator)
    _costs(cooperation, coordinator)
    partner = cooperation.partners.get(municipality__ags="07336")
    data = smart(partner, title="Geräte", due_on=in_days(-3), current_value="31 %")
    late = plan_measure(actor=coordinator, cooperation=cooperation, data=data)
    step = Step(state="running", progress=60, current_value="31 %")
    advance_measure(actor=coordinator, measure=late, step=step, expected_version=1)
    waiting = smart(partner, title="Portal", due_on=in_days(9), waits_for=[late.pk])
    for state, title in (("done", "Netze"), ("dropped", "Lernplattform")):
        data = smart(partner, title=title)
        row = plan_measure(actor=coordinator, cooperation=cooperation, data=data)
        advance_measure(actor=coordinator, measure=row, step=replace(step, state=state), expected_version=1)
    return plan_measure(actor=coordinator, cooperation=cooperation, data=waiting)


def _frame(cooperation: Cooperation, coordinator: User) -> None:
    partner = cooperation.partners.get(municipality__ags="07336")
    describe_benefit(actor=coordinator, partner=partner, benefit="Vertretung ohne neue Stellen", seen="")
    entries: tuple[PartData, ...] = (
        ActorData(
            kind="schools", name="Schulleitungen", how="Melden Bedarf.\nTesten Software.", when="laufend"
        ),
        PrerequisiteData(text="Einheitliche Netze", state="started"),
        PrerequisiteData(text="Eigenes Personal", partner_id=partner.pk, state="met"),
        BarrierData(text="Unzureichende Netze"),
        BarrierData(text="Verschiedene Ausstattung", counter_measure="Angleichung in drei Jahren"),
        BarrierData(text="Verschiedene Software", counter_measure="Austausch", resolved=True),
    )
    for entry in entries:
        add_part(actor=coordinator, cooperation=cooperation, data=entry)
    choose_criteria(
        actor=coordinator,
        cooperation=cooperation,
        criteria={"initiative": "top-down"},
        expected_version=cooperation.version,
    )


def _costs(cooperation: Cooperation, coordinator: User) -> None:
    plan = create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    for kind, net, vat in (("services", 60_000, "open"), ("licences", 60_000, "yes")):
        data = ItemData(kind=kind, label=f"Posten {kind}", net=Decimal(net), vat=vat)
        add_item(actor=coordinator, plan=plan, data=data)
    partners = list(cooperation.partners.select_related("municipality"))
    for number, partner in enumerate(partners, start=1):
        facts = FactData(devices=1000 * number, usage=Decimal(100 * number), alone=Decimal(30_000 * number))
        save_facts(actor=coordinator, plan=plan, partner=partner, data=facts)
    parts = zip(partners, (Decimal(50), Decimal(30), Decimal(20)), strict=True)
    percents = {partner.municipality.ags: part for partner, part in parts}
    data_of_key = KeyData(key="percent", percents=percents, note="Beschlossen")
    choose_key(actor=coordinator, plan=plan, data=data_of_key, expected_version=1)
    for kind, value in (("stand-in", None), ("devices", Decimal(1200))):
        given = ExchangeData(
            partner=partners[0],
            receiver=partners[1],
            given_on=date(2026, 3, 2),
            text="Vertretung im Service Desk",
            quantity=Decimal("12.5"),
            unit="Stunden",
            kind=kind,
            value=value,
        )
        record_exchange(actor=coordinator, cooperation=cooperation, data=given)
