"""Lists of needs: filters, order, pages, export, and as many queries for twenty rows as for two."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ikz.accounts.models import User
from municipalities.catalog import task_areas
from municipalities.models import Aim, Kind, Municipality, Need
from municipalities.services import close_need, register_municipality
from tests.municipalities.needs.conftest import Describe

SignIn = Callable[[User], Client]
CHOICES = [(area, aim) for aim in Aim.values for area in task_areas()]


def _names(client: Client, query: str) -> list[str]:
    page = client.get(f"/bedarfe/?format=csv&{query}").content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(page), delimiter=";")
    return [f"{row['Schlüssel']} {row['Aufgabenbereich']}" for row in rows]


@pytest.fixture
def mixed(describe: Describe, stranger: User, halberstadt: Municipality, kusel_staff: User) -> None:
    describe(task_area="networks", urgency="later", remote_suffices=False)
    describe(task_area="mdm", urgency="now", remote_suffices=True)
    describe(stranger, halberstadt, task_area="training", urgency="soon", aim="change")
    close_need(actor=kusel_staff, need=describe(task_area="procurement"))


def test_filters_and_orders(mixed: None, sign_in: SignIn, kusel_staff: User) -> None:
    client = sign_in(kusel_staff)
    mdm, networks, training = (
        "07336 Geräteverwaltung (MDM)",
        "07336 Schulnetze und WLAN",
        "15085135 Schulungen für Lehrkräfte",
    )
    assert _names(client, "") == [mdm, training, networks]
    assert _names(client, "sort=newest") == [training, mdm, networks]
    assert _names(client, "sort=municipality") == [training, mdm, networks]
    assert _names(client, "sort=task_area") == [mdm, networks, training]
    assert _names(client, "land=15") == _names(client, "aim=change") == [training]
    assert _names(client, "remote=yes") == _names(client, "urgency=now") == [mdm]
    assert _names(client, "remote=open") == _names(client, "search=Halberstadt") == [training]
    assert _names(client, "mep_phase=equipment") == _names(client, "task_area=networks") == [networks]


def test_a_municipality_lists_open_ones_first(mixed: None, sign_in: SignIn, stranger: User) -> None:
    client = sign_in(stranger)
    page = client.get("/kommunen/07336/bedarfe/?sort=newest").content.decode()
    places = [page.index(f"{word}</a>") for word in ("(MDM)", "WLAN", "Rahmenverträge")]
    assert places == sorted(places)
    assert "erledigt am" in page
    assert "sichtbar für" not in page
    only = client.get("/kommunen/07336/bedarfe/?state=closed").content.decode()
    assert "Schulnetze und WLAN</a>" not in only


def test_empty_lists_offer_the_first_step(
    kusel: Municipality, kusel_staff: User, stranger: User, sign_in: SignIn
) -> None:
    own = sign_in(kusel_staff).get("/kommunen/07336/bedarfe/").content.decode()
    assert "Ersten Bedarf beschreiben" in own
    other = sign_in(stranger).get("/kommunen/07336/bedarfe/").content.decode()
    assert "Ersten Bedarf beschreiben" not in other
    assert "Noch keine Bedarfe" in sign_in(stranger).get("/bedarfe/").content.decode()
    assert "Kein Bedarf gefunden" in sign_in(stranger).get("/bedarfe/?search=x").content.decode()


def test_strange_queries_break_nothing(mixed: None, sign_in: SignIn, kusel_staff: User) -> None:
    client = sign_in(kusel_staff)
    for address in ("/bedarfe/", "/kommunen/07336/bedarfe/"):
        for query in (
            "search=%00",
            "sort=x&page=" + "9" * 5000,
            "task_area=%00&land=x&format=xlsx",
            "page=-1",
        ):
            assert client.get(f"{address}?{query}").status_code == 200
    assert client.get(f"/kommunen/07336/bedarfe/{'9' * 30}/").status_code == 404
    assert client.get("/kommunen/%00/bedarfe/").status_code == 404


@pytest.mark.parametrize("address", ["/bedarfe/", "/kommunen/07336/bedarfe/", "/api/v1/needs/"])
def test_as_many_queries_for_twenty_as_for_two(
    describe: Describe, sign_in: SignIn, kusel_staff: User, address: str
) -> None:
    client = sign_in(kusel_staff)
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            describe(task_area=CHOICES[number][0], aim=CHOICES[number][1], goal="Zielwort")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        assert page.count("Zielwort") == numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]


def test_a_need_with_many_alike_takes_as_many_queries(
    describe: Describe, sign_in: SignIn, kusel_staff: User, administrator: User, halberstadt: Municipality
) -> None:
    need = describe()
    client = sign_in(kusel_staff)
    used = []
    for numbers in (range(2), range(2, 8)):
        for number in numbers:
            place = register_municipality(
                ags=f"0733300{number}",
                kind=Kind.MUNICIPALITY,
                name=f"Ort {number}",
                display_name=f"Ort {number}",
                parent=halberstadt,
            )
            Need.objects.create(
                municipality=place,
                task_area=need.task_area,
                aim="change",
                goal="Zielwort",
                mep_phase="service",
            )
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/kommunen/07336/bedarfe/{need.pk}/").content.decode()
        assert page.count("Zielwort") == numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]
