"""The simulator of cost keys in a real browser: what is typed is worked out at once, and nothing is stored."""

import pytest
from playwright.sync_api import expect

from cooperations.models import Cooperation, CostPlan
from cooperations.services.costs import create_plan
from ikz.accounts.models import User
from tests.browser.conftest import Visit
from tests.ui.axe import overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
def test_a_typed_amount_is_shared_at_once(
    visit: Visit, cooperation: Cooperation, coordinator: User, width: int, theme: str
) -> None:
    create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    page = visit(coordinator, viewport={"width": width, "height": 900}, color_scheme=theme)
    page.goto("/kooperationen/donnersberg/kosten/2026/vergleich/")
    page.get_by_label("Betrag in Euro").fill("120.000")
    table = page.get_by_role("table", name="Alle Schlüssel nebeneinander")
    for amount in ("64.074,04 €", "34.076,38 €", "21.849,58 €", "62.857,14 €"):
        expect(table).to_contain_text(amount)
    expect(page.get_by_label("Betrag in Euro")).to_be_focused()
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_label("Zu gleichen Teilen (%)").fill("40")
    expect(page.locator("#vergleich")).to_contain_text("Die Gewichte ergeben 90 statt 100 Prozent.")
    expect(table).to_contain_text("64.074,04 €")
    assert violations(page) == []
    page.get_by_label("Zu gleichen Teilen (%)").fill("50")
    expect(table).to_contain_text("52.037,02 €")
    assert CostPlan.objects.get().key == "pupils"
    page.get_by_label("Schlüssel", exact=True).select_option(label="Schulen")
    page.get_by_role("button", name="Schlüssel übernehmen").click()
    expect(page.get_by_text("Der Schlüssel ist gespeichert.")).to_be_visible()
    assert CostPlan.objects.get().key == "schools"
