"""Plans, items, keys and facts: who writes them, and what is refused."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from pytest_django import Settings

from cooperations.cost_sharing import CostKey, Sharing
from cooperations.models import Cooperation, CostFact, CostItem, CostPlan
from cooperations.selectors import costs
from cooperations.services.cost_facts import FactData, save_facts
from cooperations.services.costs import (
    ItemData,
    KeyData,
    add_item,
    change_item,
    choose_key,
    create_plan,
    remove_item,
    remove_plan,
)
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Municipality
from municipalities.services import save_profile
from municipalities.services.profiles import ProfileData
from tests.cooperations.costs.conftest import Partners

SERVICE = ItemData(kind="services", label="Support vor Ort", net=Decimal("1000.05"))


def amounts(user: User, plan: CostPlan, key: CostKey, amount: str = "120000.00") -> list[str]:
    rows = costs.bearers(user, plan.cooperation, plan)
    return [str(line.amount) for line in costs.result(Decimal(amount), Sharing(key), rows).lines]


@pytest.mark.parametrize(
    ("key", "amount", "expected"),
    [
        (CostKey.PUPILS, "120000.00", ["64074.04", "21849.58", "34076.38"]),
        (CostKey.SCHOOLS, "120000.00", ["62857.14", "28571.43", "28571.43"]),
        (CostKey.EQUAL, "120000.00", ["40000.00", "40000.00", "40000.00"]),
        (CostKey.EQUAL, "100.00", ["33.34", "33.33", "33.33"]),
    ],
)
def test_the_donnersberg_case(
    key: CostKey, amount: str, expected: list[str], coordinator: User, plan: CostPlan
) -> None:
    # Lead first, then by name: Donnersbergkreis, Kaiserslautern, Kusel.
    assert amounts(coordinator, plan, key, amount) == expected


def test_a_plan_takes_devices_from_profiles_and_the_key_of_the_latest(
    coordinator: User, kusel_staff: User, kusel: Municipality, plan: CostPlan, partner: Partners
) -> None:
    data = KeyData(
        key="percent",
        percents={"07333": Decimal(50), "07335": Decimal(30), "07336": Decimal(20)},
    )
    choose_key(actor=coordinator, plan=plan, data=data, expected_version=1)
    save_profile(actor=kusel_staff, municipality=kusel, data=ProfileData(devices=4100), expected_version=0)
    following = create_plan(actor=coordinator, cooperation=plan.cooperation, year=2027)
    fact = CostFact.objects.get(plan=following, partner=partner("07336"))
    assert (following.key, fact.devices, fact.percent) == ("percent", 4100, Decimal(20))


def test_a_year_has_one_plan(coordinator: User, cooperation: Cooperation, plan: CostPlan) -> None:
    with pytest.raises(ValidationError, match="Für dieses Jahr gibt es schon einen Kostenplan"):
        create_plan(actor=coordinator, cooperation=cooperation, year=plan.year)


def test_sums_add_tax_where_the_answer_is_yes(coordinator: User, plan: CostPlan, settings: Settings) -> None:
    settings.VAT_RATE = Decimal(19)
    add_item(actor=coordinator, plan=plan, data=SERVICE)
    taxed = ItemData(kind="licences", label="Lernplattform", net=Decimal("10.03"), vat="yes")
    add_item(actor=coordinator, plan=plan, data=taxed)
    total = costs.sums(costs.item_lines(plan.items.all()))
    assert (total.net, total.tax, total.gross) == (Decimal("1010.08"), Decimal("1.91"), Decimal("1011.99"))
    assert total.open_questions == 1


def test_no_tax_on_a_paid_service_needs_a_reason(coordinator: User, plan: CostPlan) -> None:
    data = ItemData(kind="services", label="Support", net=Decimal(1), vat="no")
    with pytest.raises(ValidationError) as caught:
        add_item(actor=coordinator, plan=plan, data=data)
    assert caught.value.message_dict == {
        "vat_reason": ["Bitte begründen Sie, warum keine Umsatzsteuer anfällt."]
    }


@pytest.mark.parametrize("net", ["-0.01", "NaN", "1e12", "0.001"])
def test_odd_amounts_are_refused(net: str, coordinator: User, plan: CostPlan) -> None:
    with pytest.raises(ValidationError) as caught:
        add_item(actor=coordinator, plan=plan, data=ItemData(kind="other", label="Etwas", net=Decimal(net)))
    assert set(caught.value.message_dict) == {"net"}
    assert not CostItem.objects.exists()


def test_only_the_coordination_writes_plans_items_and_keys(
    kusel_staff: User, stranger: User, cooperation: Cooperation, plan: CostPlan, item: CostItem
) -> None:
    writes: list[Callable[[User], object]] = [
        lambda actor: create_plan(actor=actor, cooperation=cooperation, year=2027),
        lambda actor: add_item(actor=actor, plan=plan, data=SERVICE),
        lambda actor: change_item(actor=actor, item=item, data=SERVICE, expected_version=1),
        lambda actor: remove_item(actor=actor, item=item),
        lambda actor: choose_key(actor=actor, plan=plan, data=KeyData(key="equal"), expected_version=1),
        lambda actor: remove_plan(actor=actor, plan=plan),
    ]
    for write in writes:
        with pytest.raises(PermissionDenied):
            write(kusel_staff)
        with pytest.raises(Http404):
            write(stranger)
    plan.refresh_from_db()
    assert (plan.key, plan.items.get().label) == ("pupils", "Koordination")


def test_a_second_saver_is_told(coordinator: User, plan: CostPlan, item: CostItem) -> None:
    change_item(actor=coordinator, item=item, data=SERVICE, expected_version=1)
    other = ItemData(kind="services", label="Fernwartung", net=Decimal(5))
    with pytest.raises(EditConflict):
        change_item(actor=coordinator, item=item, data=other, expected_version=1)
    choose_key(actor=coordinator, plan=plan, data=KeyData(key="equal"), expected_version=1)
    with pytest.raises(EditConflict):
        choose_key(actor=coordinator, plan=plan, data=KeyData(key="schools"), expected_version=1)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (
            KeyData(key="mix", weights={CostKey.PUPILS: Decimal(60), CostKey.EQUAL: Decimal(30)}),
            "weights",
            "Die Gewichte ergeben 90 statt 100 Prozent.",
        ),
        (
            KeyData(key="percent", percents={"07333": Decimal(50)}),
            "percent",
            "Es fehlen Anteile in Prozent: Landkreis Kaiserslautern, Landkreis Kusel.",
        ),
        (
            KeyData(key="devices"),
            "key",
            "Für den Schlüssel „Geräte“ fehlen Angaben: Donnersbergkreis, Landkreis Kaiserslautern, Landkreis Kusel.",
        ),
    ],
)
def test_a_key_that_cannot_be_used_is_refused(
    data: KeyData, field: str, message: str, coordinator: User, plan: CostPlan
) -> None:
    with pytest.raises(ValidationError) as caught:
        choose_key(actor=coordinator, plan=plan, data=data, expected_version=1)
    assert caught.value.message_dict == {field: [message]}
    plan.refresh_from_db()
    assert (plan.key, plan.version) == ("pupils", 1)
    assert not CostFact.objects.exclude(percent=None).exists()


def test_staff_tell_the_facts_of_their_own_municipality(
    kusel_staff: User, stranger: User, coordinator: User, plan: CostPlan, partner: Partners
) -> None:
    own, other = partner("07336"), partner("07335")
    save_facts(actor=kusel_staff, plan=plan, partner=own, data=FactData(devices=4100))
    with pytest.raises(PermissionDenied):
        save_facts(actor=kusel_staff, plan=plan, partner=other, data=FactData(devices=1))
    with pytest.raises(Http404):
        save_facts(actor=stranger, plan=plan, partner=own, data=FactData(devices=1))
    save_facts(actor=coordinator, plan=plan, partner=other, data=FactData(devices=2100))
    stored = dict(CostFact.objects.exclude(devices=None).values_list("partner__municipality__ags", "devices"))
    assert stored == {"07336": 4100, "07335": 2100}


def test_facts_changed_in_between_are_a_conflict(
    kusel_staff: User, coordinator: User, plan: CostPlan, partner: Partners
) -> None:
    own = partner("07336")
    save_facts(actor=coordinator, plan=plan, partner=own, data=FactData(devices=4000))
    with pytest.raises(EditConflict):
        save_facts(actor=kusel_staff, plan=plan, partner=own, data=FactData(devices=4100), seen=FactData())
