"""Cooperations by API: read, created and changed through the same services as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cooperations.models import Cooperation
from cooperations.services import create_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Municipality
from tests.api.conftest import Caller

LIST = "/api/v1/cooperations/"
ONE = "/api/v1/cooperations/donnersberg/"
JSON = "application/json"


def new_one(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Gemeinsame Geräteverwaltung",
        "model_keys": ["informal"],
        "task_areas": ["mdm"],
        "lead": "07336",
        "partners": ["07336", "07333"],
        **changes,
    }


def test_list_tells_partners_and_totals(cooperation: Cooperation, kusel_staff: User, call_as: Caller) -> None:
    answer = call_as(kusel_staff).get(LIST).json()
    assert answer["count"] == 1
    row = answer["results"][0]
    assert set(row) == {"slug", "title", "phase", "partners", "model_keys", "task_areas", "totals"}
    assert row["totals"] == {"partners": 3, "schools": 21, "pupils": 12857}
    assert row["partners"][0] == {
        "ags": "07333",
        "name": "Donnersbergkreis",
        "role": "lead",
        "status": "confirmed",
        "schools": 11,
        "pupils": 6865,
    }


def test_invited_partners_do_not_count(
    coordinator: User, donnersberg: Municipality, kusel: Municipality, call_as: Caller
) -> None:
    create_cooperation(
        actor=coordinator, data=CooperationData(title="Neu"), lead=donnersberg, partners=[donnersberg, kusel]
    )
    row = call_as(coordinator).get(LIST).json()["results"][0]
    assert row["totals"]["partners"] == 1
    assert {partner["status"] for partner in row["partners"]} == {"confirmed", "invited"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=wissensmanagement", 1),
        ("search=KUSEL", 1),
        ("search=Atlantis", 0),
        ("phase=exploration", 1),
        ("phase=consolidation", 0),
        ("model=mandating", 1),
        ("model=informal", 0),
    ],
)
def test_list_narrows(
    cooperation: Cooperation, coordinator: User, call_as: Caller, query: str, found: int
) -> None:
    assert call_as(coordinator).get(f"{LIST}?{query}").json()["count"] == found


@pytest.mark.parametrize("rows", [2, 20])
def test_list_asks_the_same_queries_for_any_number_of_rows(
    coordinator: User,
    donnersberg: Municipality,
    kusel: Municipality,
    call_as: Caller,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        create_cooperation(
            actor=coordinator,
            data=CooperationData(title=f"Kooperation {number}"),
            lead=donnersberg,
            partners=[donnersberg, kusel],
        )
    program = call_as(coordinator)
    program.get(LIST)  # notes the day of the token's first use
    # Token with its account, count, rows, their partners with municipalities.
    with django_assert_num_queries(4):
        assert program.get(LIST).json()["count"] == rows


def test_create_invites_the_others(
    kusel_staff: User, kusel: Municipality, donnersberg: Municipality, call_as: Caller
) -> None:
    response = call_as(kusel_staff).post(LIST, new_one(), content_type=JSON)
    assert response.status_code == 201
    row = response.json()
    assert row["slug"] == "gemeinsame-geraeteverwaltung"
    assert response["Location"].endswith("/api/v1/cooperations/gemeinsame-geraeteverwaltung/")
    assert {p["ags"]: (p["role"], p["status"]) for p in row["partners"]} == {
        "07336": ("lead", "confirmed"),
        "07333": ("partner", "invited"),
    }
    assert row["version"] == 1


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": ""}, "title", "Dieses Feld darf nicht leer sein."),
        ({"partners": ["07336", "99999"]}, "partners", "Unbekannter amtlicher Schlüssel: 99999."),
        ({"partners": ["07336", "07336"]}, "partners", "Jede Kommune kann nur einmal Partner sein."),
        ({"lead": "07335"}, "lead", "Die Federführung muss einer der Partner übernehmen."),
        (
            {"lead": "07333", "partners": ["07333"]},
            "partners",
            "Ihre eigene Kommune muss unter den Partnern sein.",
        ),
        ({"model_keys": ["kartell"]}, "model_keys", "Unbekannte Auswahl: kartell."),
        (
            {"build_up_from": "2023-03-01", "build_up_to": "2022-09-01"},
            "build_up_to",
            "Das Ende der Aufbauphase liegt vor ihrem Anfang.",
        ),
    ],
)
def test_create_names_the_wrong_field(
    kusel_staff: User,
    kusel: Municipality,
    donnersberg: Municipality,
    kaiserslautern: Municipality,
    call_as: Caller,
    changes: dict[str, Any],
    field: str,
    message: str,
) -> None:
    response = call_as(kusel_staff).post(LIST, new_one(**changes), content_type=JSON)
    assert response.status_code == 400
    assert message in response.json()[field]
    assert not Cooperation.objects.exists()


def test_change_keeps_what_is_not_sent(cooperation: Cooperation, coordinator: User, call_as: Caller) -> None:
    program = call_as(coordinator)
    version = program.get(ONE).json()["version"]
    response = program.patch(ONE, {"version": version, "subtitle": "Drei Kreise"}, content_type=JSON)
    assert response.status_code == 200
    row = response.json()
    assert (row["subtitle"], row["version"]) == ("Drei Kreise", version + 1)
    assert row["goals"] == cooperation.goals


def test_second_change_sees_the_first(cooperation: Cooperation, coordinator: User, call_as: Caller) -> None:
    program = call_as(coordinator)
    program.patch(ONE, {"version": 1, "subtitle": "Erste"}, content_type=JSON)
    response = program.patch(ONE, {"version": 1, "subtitle": "Zweite"}, content_type=JSON)
    assert response.status_code == 409
    assert response.json()["detail"] == "Inzwischen wurde eine andere Fassung gespeichert."
    assert response.json()["current"]["subtitle"] == "Erste"


def test_change_needs_the_version(cooperation: Cooperation, coordinator: User, call_as: Caller) -> None:
    response = call_as(coordinator).patch(ONE, {"subtitle": "Drei Kreise"}, content_type=JSON)
    assert response.status_code == 400
    assert response.json() == {"version": ["Dieses Feld ist zwingend erforderlich."]}


def test_only_the_coordination_changes(
    cooperation: Cooperation, kusel_staff: User, stranger: User, call_as: Caller
) -> None:
    change = {"version": 1, "title": "Anders"}
    assert call_as(kusel_staff).patch(ONE, change, content_type=JSON).status_code == 403
    assert call_as(stranger).patch(ONE, change, content_type=JSON).status_code == 404
    cooperation.refresh_from_db()
    assert cooperation.title != "Anders"


def test_sessions_read_too(
    cooperation: Cooperation, kusel_staff: User, sign_in: Callable[[User], Any]
) -> None:
    assert sign_in(kusel_staff).get(ONE).json()["slug"] == "donnersberg"
