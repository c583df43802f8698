"""Who pays what by a key, by API."""

from decimal import Decimal

import pytest

from cooperations.models import Cooperation
from cooperations.services.costs import ItemData, add_item, create_plan
from ikz.accounts.models import User
from tests.api.conftest import Caller

ADDRESS = "/api/v1/cooperations/donnersberg/cost-sharing/"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("amount=120000.00&key=pupils", ["64074.04", "21849.58", "34076.38"]),
        ("amount=120000.00&key=schools", ["62857.14", "28571.43", "28571.43"]),
        ("amount=120000.00&key=equal", ["40000.00", "40000.00", "40000.00"]),
        ("amount=100.00&key=equal", ["33.34", "33.33", "33.33"]),
        ("amount=120000&key=mix&weight_pupils=50&weight_equal=50", ["52037.02", "30924.79", "37038.19"]),
    ],
)
def test_shares_by_key(
    query: str, expected: list[str], cooperation: Cooperation, kusel_staff: User, call_as: Caller
) -> None:
    answer = call_as(kusel_staff).get(f"{ADDRESS}?{query}").json()
    assert [share["amount"] for share in answer["shares"]] == expected
    assert [share["municipality"] for share in answer["shares"]] == ["07333", "07335", "07336"]


def test_the_shape_of_an_answer(cooperation: Cooperation, kusel_staff: User, call_as: Caller) -> None:
    answer = call_as(kusel_staff).get(f"{ADDRESS}?amount=120000.00&key=pupils").json()
    assert (answer["amount"], answer["key"]) == ("120000.00", "pupils")
    assert answer["shares"][0] == {
        "municipality": "07333",
        "name": "Donnersbergkreis",
        "amount": "64074.04",
        "per_pupil": "9.33",
    }


def test_without_amount_and_key_the_plan_speaks(
    cooperation: Cooperation, coordinator: User, call_as: Caller
) -> None:
    program = call_as(coordinator)
    refused = program.get(ADDRESS)
    assert refused.status_code == 400
    assert refused.json() == {"amount": ["Es gibt noch keinen Kostenplan. Bitte geben Sie einen Betrag an."]}
    plan = create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    add_item(actor=coordinator, plan=plan, data=ItemData(kind="other", label="Alles", net=Decimal(120_000)))
    answer = program.get(ADDRESS).json()
    assert (answer["amount"], answer["key"]) == ("120000.00", "pupils")


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("amount=64.074,04", "amount", "Bitte geben Sie einen Betrag ab 0.00 mit Punkt"),
        ("amount=-1", "amount", "Bitte geben Sie einen Betrag ab 0.00 mit Punkt"),
        ("amount=1e9", "amount", "Bitte geben Sie einen Betrag ab 0.00 mit Punkt"),
        ("amount=NaN", "amount", "Bitte geben Sie einen Betrag ab 0.00 mit Punkt"),
        ("amount=", "amount", "Bitte geben Sie einen Betrag ab 0.00 mit Punkt"),
        ("amount=1&key=pupil", "key", "Diesen Schlüssel gibt es nicht. Möglich sind: pupils, schools"),
        ("amount=1&key=devices", "key", "Für den Schlüssel „Geräte“ fehlen Angaben: Donnersbergkreis"),
        ("amount=1&key=percent", "key", "Es fehlen Anteile in Prozent"),
        ("amount=1&key=mix", "weights", "Die Gewichte ergeben 0 statt 100 Prozent."),
        (
            "amount=1&key=mix&weight_pupils=50&weight_equal=40",
            "weights",
            "Die Gewichte ergeben 90 statt 100 Prozent.",
        ),
        (
            "amount=1&key=mix&weight_pupils=-5",
            "weight_pupils",
            "Bitte geben Sie ein Gewicht zwischen 0 und 100",
        ),
    ],
)
def test_what_cannot_be_shared_is_told_by_field(
    query: str, field: str, message: str, cooperation: Cooperation, kusel_staff: User, call_as: Caller
) -> None:
    response = call_as(kusel_staff).get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    [(name, messages)] = response.json().items()
    assert name == field
    assert messages[0].startswith(message)


def test_strangers_find_nothing(cooperation: Cooperation, stranger: User, call_as: Caller) -> None:
    assert call_as(stranger).get(f"{ADDRESS}?amount=1&key=equal").status_code == 404
