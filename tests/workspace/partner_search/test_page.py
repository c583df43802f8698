"""The page of a partner search: who is found, in which order, and why."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Kind, Municipality, Need
from municipalities.services import describe_need, register_municipality
from municipalities.services.needs import NeedData
from tests.ui.markup import tree, words

SignIn = Callable[[User], Client]
ADDRESS = "/kommunen/07333/partnersuche/"


def _rows(client: Client, need: Need, query: str = "") -> list[str]:
    """The words of each line of the result."""
    page = client.get(f"{ADDRESS}?bedarf={need.pk}{query}")
    assert page.status_code == 200
    body = tree(page.content.decode()).find(".//table[@class]/tbody")
    return [] if body is None else [words(row) for row in body.findall("tr")]


def _place(number: int, **facts: object) -> Municipality:
    row = register_municipality(
        ags=f"07{number:03d}", kind=Kind.DISTRICT, name=f"Kreis {number}", display_name=f"Landkreis {number}"
    )
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def test_a_same_need_comes_first_and_says_why(
    sign_in: SignIn, coordinator: User, need: Need, same_need: Need
) -> None:
    first, second = _rows(sign_in(coordinator), need)
    assert "Landkreis Kusel" in first
    assert "gleicher Bedarf, 42 km, ähnlich groß, gleiches Land" in first
    assert "Landkreis Kaiserslautern" in second
    assert "28 km, ähnlich groß, gleiches Land" in second
    assert "Bedarf," not in second


def test_weights_stand_in_the_address(
    sign_in: SignIn, coordinator: User, need: Need, same_need: Need
) -> None:
    client = sign_in(coordinator)
    first, _ = _rows(client, need, "&weight_need=0&weight_distance=5")
    assert "Landkreis Kaiserslautern" in first
    assert "gleicher Bedarf" not in first
    page = client.get(f"{ADDRESS}?bedarf={need.pk}&weight_need=0").content.decode()
    assert '<option value="0" selected>0 – zählt nicht</option>' in page


@pytest.mark.parametrize(
    "query", ["&weight_need=7", "&radius=abc", "&land=99", "&levels=planet", "&page=9999", "&weight_size=-1"]
)
def test_nonsense_in_the_address_is_met_with_the_usual(
    sign_in: SignIn, coordinator: User, need: Need, query: str
) -> None:
    assert len(_rows(sign_in(coordinator), need, query)) == 2


def test_nothing_that_counts_is_said_to_be_too_little(sign_in: SignIn, coordinator: User, need: Need) -> None:
    zero = "".join(f"&weight_{name}=0" for name in ("need", "distance", "size", "capacity", "tie", "land"))
    page = sign_in(coordinator).get(f"{ADDRESS}?bedarf={need.pk}{zero}").content.decode()
    assert "Mindestens ein Merkmal muss zählen." in page


def test_filters_narrow_the_result(
    sign_in: SignIn, coordinator: User, need: Need, halberstadt: Municipality
) -> None:
    client = sign_in(coordinator)
    assert [row for row in _rows(client, need, "&radius=50") if "Halberstadt" in row] == []
    [other] = _rows(client, need, "&levels=municipality")
    assert "Halberstadt" in other
    assert "Entfernung unbekannt" in other
    assert _rows(client, need, "&levels=municipality&radius=200") == []
    assert len(_rows(client, need, "&land=07")) == 2
    assert len(_rows(client, need, "&levels=municipality&levels=district&land=15")) == 1


def test_laender_oneself_and_the_dissolved_are_no_partners(
    sign_in: SignIn, coordinator: User, need: Need, kusel: Municipality
) -> None:
    kusel.dissolved_as_of = date(2023, 11, 30)
    kusel.save()
    everybody = "&levels=district&levels=city&levels=association&levels=municipality"
    [only] = _rows(sign_in(coordinator), need, everybody)
    assert "Landkreis Kaiserslautern" in only


def test_a_town_that_is_its_own_kreis_is_looked_for_among_the_kreise(
    sign_in: SignIn, coordinator: User, need: Need
) -> None:
    for ags, name in (("07312000", "Kaiserslautern"), ("07333019", "Eisenberg")):
        register_municipality(ags=ags, kind=Kind.MUNICIPALITY, name=name, display_name=name)
    text = " ".join(_rows(sign_in(coordinator), need))
    assert " Kaiserslautern " in text
    assert "Eisenberg" not in text


@pytest.mark.parametrize(("visibility", "counts"), [("own", False), ("partners", False), ("signed-in", True)])
def test_only_needs_one_may_read_count(
    sign_in: SignIn,
    coordinator: User,
    need: Need,
    same_need: Need,
    visibility: str,
    counts: bool,
) -> None:
    Need.objects.filter(pk=same_need.pk).update(visibility=visibility)
    found = " ".join(_rows(sign_in(coordinator), need))
    assert ("gleicher Bedarf" in found) is counts


def test_partners_needs_count_for_partners(
    sign_in: SignIn, coordinator: User, cooperation: Cooperation, need: Need, same_need: Need
) -> None:
    Need.objects.filter(pk=same_need.pk).update(visibility="partners")
    first, second = _rows(sign_in(coordinator), need)
    assert "gleicher Bedarf, 42 km, ähnlich groß, bereits Partner" in first
    assert "bereits Partner" in second


def test_only_staff_of_the_municipality_search(
    sign_in: SignIn, need: Need, same_need: Need, stranger: User, coordinator: User
) -> None:
    assert sign_in(stranger).get(f"{ADDRESS}?bedarf={need.pk}").status_code == 403
    client = sign_in(coordinator)
    assert client.get("/kommunen/99999/partnersuche/").status_code == 404
    for other in (str(same_need.pk), "abc", "", "9" * 30, "²"):
        assert client.get(ADDRESS, {"bedarf": other}).status_code == 404


def test_without_a_need_one_chooses_or_describes_one(
    sign_in: SignIn, coordinator: User, donnersberg: Municipality
) -> None:
    client = sign_in(coordinator)
    assert "Zuerst den Bedarf beschreiben" in client.get(ADDRESS).content.decode()
    described = describe_need(
        actor=coordinator,
        municipality=donnersberg,
        data=NeedData(task_area="mdm", aim="synergy", goal="Ein System für alle"),
    )
    page = client.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}?bedarf={described.pk}"' in page


def test_the_map_has_numbers_that_lead_to_the_municipalities(
    sign_in: SignIn, coordinator: User, need: Need, donnersberg: Municipality
) -> None:
    client = sign_in(coordinator)
    page = client.get(f"{ADDRESS}?bedarf={need.pk}").content.decode()
    assert 'aria-label="Rang 1: Landkreis Kaiserslautern, 28 km"' in page
    assert ">25 km</text>" in page
    assert "style=" not in page.split("<main", 1)[1]
    Municipality.objects.filter(pk=donnersberg.pk).update(latitude=None, longitude=None)
    page = client.get(f"{ADDRESS}?bedarf={need.pk}").content.decode()
    assert "Die Lage von Donnersbergkreis steht nicht im Verzeichnis." in page


def test_a_task_for_afar_does_not_count_nearness(
    sign_in: SignIn, coordinator: User, placed: None, donnersberg: Municipality
) -> None:
    remote = describe_need(
        actor=coordinator,
        municipality=donnersberg,
        data=NeedData(task_area="service-desk", aim="relief", goal="Ein Service Desk"),
    )
    client = sign_in(coordinator)
    page = client.get(f"{ADDRESS}?bedarf={remote.pk}").content.decode()
    assert "Diese Aufgabe lässt sich aus der Ferne erledigen" in page
    assert "ähnlich groß, gleiches Land" in page


def test_htmx_gets_the_result_alone(sign_in: SignIn, coordinator: User, need: Need) -> None:
    answer = sign_in(coordinator).get(f"{ADDRESS}?bedarf={need.pk}", headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="ergebnis"')


def test_the_result_as_a_file(sign_in: SignIn, coordinator: User, need: Need, same_need: Need) -> None:
    answer = sign_in(coordinator).get(f"{ADDRESS}?bedarf={need.pk}&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Rang;Kommune;Amtlicher Schlüssel")
    assert lines[1].startswith("1;Landkreis Kusel;07336;Kreis;")
    assert "gleicher Bedarf, 42 km" in lines[1]
    assert sign_in(coordinator).get(f"{ADDRESS}?bedarf={need.pk}&format=xlsx").status_code == 200


def test_as_many_queries_for_twenty_as_for_two(sign_in: SignIn, coordinator: User, need: Need) -> None:
    client = sign_in(coordinator)
    used = []
    for numbers in (range(400, 402), range(402, 420)):
        for number in numbers:
            _place(number, latitude=49 + number / 1000, longitude=7.5, population=number * 100)
        with CaptureQueriesContext(connection) as queries:
            rows = _rows(client, need)
        assert len(rows) == min(numbers.stop - 400 + 2, 20)
        used.append(len(queries))
    assert used[0] == used[1]
