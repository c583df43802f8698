"""All keys beside each other: a computation that stores nothing."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from cooperations.models import CostItem, CostPlan, Partner
from cooperations.services import update_figures
from cooperations.services.cost_facts import FactData, save_facts
from ikz.accounts.models import User
from tests.cooperations.costs.conftest import PLAN, Partners
from tests.ui.markup import parse, words

SignIn = Callable[[User], Client]
ADDRESS = f"{PLAN}vergleich/"


def text_of(client: Client, address: str = ADDRESS, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return words(parse(response.content.decode()))


def test_every_key_tells_who_gains_against_the_present_one(
    sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem, partner: Partners
) -> None:
    facts = FactData(alone=Decimal(41_000))
    save_facts(actor=kusel_staff, plan=plan, partner=partner("07336"), data=facts)
    page = text_of(sign_in(kusel_staff))
    for amount in ("64.074,04 €", "34.076,38 €", "21.849,58 €", "62.857,14 €", "28.571,43 €", "40.000,00 €"):
        assert amount in page
    assert "−5.504,95 € gewinnt, zahlt weniger" in page
    assert "+6.721,85 € verliert, zahlt mehr" in page
    assert "−6.923,62 € weniger als allein" in page
    assert "9,33 € je Schülerin oder Schüler" in page
    assert "an die größten abgeschnittenen Reste" in page
    assert "Der gewählte Schlüssel gilt danach" not in page


def test_a_key_without_data_says_why_at_its_place(
    sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem, partner: Partners
) -> None:
    update_figures(actor=coordinator, partner=partner("07336"), schools=5, pupils=None)
    page = text_of(sign_in(coordinator))
    assert "Für den Schlüssel „Schülerinnen und Schüler“ fehlen Angaben: Landkreis Kusel." in page
    assert "Er ist noch nicht nutzbar" in page
    assert "62.857,14 €" in page


def test_a_typed_amount_and_weights(
    sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem
) -> None:
    page = text_of(sign_in(kusel_staff), f"{ADDRESS}?amount=100,00&weight_equal=100")
    assert "33,34 €" in page
    assert "Mit Ihrem Betrag gerechnet." in page
    half = text_of(sign_in(kusel_staff), f"{ADDRESS}?amount=120000&weight_pupils=50&weight_equal=50")
    assert "52.037,02 €" in half
    assert CostPlan.objects.get().weights == {}


@pytest.mark.parametrize("amount", ["-1", "1e9", "NaN", "64.07.4", "99999999999", "1,234"])
def test_an_odd_amount_stays_and_is_told(
    amount: str, sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem
) -> None:
    response = sign_in(kusel_staff).get(
        ADDRESS, {"amount": amount, "weight_pupils": "70", "weight_equal": "30"}
    )
    page = parse(response.content.decode())
    assert page.findall(".//input[@name='amount'][@aria-invalid='true']")
    assert page.findall(f".//input[@name='amount'][@value='{amount}']")
    assert page.findall(".//input[@name='weight_pupils'][@value='70']")
    assert "34.076,38" not in words(page)


def test_weights_that_do_not_sum_concern_only_the_mix(
    sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem
) -> None:
    page = text_of(sign_in(kusel_staff), f"{ADDRESS}?weight_pupils=50&weight_equal=40")
    assert "Die Gewichte ergeben 90 statt 100 Prozent." in page
    assert "64.074,04 €" in page


def test_htmx_gets_the_very_fragment(
    sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem
) -> None:
    response = sign_in(kusel_staff).get(ADDRESS, headers={"HX-Request": "true"})
    body = response.content.decode().strip()
    assert body.startswith('<div id="vergleich"')
    assert "<h1" not in body


def test_the_coordination_takes_a_key_over(
    sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem
) -> None:
    client = sign_in(coordinator)
    page = parse(client.get(f"{ADDRESS}?weight_pupils=20&weight_equal=80").content.decode())
    [form] = [one for one in page.iter("form") if one.find(".//select[@name='key']") is not None]
    sent = {
        field.get("name", ""): field.get("value", "") for field in form.findall(".//input[@type='hidden']")
    }
    response = client.post(form.get("action", ""), sent | {"key": "mix"})
    assert response.headers["Location"] == PLAN
    stored = CostPlan.objects.get()
    assert (stored.key, {name: Decimal(weight) for name, weight in stored.weights.items()}) == (
        "mix",
        {"pupils": Decimal(20), "equal": Decimal(80)},
    )


def test_the_comparison_as_a_file(sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem) -> None:
    client = sign_in(kusel_staff)
    lines = client.get(f"{ADDRESS}?format=csv").content.decode("utf-8-sig").splitlines()
    assert "Schülerinnen und Schüler;ja;Donnersbergkreis;07333;64074,04;9,33;;;0,00;bleibt gleich;" in lines
    assert any(line.startswith("Geräte;nein;") and "nicht nutzbar" in line for line in lines)
    assert client.get(f"{ADDRESS}?format=xlsx").headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_all_noughts_are_no_key(sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem) -> None:
    Partner.objects.update(pupils=0, schools=0)
    assert "sind alle Angaben null" in text_of(sign_in(coordinator))
