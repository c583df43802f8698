"""The register by API."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ikz.accounts.models import User
from municipalities.models import Kind, Municipality
from municipalities.services import register_municipality
from tests.api.conftest import Caller


def keys(program: Client, query: str) -> list[str]:
    return [row["ags"] for row in program.get(f"/api/v1/municipalities/?{query}").json()["results"]]


def test_one_row(kusel: Municipality, stranger: User, call_as: Caller) -> None:
    assert call_as(stranger).get("/api/v1/municipalities/07336/").json() == {
        "ags": "07336",
        "kind": "district",
        "name": "Kusel",
        "display_name": "Landkreis Kusel",
        "designation": "",
        "land": "07",
        "parent": "07",
        "population": None,
        "area_km2": None,
        "ars": "",
        "postal_code": "",
        "latitude": None,
        "longitude": None,
        "former_names": [],
        "dissolved_as_of": None,
    }


def test_filters_and_search(
    kusel: Municipality, halberstadt: Municipality, stranger: User, call_as: Caller
) -> None:
    register_municipality(ags="05515000", kind=Kind.MUNICIPALITY, name="Münster", display_name="Münster")
    program = call_as(stranger)
    assert keys(program, "land=07") == ["07336", "07"]
    # A kreisfreie Stadt is counted with the Kreise and stays a municipality.
    assert keys(program, "kind=district") == ["07336", "05515000"]
    assert keys(program, "kind=municipality&search=muenster") == ["05515000"]
    assert keys(program, "search=15085") == ["15085135"]


def test_unknown_filter_value_is_named(stranger: User, call_as: Caller) -> None:
    response = call_as(stranger).get("/api/v1/municipalities/?kind=dorf")
    assert response.status_code == 400
    assert "dorf" in response.json()["kind"][0]


def test_pages(kusel: Municipality, halberstadt: Municipality, stranger: User, call_as: Caller) -> None:
    program = call_as(stranger)
    first = program.get("/api/v1/municipalities/?page_size=1").json()
    assert first["count"] == 3
    assert first["previous"] is None
    assert "page=2" in first["next"]
    assert len(first["results"]) == 1
    assert program.get("/api/v1/municipalities/?page=99").status_code == 404


@pytest.mark.parametrize("rows", [2, 20])
def test_constant_queries(
    land_rlp: Municipality,
    stranger: User,
    call_as: Caller,
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
    program = call_as(stranger)
    program.get("/api/v1/municipalities/")  # notes the day of the token's first use
    # Token with its account, count, keys of the page, their rows with the one they belong to.
    with django_assert_num_queries(4):
        assert program.get("/api/v1/municipalities/").json()["count"] == rows + 2
