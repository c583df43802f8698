"""What partners give each other without paying, and how it stands at the end of a year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.balances import EUROS, Gift, balances
from cooperations.models import Cooperation, Exchange
from cooperations.services import remove_partner
from cooperations.services.exchanges import ExchangeData, change_exchange, record_exchange, remove_exchange
from ikz.accounts.models import User
from municipalities.models import Municipality
from tests.cooperations.costs.conftest import COSTS, Partners

SignIn = Callable[[User], Client]
LEDGER = f"{COSTS}tausch/"


@pytest.fixture
def stand_in(partner: Partners) -> ExchangeData:
    """Kusel stood in for Donnersbergkreis."""
    return ExchangeData(
        partner=partner("07336"),
        receiver=partner("07333"),
        given_on=date(2026, 3, 2),
        text="Vertretung im Service Desk",
        quantity=Decimal(12),
        unit="Stunden",
    )


def gift(giver: str, receiver: str, year: int, quantity: int, unit: str = "Stunden", value: int = 0) -> Gift:
    return Gift(
        giver=giver,
        receiver=receiver,
        given_on=date(year, 5, 1),
        quantity=Decimal(quantity),
        unit=unit,
        value=Decimal(value) if value else None,
    )


def test_balances_by_unit_and_value_with_the_years_before() -> None:
    gifts = [
        gift("A", "B", 2025, 10),
        gift("B", "A", 2026, 4, "stunden"),
        gift("A", "B", 2026, 20, "Geräte", 600),
        gift("A", "B", 2027, 99),
    ]
    found: list[tuple[object, ...]] = [
        (row.partner, row.unit, row.of_year, row.standing, row.word) for row in balances(gifts, 2026)
    ]
    assert found == [
        ("A", "Geräte", 20, 20, "hat mehr gegeben"),
        ("A", "Stunden", -4, 6, "hat mehr gegeben"),
        ("A", EUROS, 600, 600, "hat mehr gegeben"),
        ("B", "Geräte", -20, -20, "hat mehr erhalten"),
        ("B", "Stunden", 4, -6, "hat mehr erhalten"),
        ("B", EUROS, -600, -600, "hat mehr erhalten"),
    ]
    even = balances([gift("A", "B", 2026, 5), gift("B", "A", 2026, 5)], 2026)
    assert {row.word for row in even} == {"ausgeglichen"}


def test_either_side_and_the_coordination_write(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    stranger: User,
    stand_in: ExchangeData,
) -> None:
    row = record_exchange(actor=kusel_staff, cooperation=cooperation, data=stand_in)
    with pytest.raises(ValidationError, match="Eine der beiden Kommunen muss Ihre eigene sein"):
        record_exchange(actor=kaiserslautern_staff, cooperation=cooperation, data=stand_in)
    with pytest.raises(Http404):
        record_exchange(actor=stranger, cooperation=cooperation, data=stand_in)
    with pytest.raises(PermissionDenied):
        change_exchange(actor=kaiserslautern_staff, exchange=row, data=stand_in, expected_version=1)
    with pytest.raises(PermissionDenied):
        remove_exchange(actor=kaiserslautern_staff, exchange=row)
    remove_exchange(actor=coordinator, exchange=row)
    assert not Exchange.objects.exists()


def test_staff_cannot_hand_their_entry_to_others(
    cooperation: Cooperation, kusel_staff: User, stand_in: ExchangeData, partner: Partners
) -> None:
    row = record_exchange(actor=kusel_staff, cooperation=cooperation, data=stand_in)
    values = stand_in.__dict__ | {"partner": partner("07335")}
    with pytest.raises(ValidationError, match="Eine der beiden Kommunen"):
        change_exchange(actor=kusel_staff, exchange=row, data=ExchangeData(**values), expected_version=1)


def entered(data: ExchangeData, **changes: str) -> dict[str, str]:
    return {
        "partner": str(data.partner.pk),
        "receiver": str(data.receiver.pk),
        "given_on": "02.03.2026",
        "text": data.text,
        "quantity": "12,5",
        "unit": "Stunden",
        "kind": "stand-in",
        "value": "",
        **changes,
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("quantity", "0", "Bitte geben Sie eine Zahl größer als 0 ein."),
        ("quantity", "NaN", "Bitte geben Sie eine Zahl wie 64.074,04 ein."),
        ("value", "-3", "Bitte geben Sie 0 oder einen größeren Betrag ein."),
        ("given_on", "31.02.2026", "Bitte geben Sie ein Datum wie 14.03.2027 ein."),
        ("unit", " ", "Dieses Feld ist zwingend erforderlich."),
        ("kind", "gift", "gift ist keine gültige Auswahl."),
    ],
)
def test_what_is_odd_is_told_at_its_field(
    field: str, value: str, message: str, sign_in: SignIn, kusel_staff: User, stand_in: ExchangeData
) -> None:
    response = sign_in(kusel_staff).post(f"{LEDGER}neu/", entered(stand_in, **{field: value}))
    page = response.content.decode()
    assert message in page
    assert "Vertretung im Service Desk" in page
    assert not Exchange.objects.exists()


def test_the_same_on_both_sides_or_tomorrow_is_refused(
    sign_in: SignIn, kusel_staff: User, stand_in: ExchangeData
) -> None:
    client = sign_in(kusel_staff)
    same = entered(stand_in, receiver=str(stand_in.partner.pk))
    assert (
        "Gebende und erhaltende Kommune sind dieselbe." in client.post(f"{LEDGER}neu/", same).content.decode()
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = entered(stand_in, given_on=tomorrow.isoformat())
    assert "spätestens heute" in client.post(f"{LEDGER}neu/", later).content.decode()
    assert not Exchange.objects.exists()


def test_ledger_balance_and_file(sign_in: SignIn, kusel_staff: User, stand_in: ExchangeData) -> None:
    client = sign_in(kusel_staff)
    assert "Noch nichts eingetragen" in client.get(LEDGER).content.decode()
    response = client.post(f"{LEDGER}neu/", entered(stand_in, value="600"))
    assert response.headers["Location"] == f"{LEDGER}?jahr=2026"
    page = client.get(LEDGER).content.decode()
    for word in ("Stand am 31.12.2026", "+12,50", "−12,50", "+600,00", "hat mehr gegeben", EUROS):
        assert word in page
    lines = client.get(f"{LEDGER}?jahr=2026&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == (
        "02.03.2026;Landkreis Kusel;Donnersbergkreis;Vertretung;Vertretung im Service Desk;12,50;Stunden;600,00"
    )


def test_the_ledger_is_narrowed_by_partner_side_and_kind(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stand_in: ExchangeData, partner: Partners
) -> None:
    lent = replace(
        stand_in, partner=partner("07333"), receiver=partner("07335"), text="Zwanzig Tablets", kind="devices"
    )
    for data in (stand_in, lent):
        record_exchange(actor=coordinator, cooperation=cooperation, data=data)
    client = sign_in(coordinator)

    def found(**query: str | int) -> list[str]:
        answer = client.get(LEDGER, {"format": "csv", **query})
        return [line.split(";")[4] for line in answer.content.decode("utf-8-sig").splitlines()[1:]]

    both = ["Vertretung im Service Desk", "Zwanzig Tablets"]
    assert sorted(found()) == both
    assert found(sort="text") == both
    assert found(kind="devices") == [both[1]]
    assert found(partner=partner("07336").pk) == [both[0]]
    assert sorted(found(partner=partner("07333").pk)) == both
    assert found(partner=partner("07333").pk, direction="given") == [both[1]]
    assert found(partner=partner("07333").pk, direction="received") == [both[0]]
    assert found(jahr="2025") == []
    page = client.get(
        LEDGER, {"partner": partner("07335").pk}, headers={"HX-Request": "true"}
    ).content.decode()
    assert page.lstrip().startswith('<div id="leistungen" data-announce="1 Leistung gefunden"')
    assert "Landkreis Kusel" not in page
    none = client.get(LEDGER, {"kind": "training"}).content.decode()
    assert "Keine Leistung passt zu dieser Auswahl." in none


@pytest.mark.parametrize("year", ["0202600", "99999999", "-1", "abc", "2026 ", "\x00", "²"])
def test_an_odd_year_is_none(
    year: str, sign_in: SignIn, cooperation: Cooperation, coordinator: User, stand_in: ExchangeData
) -> None:
    record_exchange(actor=coordinator, cooperation=cooperation, data=stand_in)
    answer = sign_in(coordinator).get(LEDGER, {"jahr": year})
    assert "Stand am 31.12.2026" in answer.content.decode()


def test_municipalities_of_one_name_have_balances_of_their_own(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stand_in: ExchangeData, partner: Partners
) -> None:
    Municipality.objects.filter(ags__in=("07336", "07335")).update(display_name="Neustadt")
    other = replace(stand_in, partner=partner("07335"), quantity=Decimal(30))
    for data in (stand_in, other):
        record_exchange(actor=coordinator, cooperation=cooperation, data=data)
    page = sign_in(coordinator).get(LEDGER).content.decode()
    for standing in ("+12,00", "+30,00", "−42,00"):
        assert standing in page


def test_two_people_change_one_entry(
    sign_in: SignIn, cooperation: Cooperation, kusel_staff: User, stand_in: ExchangeData
) -> None:
    row = record_exchange(actor=kusel_staff, cooperation=cooperation, data=stand_in)
    client = sign_in(kusel_staff)
    address = f"{LEDGER}{row.pk}/"
    client.post(address, entered(stand_in, quantity="13", version="1"))
    page = client.post(address, entered(stand_in, quantity="14", version="1")).content.decode()
    assert "Zwei Fassungen" in page
    client.post(address, entered(stand_in, quantity="14", version="2", choice_quantity="stored"))
    row.refresh_from_db()
    assert row.quantity == 13


def test_as_many_queries_for_twenty_as_for_two(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stand_in: ExchangeData
) -> None:
    client = sign_in(coordinator)
    used = []
    for numbers in (range(2), range(2, 20)):
        for _ in numbers:
            record_exchange(actor=coordinator, cooperation=cooperation, data=stand_in)
        with CaptureQueriesContext(connection) as queries:
            client.get(LEDGER)
        used.append(len(queries))
    assert used[0] == used[1]


def test_an_entry_outlives_a_partner_that_left(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stand_in: ExchangeData
) -> None:
    row = record_exchange(actor=coordinator, cooperation=cooperation, data=stand_in)
    remove_partner(actor=coordinator, partner=stand_in.partner)
    client = sign_in(coordinator)
    client.post(f"{LEDGER}{row.pk}/", entered(stand_in, quantity="13", version="1"))
    page = client.post(f"{LEDGER}{row.pk}/", entered(stand_in, quantity="14", version="1")).content.decode()
    assert "Zwei Fassungen" in page
    assert "Landkreis Kusel" in client.get(LEDGER).content.decode()
