"""The Quick Check in the REST API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.models import Cooperation, Partner
from ikz.accounts.models import User
from quickcheck.models import Rating
from tests.quickcheck.conftest import Rate

FACTORS = "/api/v1/quickcheck/factors/"
BOARD = "/api/v1/cooperations/donnersberg/quickcheck/"
SignIn = Callable[[User], Client]


def put(client: Client, **changes: Any) -> Any:
    data = {
        "factor": "clear-goals",
        "partner": None,
        "value": "mostly",
        "evidence": "Zielpapier",
        "version": 0,
    }
    return client.put(BOARD, {**data, **changes}, content_type="application/json")


def test_the_twelve_factors_are_public(client: Client, db: None) -> None:
    data = client.get(FACTORS).json()
    assert (data["count"], data["next"], data["previous"]) == (12, None, None)
    assert [row["number"] for row in data["results"]] == list(range(1, 13))
    first = {"number", "key", "phase", "title", "help", "evidence_hint", "guiding_section"}
    assert set(data["results"][0]) == first
    assert [row["key"] for row in client.get(FACTORS, {"search": "maßstäbe"}).json()["results"]] == [
        "selection-criteria"
    ]
    assert client.get(FACTORS, {"page_size": 5, "page": 3}).json()["results"][0]["number"] == 11
    assert client.post(FACTORS).status_code in {401, 403, 405}


def test_the_board_shows_every_view_with_its_score(
    cooperation: Cooperation, kusel_staff: User, sign_in: SignIn, rate: Rate
) -> None:
    rate("clear-goals", "fulfilled", "Beschluss")
    data = sign_in(kusel_staff).get(BOARD).json()
    assert data["cooperation"] == cooperation.slug
    assert [(view["partner"], view["editable"]) for view in data["perspectives"]] == [
        (None, False),
        ("07333", False),
        ("07335", False),
        ("07336", True),
    ]
    whole = data["perspectives"][0]
    assert whole["score"]["fulfilled"] == 1
    assert whole["score"]["share"] == pytest.approx(3 / 36)
    assert [phase["score"]["applicable"] for phase in whole["phases"]] == [6, 4, 2]
    assert len(whole["ratings"]) == 12
    assert whole["ratings"][0]["value"] == "fulfilled"
    assert (whole["ratings"][1]["value"], whole["ratings"][1]["version"]) == (None, 0)


def test_a_rating_is_stored(
    cooperation: Cooperation, kusel_staff: User, kusel_partner: Partner, sign_in: SignIn
) -> None:
    client = sign_in(kusel_staff)
    response = put(client, partner="07336")
    assert response.status_code == 200
    assert (response.json()["value"], response.json()["version"]) == ("mostly", 1)
    assert Rating.objects.get(cooperation=cooperation).partner == kusel_partner
    assert put(client, partner="07336", value=None, version=1).json()["value"] is None


def test_others_are_refused(
    cooperation: Cooperation,
    kusel_staff: User,
    stranger: User,
    supervisor: User,
    sign_in: SignIn,
    client: Client,
) -> None:
    for partner in (None, "07335"):
        assert put(sign_in(kusel_staff), partner=partner).status_code == 403
    assert sign_in(stranger).get(BOARD).status_code == 404
    assert put(sign_in(stranger)).status_code == 404
    assert sign_in(supervisor).get(BOARD).status_code == 404
    assert put(sign_in(supervisor)).status_code == 403
    assert client.get(BOARD).status_code == 401
    assert put(client).status_code == 401
    assert not cooperation.ratings.exists()


def test_bad_input_is_named_by_field(cooperation: Cooperation, coordinator: User, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    for changes, field, words in (
        ({"factor": "kein-faktor"}, "factor", "Diesen Erfolgsfaktor gibt es nicht."),
        ({"value": "vielleicht"}, "value", "Diese Bewertung gibt es nicht."),
        ({"partner": "15085135"}, "partner", "Diese Kommune ist kein bestätigter Partner der Kooperation."),
        ({"value": None, "evidence": ""}, "value", "Bitte wählen Sie eine Bewertung."),
    ):
        response = put(client, **changes)
        assert response.status_code == 400
        assert words in str(response.json()[field])
    assert put(client, version=-1).status_code == 400
    assert put(client, evidence="x" * 4001).status_code == 400
    assert not cooperation.ratings.exists()


def test_a_conflict_names_both_versions(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn, rate: Rate
) -> None:
    rate("clear-goals", "fulfilled", "Beschluss")
    response = put(sign_in(coordinator))
    assert response.status_code == 409
    data = response.json()
    assert data["detail"] == "Inzwischen wurde eine andere Fassung gespeichert."
    assert (data["current"]["value"], data["current"]["version"]) == ("fulfilled", 1)
    assert data["submitted"] == {"value": "mostly", "evidence": "Zielpapier"}
    assert cooperation.ratings.get().value == "fulfilled"
