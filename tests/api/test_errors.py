"""Refusals speak German and use the right numbers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation
from ikz.accounts.models import User
from tests.api.conftest import Caller

RESOURCES = ["/api/v1/", "/api/v1/municipalities/", "/api/v1/cooperations/", "/api/v1/cooperations/x/phases/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", RESOURCES)
def test_without_account_401_and_a_challenge(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    assert response.json() == {"detail": "Anmeldedaten fehlen."}


@pytest.mark.django_db
def test_wrong_token_is_refused(client: Client) -> None:
    response = client.get("/api/v1/municipalities/", headers={"Authorization": "Token ikz_falsch"})
    assert response.status_code == 401
    assert response.json() == {"detail": "Der API-Schlüssel ist ungültig, abgelaufen oder widerrufen."}


def test_expired_account_has_no_token(kusel_staff: User, call_as: Caller) -> None:
    program = call_as(kusel_staff)
    kusel_staff.expires_on = timezone.localdate() - timedelta(days=1)
    kusel_staff.save()
    response = program.get("/api/v1/cooperations/")
    assert response.status_code == 401
    assert response.json() == {"detail": "Der API-Schlüssel ist ungültig, abgelaufen oder widerrufen."}


def test_strangers_find_nothing(cooperation: Cooperation, stranger: User, call_as: Caller) -> None:
    program = call_as(stranger)
    assert program.get("/api/v1/cooperations/").json()["results"] == []
    response = program.get("/api/v1/cooperations/donnersberg/")
    assert response.status_code == 404
    assert response.json() == {"detail": "Nicht gefunden."}


def test_supervision_writes_nothing(cooperation: Cooperation, supervisor: User, call_as: Caller) -> None:
    program = call_as(supervisor)
    for method, address in (
        (program.post, "/api/v1/cooperations/"),
        (program.patch, "/api/v1/cooperations/donnersberg/"),
        (program.put, "/api/v1/cooperations/donnersberg/phases/"),
    ):
        response = method(address, {}, content_type="application/json")
        assert response.status_code == 403
        assert response.json()["detail"] == "Sie sind nicht berechtigt, diese Aktion durchzuführen."


def test_sessions_need_the_csrf_token(coordinator: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = browser.post("/api/v1/cooperations/", {}, content_type="application/json")
    assert response.status_code == 403
    assert "CSRF" in response.json()["detail"]


def test_unknown_methods_are_refused(cooperation: Cooperation, coordinator: User, call_as: Caller) -> None:
    program = call_as(coordinator)
    assert program.delete("/api/v1/cooperations/donnersberg/").status_code == 405
    assert program.put("/api/v1/cooperations/donnersberg/").status_code == 405
    assert program.post("/api/v1/municipalities/").status_code == 405
