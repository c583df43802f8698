"""Cost plans in the browser, without JavaScript."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cooperations.models import Cooperation, CostFact, CostItem, CostPlan
from cooperations.services.costs import ItemData, KeyData, add_item, choose_key
from ikz.accounts.models import User
from tests.cooperations.costs.conftest import COSTS, PLAN
from tests.ui.markup import parse, words

SignIn = Callable[[User], Client]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words(parse(response.content.decode()))


def test_from_an_empty_list_to_shares(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> None:
    client = sign_in(coordinator)
    assert "Noch kein Kostenplan" in text_of(client, COSTS)
    assert client.post(f"{COSTS}neu/", {"year": "2026"}).headers["Location"] == PLAN
    entered = {"kind": "services", "label": "Support", "net": "120.000,00", "vat": "open", "vat_reason": ""}
    assert client.post(f"{PLAN}positionen/neu/", entered).headers["Location"] == PLAN
    page = text_of(client, PLAN)
    for amount in ("64.074,04 €", "34.076,38 €", "21.849,58 €", "120.000,00 €"):
        assert amount in page
    assert "1 Position wartet auf eine Antwort" in page
    assert "Ab dem 01.01.2027 gilt § 2b UStG für alle Kommunen." in page
    assert "120.000,00 €" in text_of(client, COSTS)


def test_the_day_of_the_law_is_a_setting(
    sign_in: SignIn, coordinator: User, plan: CostPlan, settings: Settings
) -> None:
    settings.VAT_2B_FROM = settings.VAT_2B_FROM.replace(year=2026)
    assert "Für 2026 gilt § 2b UStG für alle Kommunen" in text_of(sign_in(coordinator), PLAN)


def test_staff_read_but_find_no_way_to_write(
    sign_in: SignIn, kusel_staff: User, plan: CostPlan, item: CostItem
) -> None:
    page = sign_in(kusel_staff).get(PLAN).content.decode()
    assert "64.074,04" in page
    assert "angaben/07336/" in page
    for address in ("positionen/", "schluessel/", "entfernen/", "angaben/07333/"):
        assert f"{PLAN}{address}" not in page


@pytest.mark.parametrize(
    ("net", "message"),
    [
        ("-5", "Bitte geben Sie 0 oder einen größeren Betrag ein."),
        ("1e9", "Bitte geben Sie einen Betrag wie 64.074,04 ein."),
        ("NaN", "Bitte geben Sie einen Betrag wie 64.074,04 ein."),
        ("viel", "Bitte geben Sie einen Betrag wie 64.074,04 ein."),
    ],
)
def test_an_odd_amount_is_told_at_its_field_and_nothing_is_lost(
    net: str, message: str, sign_in: SignIn, coordinator: User, plan: CostPlan
) -> None:
    entered = {"kind": "other", "label": "Fahrtkosten", "net": net, "vat": "no", "vat_reason": "Geprüft"}
    response = sign_in(coordinator).post(f"{PLAN}positionen/neu/", entered)
    page = parse(response.content.decode())
    assert message in words(page)
    for value in (net, "Fahrtkosten", "Geprüft"):
        assert page.findall(f".//input[@value='{value}']")
    assert not CostItem.objects.exists()


def test_key_and_fixed_parts_are_told_at_their_fields(
    sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem
) -> None:
    client = sign_in(coordinator)
    entered = {"key": "mix", "weight_pupils": "60", "weight_equal": "30", "note": "Probe", "version": "1"}
    page = client.post(f"{PLAN}schluessel/", entered).content.decode()
    assert "Die Gewichte ergeben 90 statt 100 Prozent." in page
    assert "Probe" in page
    fixed = {"percent_07333": "33,3333", "percent_07335": "33,3333", "percent_07336": "33,3334"}
    response = client.post(f"{PLAN}schluessel/", {"key": "percent", **fixed, "version": "1"})
    assert response.headers["Location"] == PLAN
    assert "39.999,96 €" in text_of(client, PLAN)
    wrong = client.post(f"{PLAN}schluessel/", {"key": "percent", "percent_07333": "50", "version": "2"})
    assert "Es fehlen Anteile in Prozent" in wrong.content.decode()


def test_two_people_choose_a_key(sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem) -> None:
    choose_key(actor=coordinator, plan=plan, data=KeyData(key="schools"), expected_version=1)
    client = sign_in(coordinator)
    page = client.post(f"{PLAN}schluessel/", {"key": "equal", "note": "", "version": "1"})
    assert "Zwei Fassungen" in page.content.decode()
    assert CostPlan.objects.get().key == "schools"
    kept = client.post(
        f"{PLAN}schluessel/", {"key": "equal", "note": "", "version": "2", "choice_key": "stored"}
    )
    assert kept.headers["Location"] == PLAN
    assert CostPlan.objects.get().key == "schools"
    client.post(f"{PLAN}schluessel/", {"key": "equal", "version": "2", "choice_key": "mine"})
    assert CostPlan.objects.get().key == "equal"


def test_two_people_change_an_item(
    sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem
) -> None:
    client = sign_in(coordinator)
    address = f"{PLAN}positionen/{item.pk}/"
    entered = {"kind": "personnel", "net": "1.000,00", "vat": "yes", "vat_reason": "", "version": "1"}
    assert client.post(address, entered | {"label": "Erste Fassung"}).headers["Location"] == PLAN
    page = client.post(address, entered | {"label": "Zweite Fassung"}).content.decode()
    assert "Zwei Fassungen" in page
    assert "Erste Fassung" in page
    assert "Zweite Fassung" in page
    client.post(address, entered | {"label": "Zweite Fassung", "version": "2", "choice_label": "mine"})
    item.refresh_from_db()
    assert (item.label, item.version) == ("Zweite Fassung", 3)


def test_staff_enter_facts_and_a_second_one_chooses(
    sign_in: SignIn, kusel_staff: User, plan: CostPlan
) -> None:
    client = sign_in(kusel_staff)
    seen = {"seen_devices": "", "seen_usage": "", "seen_alone": ""}
    address = f"{PLAN}angaben/07336/"
    first = {"devices": "4.100", "usage": "12,5", "alone": "41.000,00"}
    assert client.post(address, first | seen).headers["Location"] == PLAN
    page = client.post(address, first | seen | {"devices": "4200"}).content.decode()
    assert "Zwei Fassungen" in page
    assert CostFact.objects.get(partner__municipality__ags="07336").devices == 4100
    again = {"seen_devices": "4100", "seen_usage": "12.50", "seen_alone": "41000.00"}
    client.post(address, first | again | {"devices": "4200", "choice_devices": "mine"})
    assert CostFact.objects.get(partner__municipality__ags="07336").devices == 4200


def test_items_and_plans_are_removed_after_a_question(
    sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem
) -> None:
    client = sign_in(coordinator)
    address = f"{PLAN}positionen/{item.pk}/entfernen/"
    assert "Position entfernen?" in client.get(address).content.decode()
    client.post(address)
    assert not CostItem.objects.exists()
    client.post(f"{PLAN}entfernen/")
    assert not CostPlan.objects.exists()


def test_the_items_as_a_file(sign_in: SignIn, coordinator: User, plan: CostPlan, item: CostItem) -> None:
    lines = sign_in(coordinator).get(f"{PLAN}?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Art;Bezeichnung;Netto")
    assert lines[1].startswith("Personal;Koordination;120000,00;0;120000,00")


def test_as_many_queries_for_twenty_items_as_for_two(
    sign_in: SignIn, coordinator: User, plan: CostPlan
) -> None:
    client = sign_in(coordinator)
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            data = ItemData(kind="other", label=f"Position {number:02d}", net=Decimal(number))
            add_item(actor=coordinator, plan=plan, data=data)
        for address in (COSTS, PLAN):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            used.append(len(queries))
    assert used[:2] == used[2:]


def test_sums_longer_than_one_amount_are_shared_too(
    sign_in: SignIn, coordinator: User, plan: CostPlan
) -> None:
    for label in ("eins", "zwei"):
        data = ItemData(kind="other", label=label, net=Decimal("9999999999.99"))
        add_item(actor=coordinator, plan=plan, data=data)
    client = sign_in(coordinator)
    assert "19.999.999.999,98 €" in text_of(client, PLAN)
    assert client.get("/api/v1/cooperations/donnersberg/cost-sharing/").json()["amount"] == "19999999999.98"
