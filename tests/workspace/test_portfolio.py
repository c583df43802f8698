"""The list of cooperations: rows, filters, files, and as many queries for twenty as for two."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from cooperations.models import Cooperation
from cooperations.services import add_partner, create_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Municipality

URL = "/kooperationen/"
SignIn = Callable[[User], Client]


@pytest.fixture
def purchase(coordinator: User, donnersberg: Municipality, halberstadt: Municipality) -> Cooperation:
    return create_cooperation(
        actor=coordinator,
        data=CooperationData(
            title="Ausschreibung von Endgeräten", model_keys=["informal"], task_areas=["procurement"]
        ),
        lead=donnersberg,
        partners=[donnersberg, halberstadt],
    )


@pytest.mark.usefixtures("cooperation")
def test_a_row_says_what_matters(sign_in: SignIn, coordinator: User) -> None:
    page = sign_in(coordinator).get(URL).content.decode()
    for text in (
        "Gemeinsamer Schul-IT-Support und Wissensmanagement",
        "Donnersbergkreis",
        "12.857",
        "erfüllt 0 von 12",
        "Koordination",
        "1 Kooperation",
    ):
        assert text in page


@pytest.mark.usefixtures("cooperation")
def test_strangers_see_an_empty_list_with_a_first_step(
    sign_in: SignIn, stranger: User, supervisor: User, administrator: User
) -> None:
    page = sign_in(stranger).get(URL).content.decode()
    assert "Noch keine Kooperation" in page
    assert "Erste Kooperation anlegen" in page
    for user in (supervisor, administrator):
        page = sign_in(user).get(URL).content.decode()
        assert "Wissensmanagement" not in page
        assert "Neue Kooperation" not in page
        assert "Erste Kooperation anlegen" not in page


def test_only_reading_and_only_signed_in(sign_in: SignIn, kusel_staff: User) -> None:
    assert sign_in(kusel_staff).post(URL).status_code == 405
    assert Client().get(URL).status_code == 302


@pytest.mark.usefixtures("cooperation", "purchase")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Ausschreibung", "Wissensmanagement"]),
        ({"search": "halber"}, ["Ausschreibung"]),
        ({"search": "schul-it kusel"}, ["Wissensmanagement"]),
        ({"model": "mandating"}, ["Wissensmanagement"]),
        ({"task_area": "procurement"}, ["Ausschreibung"]),
        ({"phase": "exploration"}, ["Ausschreibung", "Wissensmanagement"]),
        ({"phase": "consolidation"}, []),
        ({"sort": "pupils"}, ["Wissensmanagement", "Ausschreibung"]),
    ],
)
def test_filters_and_order(
    sign_in: SignIn, coordinator: User, query: dict[str, str], found: list[str]
) -> None:
    page = sign_in(coordinator).get(URL, query, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    places = {word: page.find(word) for word in ("Ausschreibung", "Wissensmanagement")}
    shown = sorted((word for word, place in places.items() if place >= 0), key=lambda word: places[word])
    assert shown == found
    if not found:
        assert "Keine Kooperation gefunden" in page


@pytest.mark.usefixtures("cooperation", "purchase")
def test_files_hold_what_the_filter_leaves(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    csv = client.get(URL, {"format": "csv", "model": "mandating"})
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert csv.content.startswith(b"\xef\xbb\xbf")
    assert lines[0].startswith("Titel;Untertitel;Federführung;Partner;")
    assert len(lines) == 2
    assert ";3;21;12857;" in lines[1]
    book = load_workbook(io.BytesIO(client.get(URL, {"format": "xlsx"}).content))
    rows = list(book.worksheets[0].values)
    assert [row[0] for row in rows[1:]] == [
        "Ausschreibung von Endgeräten",
        "Gemeinsamer Schul-IT-Support und Wissensmanagement",
    ]


@pytest.mark.parametrize("url", [URL, f"{URL}?format=csv", "/start/"])
def test_as_many_queries_for_twenty_as_for_two(
    sign_in: SignIn,
    coordinator: User,
    donnersberg: Municipality,
    kusel: Municipality,
    kaiserslautern: Municipality,
    django_assert_max_num_queries: Callable[[int], Any],
    url: str,
) -> None:
    client = sign_in(coordinator)
    used = []
    for wanted in (2, 20):
        for number in range(Cooperation.objects.count(), wanted):
            create_cooperation(
                actor=coordinator,
                data=CooperationData(title=f"Kooperation {number:02d}"),
                lead=donnersberg,
                partners=[donnersberg, kusel, kaiserslautern],
            )
        with django_assert_max_num_queries(28) as queries:
            assert client.get(url).status_code == 200
        used.append(len(queries))
    assert used[0] == used[1]


def test_pages_of_twenty(sign_in: SignIn, coordinator: User, donnersberg: Municipality) -> None:
    for number in range(21):
        create_cooperation(
            actor=coordinator,
            data=CooperationData(title=f"Kooperation {number:02d}"),
            lead=donnersberg,
            partners=[donnersberg],
        )
    client = sign_in(coordinator)
    assert "Kooperation 20" not in client.get(URL).content.decode()
    assert "Kooperation 20" in client.get(URL, {"page": "2"}).content.decode()


def test_invitations_stand_on_top(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    page = sign_in(stranger).get(URL).content.decode()
    assert page.index("Ihre Kommune ist eingeladen") < page.index('id="liste"')
    assert "Einladung annehmen" in page
