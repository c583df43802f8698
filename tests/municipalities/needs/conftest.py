"""Needs of the cast."""

from collections.abc import Callable
from typing import Any

import pytest

from ikz.accounts.models import User
from municipalities.models import Municipality, Need
from municipalities.services import describe_need
from municipalities.services.needs import NeedData

Describe = Callable[..., Need]


@pytest.fixture
def describe(kusel: Municipality, kusel_staff: User) -> Describe:
    """Enter a need of Kusel (or of another municipality with its staff); every value may be given."""

    def make(actor: User = kusel_staff, municipality: Municipality = kusel, **changes: Any) -> Need:
        values = {"task_area": "service-desk", "aim": "synergy", "goal": "Ein gemeinsamer Service Desk"}
        return describe_need(actor=actor, municipality=municipality, data=NeedData(**values | changes))

    return make
