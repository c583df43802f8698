"""A cost plan of the Donnersberg case: 120.000 € in one item without tax."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from cooperations.models import Cooperation, CostItem, CostPlan, Partner
from cooperations.services.costs import ItemData, add_item, create_plan
from ikz.accounts.models import User

YEAR = 2026
COSTS = "/kooperationen/donnersberg/kosten/"
PLAN = f"{COSTS}{YEAR}/"
Partners = Callable[[str], Partner]


@pytest.fixture
def plan(coordinator: User, cooperation: Cooperation) -> CostPlan:
    return create_plan(actor=coordinator, cooperation=cooperation, year=YEAR)


@pytest.fixture
def item(coordinator: User, plan: CostPlan) -> CostItem:
    data = ItemData(
        kind="personnel",
        label="Koordination",
        net=Decimal(120_000),
        vat="internal",
        vat_reason="Jede Kommune beschäftigt ihr eigenes Personal",
    )
    return add_item(actor=coordinator, plan=plan, data=data)


@pytest.fixture
def partner(cooperation: Cooperation) -> Partners:
    """A partner by official key."""
    return lambda ags: cooperation.partners.select_related("municipality").get(municipality__ags=ags)
