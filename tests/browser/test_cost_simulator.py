"""The simulator of cost keys in a real browser: what is typed is worked out at once, and nothing is stored."""

import re

import pytest
from playwright.sync_api import expect

from cooperations.models import Cooperation, CostPlan
from cooperations.services.costs import create_plan
from ikz.accounts.models import User
from tests.browser.conftest import Visit
from tests.ui.axe import overflow, violations

WIDER = """() => {
  const box = document.querySelector("#vergleich .ikz-table-wrap");
  return Math.max(0, box.scrollWidth - box.clientWidth);
}"""
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
    assert page.evaluate(WIDER) == 0
    even, first = (
        page.get_by_label("Zu gleichen Teilen (%)"),
        page.get_by_label("Schülerinnen und Schüler (%)"),
    )
    even.fill("40")
    wrong = "Die Gewichte ergeben 90 statt 100 Prozent."
    expect(page.locator("#vergleich")).to_contain_text(wrong)
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(first).to_have_accessible_description(re.compile(wrong))
    expect(even).to_be_focused()
    expect(page.locator("#ikz-live")).to_contain_text(wrong)
    expect(table).to_contain_text("64.074,04 €")
    assert violations(page) == []
    page.get_by_role("button", name="Vergleichen").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").click()
    expect(first).to_be_focused()
    even.fill("50")
    expect(table).to_contain_text("52.037,02 €")
    expect(first).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".kern-error")).to_have_count(0)
    assert CostPlan.objects.get().key == "pupils"
    page.get_by_label("Schlüssel", exact=True).select_option(label="Schulen")
    page.get_by_role("button", name="Schlüssel übernehmen").click()
    expect(page.get_by_text("Der Schlüssel ist gespeichert.")).to_be_visible()
    assert CostPlan.objects.get().key == "schools"


def test_without_javascript_errors_stand_beside_their_fields(
    visit: Visit, cooperation: Cooperation, coordinator: User
) -> None:
    create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    page = visit(coordinator, java_script_enabled=False)
    page.goto("/kooperationen/donnersberg/kosten/2026/vergleich/")
    page.get_by_label("Betrag in Euro").fill("120.000")
    page.get_by_label("Zu gleichen Teilen (%)").fill("49,99")
    page.get_by_role("button", name="Vergleichen").click()
    first = page.get_by_label("Schülerinnen und Schüler (%)")
    expect(first).to_have_accessible_description(re.compile("Die Gewichte ergeben 99,99 statt 100 Prozent"))
    expect(page.get_by_role("table", name="Alle Schlüssel nebeneinander")).to_contain_text("64.074,04 €")
    page.get_by_label("Betrag in Euro").fill("-1")
    page.get_by_role("button", name="Vergleichen").click()
    expect(page.get_by_label("Betrag in Euro")).to_have_accessible_description(
        re.compile("0 oder einen größeren")
    )
    expect(page.get_by_label("Zu gleichen Teilen (%)")).to_have_value("49,99")
