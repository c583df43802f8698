"""How a cooperation is led through its phases, in a real browser."""

import pytest
from playwright.sync_api import expect

from cooperations.models import Cooperation
from ikz.accounts.models import User
from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/kooperationen/donnersberg/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_phase_changes_with_a_reason_and_is_logged(
    visit: Visit, cooperation: Cooperation, coordinator: User, scripts: bool
) -> None:
    page = visit(coordinator, java_script_enabled=scripts)
    page.goto(f"{HOME}phasen/")
    page.get_by_role("link", name="Phase wechseln").click()
    expect(page.get_by_role("heading", name="Was noch offen ist")).to_be_visible()
    page.get_by_text("6 Erfolgsfaktoren im Quick Check nicht erfüllt").click()
    expect(page.get_by_text("Nicht bewertet").first).to_be_visible()
    page.get_by_role("button", name="Phase wechseln").click()
    expect(page.get_by_role("main").get_by_text("Bitte begründen Sie den Wechsel.").first).to_be_visible()
    page.get_by_label("Begründung").fill("Die drei Kreistage haben zugestimmt.")
    page.get_by_role("button", name="Phase wechseln").click()
    expect(page.get_by_text("Neue Phase: Realisierungs- und Umsetzungsphase.")).to_be_visible()
    log = page.get_by_role("region", name="Verlauf der Phasen")
    expect(log).to_contain_text("Die drei Kreistage haben zugestimmt.")
    expect(log).to_contain_text("Schul-IT Donnersbergkreis")
    log.get_by_text("Damals noch offen").click()
    expect(log.get_by_text("Leitfrage: Was kostet uns allein zu viel Kraft?")).to_be_visible()
    way = page.get_by_label("Weg der Kooperation")
    expect(way.locator("[aria-current=step]")).to_contain_text("Realisierungs- und Umsetzungsphase")

    page.get_by_role("link", name="Phase wechseln").click()
    page.get_by_label("Vorbereitungs- und Sondierungsphase (zurück)").check()
    page.get_by_label("Begründung").fill("Ein Kreis will noch beraten.")
    page.get_by_role("button", name="Phase wechseln").click()
    expect(log.get_by_role("listitem").first).to_contain_text("Ein Kreis will noch beraten.")
    expect(log).to_contain_text("Die drei Kreistage haben zugestimmt.")
