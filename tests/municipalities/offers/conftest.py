"""Offers and a need of the cast."""

from collections.abc import Callable

import pytest

from ikz.accounts.models import User
from municipalities.models import Municipality, Need, Offer
from municipalities.services import describe_need, enter_offer
from municipalities.services.needs import NeedData
from municipalities.services.offers import OfferData

Enter = Callable[..., Offer]


@pytest.fixture
def enter(administrator: User) -> Enter:
    """Enter an offer; without other words one of the administration for service desks everywhere."""

    def make(
        name: str, *, actor: User | None = None, owner: Municipality | None = None, **changed: object
    ) -> Offer:
        data: dict[str, object] = {
            "name": name,
            "kind": "it-association",
            "task_areas": ["service-desk"],
            "modules": "Service Desk mit Ticketsystem",
        }
        return enter_offer(actor=actor or administrator, data=OfferData(**data | changed), owner=owner)  # type: ignore[arg-type]

    return make


@pytest.fixture
def need(kusel_staff: User, kusel: Municipality) -> Need:
    """Kusel wants a service desk."""
    return describe_need(
        actor=kusel_staff,
        municipality=kusel,
        data=NeedData(task_area="service-desk", aim="relief", goal="Eine Rufnummer für alle Schulen"),
    )
