"""A Steckbrief of the Donnersberg case in each of its states."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cooperations.models import Cooperation
from ikz.accounts.models import User
from quickcheck.services import rate_factor
from steckbriefe import services
from steckbriefe.models import Edition
from steckbriefe.production import produce
from steckbriefe.services import SteckbriefTexts

TEXTS = SteckbriefTexts(
    texts={
        "summary": ["Drei Kreise, ein Service Desk.", "Die Zuständigkeit bleibt bei den Kreisen."],
        "measures": ["Gemeinsamer Service Desk", "Kreisübergreifender Remote-Support"],
        "practice_voices": ["Niemand sitzt mehr allein vor einem Problem. (Schul-IT Kusel)"],
    },
    contact_office="Kreisverwaltung, Fachbereich Schulen",
    contact_email="schul-it@kreis.example",
)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Each test has a folder of its own for stored files."""
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture
def written(cooperation: Cooperation, coordinator: User) -> Cooperation:
    """The cooperation with texts and a rating that carries a note."""
    services.save_texts(actor=coordinator, cooperation=cooperation, data=TEXTS, expected_version=0)
    rate_factor(
        actor=coordinator,
        cooperation=cooperation,
        factor_key="clear-goals",
        value="fulfilled",
        evidence="Vertraulicher Vermerk",
        expected_version=0,
    )
    return cooperation


@pytest.fixture
def make_edition(coordinator: User) -> Callable[[Cooperation], Edition]:
    """Order an edition and make its PDF as a worker would."""

    def make(cooperation: Cooperation) -> Edition:
        edition = services.request_edition(actor=coordinator, cooperation=cooperation)
        assert produce(edition.pk)
        edition.refresh_from_db()
        return edition

    return make


@pytest.fixture
def edition(written: Cooperation, make_edition: Callable[[Cooperation], Edition]) -> Edition:
    """A finished edition, not published."""
    return make_edition(written)


@pytest.fixture
def published(edition: Edition, coordinator: User) -> Edition:
    """The same edition, public."""
    services.publish(actor=coordinator, edition=edition)
    return edition
