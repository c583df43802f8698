"""The board of measures in a real browser: by keyboard, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from cooperations.models import Cooperation
from cooperations.services import plan_measure
from ikz.accounts.models import User
from tests.browser.conftest import Visit
from tests.cooperations.measures.words import smart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_measure_moves_by_keyboard_and_keeps_the_focus(
    visit: Visit, cooperation: Cooperation, coordinator: User, kusel_staff: User, scripts: bool
) -> None:
    partner = cooperation.partners.get(municipality__ags="07336")
    for title in ("Netze", "Portal"):
        plan_measure(actor=coordinator, cooperation=cooperation, data=smart(partner, title=title))
    page = visit(kusel_staff, java_script_enabled=scripts)
    page.goto("/kooperationen/donnersberg/massnahmen/")
    page.get_by_role("link", name="Tafel").click()
    page.get_by_role("button", name=re.compile("Beginnen.*Portal")).focus()
    page.keyboard.press("Enter")
    running = page.get_by_role("region", name="läuft")
    expect(running.get_by_role("link", name="Portal")).to_be_visible()
    expect(page.get_by_role("region", name="geplant").get_by_role("listitem")).to_have_count(1)
    if scripts:
        expect(running.get_by_role("link", name="Portal")).to_be_focused()
        expect(page.locator("#ikz-live")).to_have_text("„Portal“: läuft.")
    else:
        expect(page.get_by_text("„Portal“: läuft.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Aufgeben.*Portal")).click()
    page.get_by_role("button", name=re.compile("Wieder aufnehmen.*Portal")).click()
    expect(page.get_by_role("button", name=re.compile("Beginnen.*Portal"))).to_be_visible()
