"""What monitoring asks: is the process there, and can it work."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.infrastructure.queue import Broker, publishing_to
from tests.infrastructure.waiting import free_port


@pytest.fixture
def client_of_monitoring() -> Client:
    return Client(headers={"accept": "text/html"})


@pytest.mark.django_db
def test_the_process_answers_without_asking_the_database(
    client_of_monitoring: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client_of_monitoring.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"process": "OK"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_with_database_and_broker(
    client_of_monitoring: Client, broker: Broker, settings: Settings
) -> None:
    settings.CELERY_BROKER_URL = broker.environment.get("CELERY_BROKER_URL", settings.CELERY_BROKER_URL)
    response = client_of_monitoring.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": "OK", "broker": "OK"})


@pytest.fixture
def dead_broker(settings: Settings) -> Iterator[None]:
    address = f"redis://:geheim@127.0.0.1:{free_port()}/0"
    settings.CELERY_BROKER_URL = address
    with publishing_to(address, {}):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("dead_broker")
def test_not_ready_without_the_broker_and_no_secret_is_told(client_of_monitoring: Client) -> None:
    response = client_of_monitoring.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "OK"
    assert response.json()["broker"].startswith("Unavailable")
    assert "geheim" not in response.content.decode()
    assert client_of_monitoring.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_not_ready_when_the_brokers_folder_is_gone(client_of_monitoring: Client, settings: Settings) -> None:
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "data_folder_out": str(settings.VAR_DIR / "fehlt")}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = options
    response = client_of_monitoring.get("/readyz")
    assert response.status_code == 503
    assert response.json()["broker"] == "Unavailable: FileNotFoundError"


@pytest.mark.django_db
def test_not_ready_without_the_database(
    client_of_monitoring: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port()))
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    response = client_of_monitoring.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "Unavailable: OperationalError"


@pytest.mark.django_db
def test_monitoring_is_not_sent_to_https_and_cannot_write(
    client_of_monitoring: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/healthz", "/readyz"):
        assert client_of_monitoring.get(address).status_code == 200
        assert client_of_monitoring.post(address).status_code == 405
