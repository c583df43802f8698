"""The register: found by folded name or key, narrowed, paged, and told in full."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities import selectors
from municipalities.models import Kind, Municipality
from municipalities.services import register_municipality

SignIn = Callable[[User], Client]


def names(user: User, text: str) -> list[str]:
    return [row.display_name for row in selectors.search(selectors.register(user), text)]


@pytest.fixture
def muenster(db: None) -> Municipality:
    return register_municipality(
        ags="05515000", kind=Kind.MUNICIPALITY, name="Münster, Stadt", display_name="Münster"
    )


@pytest.mark.parametrize(
    "text", ["Muenster", "Münster", "münster", " MUENSTER ", "05515", "05515000", "nster"]
)
def test_finds_by_folded_name_and_by_key(
    muenster: Municipality, kusel: Municipality, stranger: User, text: str
) -> None:
    assert names(stranger, text) == ["Münster"]


def test_every_word_must_fit_in_any_order(
    kusel: Municipality, kaiserslautern: Municipality, stranger: User
) -> None:
    assert names(stranger, "lautern landkreis") == ["Landkreis Kaiserslautern"]
    assert names(stranger, "landkreis münster") == []


def test_list_asks_strangers_to_sign_in(client: Client, kusel: Municipality) -> None:
    response = client.get("/kommunen/")
    assert response.status_code == 302
    assert response["Location"].startswith("/konto/login/")


def test_list_shows_filters_and_says_when_nothing_is_found(
    muenster: Municipality, kusel: Municipality, stranger: User, sign_in: SignIn
) -> None:
    browser = sign_in(stranger)
    assert "Landkreis Kusel" in browser.get("/kommunen/?land=07&kind=district").content.decode()
    assert "Landkreis Kusel" not in browser.get("/kommunen/?land=05").content.decode()
    assert "Keine Kommune gefunden" in browser.get("/kommunen/?search=Atlantis").content.decode()


def test_htmx_gets_the_list_alone(kusel: Municipality, stranger: User, sign_in: SignIn) -> None:
    response = sign_in(stranger).get("/kommunen/", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert response["Vary"].find("HX-Request") >= 0


def test_list_sorts_and_exports_what_the_filter_leaves(
    muenster: Municipality, kusel: Municipality, kaiserslautern: Municipality, stranger: User, sign_in: SignIn
) -> None:
    Municipality.objects.filter(pk=kusel.pk).update(population=71462)
    browser = sign_in(stranger)
    table = browser.get("/kommunen/?kind=district&sort=population&format=csv")
    assert table["Content-Disposition"] == 'attachment; filename="kommunen.csv"'
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Schlüssel;Name;")
    assert [line.split(";")[0] for line in lines[1:]] == ["07336", "07335", "05515000"]
    assert browser.get("/kommunen/?format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("rows", [2, 20])
def test_list_asks_the_same_queries_for_any_number_of_rows(
    land_rlp: Municipality,
    stranger: User,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        register_municipality(
            ags=f"074{number:02d}",
            kind=Kind.DISTRICT,
            name="X",
            display_name=f"Kreis {number}",
            parent=land_rlp,
        )
    browser = sign_in(stranger)
    # Session, account, count, keys of the page, their rows, the Kreise they lie in.
    with django_assert_num_queries(6):
        assert f"Kreis {rows - 1}" in browser.get("/kommunen/").content.decode()


def test_profile_shows_facts_and_only_visible_cooperations(
    cooperation: Cooperation, kusel_staff: User, stranger: User, sign_in: SignIn, land_rlp: Municipality
) -> None:
    page = sign_in(kusel_staff).get("/kommunen/07336/").content.decode()
    assert "Landkreis Kusel" in page
    assert "Rheinland-Pfalz" in page
    assert cooperation.title in page
    assert cooperation.title not in sign_in(stranger).get("/kommunen/07336/").content.decode()
    assert "Landkreis Kaiserslautern" in sign_in(stranger).get("/kommunen/07/").content.decode()


def test_unknown_key_is_not_found(stranger: User, sign_in: SignIn) -> None:
    assert sign_in(stranger).get("/kommunen/99999/").status_code == 404
