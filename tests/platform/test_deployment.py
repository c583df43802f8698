"""The production set as far as files can tell; starting it takes a container engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ikz import gunicorn_conf
from tests.infrastructure.processes import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_all_parts_of_production_are_there() -> None:
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "postgres", "redis", "proxy"}


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]
    own_image = service.get("build") == "."
    assert own_image or not service["user"].startswith("0")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    if own_image:
        assert "\nUSER ikz\n" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_lasting_service_is_watched_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_declared(name: str) -> None:
    service = SERVICES[name]
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}
    assert {volume for volume in volumes if not volume.startswith(".")} <= set(COMPOSE["volumes"])
    assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])
    for variable, value in service.get("environment", {}).items():
        if str(value).startswith("/run/secrets/"):
            assert variable.endswith("_FILE")
            assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_images_are_pinned_to_a_major_version() -> None:
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    for build in ("Dockerfile", "deploy/proxy/Dockerfile"):
        images += re.findall(r"^FROM (\S+)", (ROOT / build).read_text(), re.MULTILINE)
    assert all(re.search(r":\d", image) for image in images)


def test_database_and_broker_are_not_reachable_from_outside() -> None:
    assert COMPOSE["networks"]["backend"]["internal"] is True
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["backend"]
        assert "ports" not in SERVICES[name]


def test_locks_name_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert not re.search(r"^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE)
    assert not Path(ROOT, "uv.lock").exists()


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/kooperationen/schul-it/", "/kooperationen/schul-it/"),
        ("/zusage/AbC123/", "/zusage/…/"),
        ("/kalender/AbC123.ics", "/kalender/….ics"),
        ("/konto/einladung/AbC-123_x/", "/konto/einladung/…/"),
        ("/konto/passwort/neu/1-abc-def/", "/konto/passwort/neu/…/"),
    ],
)
def test_the_access_log_keeps_secret_addresses_secret(path: str, logged: str) -> None:
    assert gunicorn_conf.SECRET_ADDRESSES.sub(r"\1…", path) == logged


def test_the_access_log_names_no_visitor() -> None:
    # h: address, q: query string, f: referrer, a: user agent, u: user, r: the whole request line
    assert not re.search(r"%\((h|q|f|a|u|r)\)", gunicorn_conf.access_log_format)
