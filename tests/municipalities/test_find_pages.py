"""The pages of the register: filters that depend on each other, the way without JavaScript, one municipality."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Kind, Municipality
from municipalities.services import register_municipality
from tests.ui.markup import parse, words

SignIn = Callable[[User], Client]


@pytest.fixture
def mainz(land_rlp: Municipality) -> Municipality:
    return register_municipality(
        ags="07315000",
        kind=Kind.MUNICIPALITY,
        name="Mainz, Stadt",
        display_name="Mainz",
        designation="kreisfreie Stadt",
        parent=land_rlp,
        population=222_889,
        area_km2=Decimal("97.74"),
        postal_code="55116",
    )


@pytest.fixture
def village(kusel: Municipality) -> Municipality:
    return register_municipality(
        ags="07336001",
        kind=Kind.MUNICIPALITY,
        name="Adenbach",
        display_name="Adenbach",
        parent=kusel,
        population=160,
    )


def keys(client: Client, query: str) -> list[str]:
    lines = client.get(f"/kommunen/?{query}&format=csv").content.decode("utf-8-sig").splitlines()
    return [line.split(";")[0] for line in lines[1:]]


@pytest.mark.usefixtures("mainz", "village", "kaiserslautern", "halberstadt")
def test_filters(sign_in: SignIn, stranger: User) -> None:
    client = sign_in(stranger)
    assert keys(client, "kind=district") == ["07335", "07336", "07315000"]
    assert keys(client, "kind=municipality&land=07") == ["07336001", "07315000"]
    assert keys(client, "district=07336") == ["07336001", "07336"]
    assert keys(client, "size=small") == ["07336001"]
    assert keys(client, "size=city") == ["07315000"]


@pytest.mark.usefixtures("village", "kaiserslautern")
def test_the_kreise_to_choose_from_are_those_of_the_land(sign_in: SignIn, stranger: User) -> None:
    client = sign_in(stranger)

    def offered(query: str) -> list[str]:
        page = parse(client.get(f"/kommunen/{query}").content.decode())
        return [words(option) for option in page.findall(".//select[@name='district']/option")]

    assert offered("") == ["bitte zuerst ein Land wählen"]
    assert offered("?land=07") == ["alle Kreise", "Landkreis Kaiserslautern", "Landkreis Kusel"]
    # The Kreis of a Land chosen before is dropped, one alone brings its Land along.
    assert keys(client, "land=15&district=07336") == keys(client, "land=15")
    assert offered("?district=07336")[0] == "alle Kreise"


@pytest.mark.usefixtures("kusel")
def test_htmx_changes_the_kreise_only_together_with_the_land(sign_in: SignIn, stranger: User) -> None:
    client = sign_in(stranger)

    def asked(shown: str) -> str:
        headers = {"HX-Request": "true", "HX-Current-URL": f"https://ikz.example/kommunen/{shown}"}
        return client.get("/kommunen/?land=07&search=kus", headers=headers).content.decode()

    assert "hx-swap-oob" in asked("?search=kus")
    assert "hx-swap-oob" not in asked("?land=07")


def test_cooperations_that_one_may_know_of(
    cooperation: Cooperation, coordinator: User, stranger: User, sign_in: SignIn
) -> None:
    assert keys(sign_in(coordinator), "cooperations=with") == ["07333", "07335", "07336"]
    assert "07333" in keys(sign_in(stranger), "cooperations=without")
    assert keys(sign_in(stranger), "cooperations=with") == []


def test_dissolved_ones_are_shown_only_when_asked_for(
    village: Municipality, stranger: User, sign_in: SignIn
) -> None:
    Municipality.objects.filter(pk=village.pk).update(dissolved_as_of=date(2023, 11, 30))
    client = sign_in(stranger)
    assert keys(client, "search=adenbach") == []
    hint = client.get("/kommunen/?search=adenbach&land=07").content.decode()
    assert 'href="/kommunen/?search=adenbach&amp;land=07&amp;dissolved=on"' in hint
    assert "dissolved=on" not in client.get("/kommunen/?search=atlantis").content.decode()
    assert keys(client, "search=adenbach&dissolved=on") == ["07336001"]
    page = client.get("/kommunen/07336001/").content.decode()
    assert "Nicht mehr geführt ab Gebietsstand 30.11.2023" in page
    assert "nicht mehr geführt ab 30.11.2023" in client.get("/kommunen/07336/").content.decode()


def test_former_names_are_told_where_they_differ_from_the_name_of_today(
    village: Municipality, kusel: Municipality, stranger: User, sign_in: SignIn
) -> None:
    Municipality.objects.filter(pk=village.pk).update(former_names=["Adenbach, Flecken"])
    Municipality.objects.filter(pk=kusel.pk).update(former_names=["Kusel-Land"])
    page = sign_in(stranger).get("/kommunen/").content.decode()
    assert "früher Kusel-Land" in page
    assert "Flecken" not in page


def test_a_postal_code_of_another_office_leads_to_those_nearby(
    mainz: Municipality, stranger: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).get("/kommunen/?search=55131").content.decode()
    assert 'href="/kommunen/?search=551"' in page


@pytest.mark.parametrize("query", ["district=abc", "size=huge", "cooperations=x", "land=99&district=07336"])
def test_filters_that_make_no_sense_are_answered(sign_in: SignIn, stranger: User, query: str) -> None:
    assert sign_in(stranger).get(f"/kommunen/?{query}").status_code == 200


def test_the_page_tells_names_apart_and_leads_up(
    village: Municipality, donnersberg: Municipality, stranger: User, sign_in: SignIn
) -> None:
    register_municipality(
        ags="07333001",
        kind=Kind.MUNICIPALITY,
        name="Adenbach",
        display_name="Adenbach",
        parent=donnersberg,
    )
    page = parse(sign_in(stranger).get("/kommunen/07336001/").content.decode())
    assert [words(title) for title in page.findall(".//h1")] == ["Adenbach (Landkreis Kusel)"]
    links = [link.get("href") for link in page.findall(".//nav[@aria-label='Brotkrumen']//a")]
    assert links[-2:] == ["/kommunen/07/", "/kommunen/07336/"]


def test_staff_see_their_next_step_first_and_others_do_not(
    kusel_staff: User, stranger: User, mainz: Municipality, sign_in: SignIn
) -> None:
    page = sign_in(kusel_staff).get("/kommunen/07336/").content.decode()
    assert page.index("Profil ausfüllen") < page.index("Auf einen Blick")
    assert "Nächste Schritte" not in sign_in(stranger).get("/kommunen/07336/").content.decode()
    facts = words(parse(sign_in(stranger).get("/kommunen/07315000/").content.decode()))
    assert "2.280 je km²" in facts
