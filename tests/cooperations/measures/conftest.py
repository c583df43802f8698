"""Measures of the Donnersberg case."""

from collections.abc import Callable
from typing import Any

import pytest

from cooperations.models import Cooperation, Measure, Partner
from cooperations.services import plan_measure
from ikz.accounts.models import User
from tests.cooperations.measures.words import smart

Plan = Callable[..., Measure]


@pytest.fixture
def kusel_partner(cooperation: Cooperation) -> Partner:
    return cooperation.partners.get(municipality__ags="07336")


@pytest.fixture
def plan(cooperation: Cooperation, coordinator: User, kusel_partner: Partner) -> Plan:
    """Plan a measure that Kusel answers for; anything may be said otherwise."""

    def make(title: str = "Gemeinsamer Service Desk", **changes: Any) -> Measure:
        data = smart(kusel_partner, title=title, **changes)
        return plan_measure(actor=coordinator, cooperation=cooperation, data=data)

    return make
