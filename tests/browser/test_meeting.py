"""A whole meeting in three browsers at once: the coordination leads, two members vote on their own devices."""

import re

import pytest
from playwright.sync_api import Page, expect

from cooperations.models import Cooperation
from governance.models import MajorityRule, MeetingState, Resolution
from ikz.accounts.models import User
from tests.browser.conftest import Visit
from tests.browser.looks import problems
from tests.governance.world import body_of, in_days, item_of, meeting_of

pytestmark = pytest.mark.django_db(transaction=True)
MOTION = "Der gemeinsame Service-Desk nimmt am 1. März die Arbeit auf."


def test_a_meeting_from_opening_to_closing(
    visit: Visit, cooperation: Cooperation, coordinator: User, kusel_staff: User, kaiserslautern_staff: User
) -> None:
    meeting = meeting_of(body_of(cooperation, majority=MajorityRule.SIMPLE), state=MeetingState.INVITED)
    item_of(meeting, "Gemeinsamer Service-Desk", motion=MOTION)
    item_of(meeting, "Verschiedenes")
    lead, kusel, lautern = visit(coordinator), visit(kusel_staff), visit(kaiserslautern_staff)
    address = f"/sitzungen/{meeting.pk}/durchfuehrung/"
    for page in (lead, kusel, lautern):
        page.goto(address)
    found = problems(lead, "before")
    lead.get_by_role("button", name="Sitzung eröffnen").click()
    expect(lead.get_by_text("0 von 3 stimmberechtigten Kommunen anwesend").first).to_be_visible()
    lead.get_by_role("button", name=re.compile("^anwesend.*Landkreis Kusel")).click()
    expect(lead.get_by_text("1 von 3 stimmberechtigten Kommunen anwesend").last).to_be_visible()
    lead.get_by_role("button", name="Alle Übrigen sind da").click()
    expect(lead.locator("#ikz-live")).to_have_text(
        "3 von 3 stimmberechtigten Kommunen anwesend: beschlussfähig"
    )
    lead.get_by_role("button", name=re.compile("Aufrufen.*Service-Desk")).click()
    found += problems(lead, "running")
    lead.get_by_role("link", name=re.compile("Abstimmen.*Service-Desk")).click()
    found += problems(lead, "motion")
    lead.get_by_role("button", name="Abstimmung eröffnen").click()
    # What happens elsewhere reaches the members without their doing.
    expect(kusel.get_by_role("link", name=re.compile("Zur Abstimmung über"))).to_be_visible()
    for page, place, choice in (
        (kusel, "Landkreis Kusel", "Ja"),
        (lautern, "Landkreis Kaiserslautern", "Nein"),
    ):
        _vote(page, place, choice)
    found += problems(kusel, "voted")
    lead.reload()
    lead.get_by_role("group", name="Stimme für Donnersbergkreis").get_by_label("Ja", exact=True).check()
    lead.get_by_role("button", name="Stimme abgeben").click()
    lead.get_by_role("link", name="Schließen und auszählen").click()
    lead.get_by_role("button", name="Schließen und auszählen").click()
    expect(lead.get_by_text("Ergebnis: angenommen 2:1")).to_be_visible()
    # The result reaches whoever still looks at the ballot, by itself.
    expect(lautern.get_by_text("angenommen 2:1").first).to_be_visible()
    found += problems(lead, "result")
    row = Resolution.objects.get()
    lead.goto(address)
    lead.get_by_role("link", name=re.compile("Aufgabe zu Gemeinsamer Service-Desk")).click()
    _fill_in_task(lead)
    found += problems(lead, "task")
    lead.get_by_role("button", name="Aufgabe eintragen").click()
    lead.get_by_role("link", name="Sitzung beenden").click()
    lead.get_by_role("button", name="Sitzung beenden").click()
    expect(lead.get_by_text("Die Sitzung ist beendet.")).to_be_visible()
    for name in ("beschluesse/", f"beschluesse/{row.pk}/", "aufgaben/", "umlauf/", "umlauf/neu/"):
        lead.goto(f"/kooperationen/donnersberg/{name}")
        found += problems(lead, name)
    kusel.goto("/start/")
    expect(kusel.get_by_role("link", name="Stelle ausschreiben")).to_be_visible()
    assert found == []


def _vote(page: Page, place: str, choice: str) -> None:
    page.reload()
    page.get_by_role("link", name=re.compile("Zur Abstimmung über")).click()
    page.get_by_role("group", name=f"Stimme für {place}").get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Stimme abgeben").click()
    expect(page.get_by_text("Die Stimme ist abgegeben.")).to_be_visible()


def _fill_in_task(page: Page) -> None:
    page.get_by_role("button", name="Aufgabe eintragen").click()
    expect(page.get_by_text("Ohne Termin bleibt sie liegen").first).to_be_visible()
    page.get_by_label("Aufgabe", exact=True).fill("Stelle ausschreiben")
    page.get_by_label("Verantwortliche Kommune").select_option(label="Landkreis Kusel")
    page.get_by_label("Zuständige Person oder Stelle").fill("Personalstelle")
    page.get_by_label("Fällig am").fill(f"{in_days(20):%d.%m.%Y}")
