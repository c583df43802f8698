"""What pages look like when something went wrong, waits or is empty: no barriers there either."""

import pytest
from playwright.sync_api import Page, expect

from cooperations.models import Cooperation
from cooperations.services import add_partner
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from municipalities.models import Municipality
from steckbriefe.models import Edition
from steckbriefe.services import request_edition
from tests.browser.conftest import Visit, confirm_password
from tests.browser.filled import fill as fill_in
from tests.browser.looks import problems

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/kooperationen/donnersberg/"
# Address, what is entered wrongly (field: text), and the button.
Mistake = tuple[str, dict[str, str], str]
MISTAKES: dict[str, tuple[Mistake, ...]] = {
    "anonymous": (
        ("/konto/login/", {}, "Anmelden"),
        ("/konto/passwort/vergessen/", {"E-Mail-Adresse": "x"}, "Link anfordern"),
        ("/quickcheck/", {}, "Auswerten"),
    ),
    "coordinator": (
        ("/konto/passwort/", {}, "Passwort ändern"),
        ("/konto/api-schluessel/neu/", {}, "Erstellen"),
        (
            "/kooperationen/neu/",
            {"Partner 2": "Atlantis", "Aufbauphase von": "13/2026"},
            "Kooperation anlegen",
        ),
        (f"{HOME}bearbeiten/", {"Titel": "", "Ziele": ""}, "Speichern"),
        (f"{HOME}partner/", {"Kommune": "Atlantis"}, "Einladen"),
        (f"{HOME}partner/07336/zahlen/", {"Schulen": "-1"}, "Speichern"),
        (f"{HOME}quickcheck/", {}, "Speichern: Faktor 2"),
        (f"{HOME}massnahmen/neu/", {}, "Maßnahme planen"),
        (f"{HOME}rahmen/beteiligte/neu/", {}, "Speichern"),
        (f"{HOME}kosten/neu/", {"Jahr": "1"}, "Anlegen"),
        (f"{HOME}kosten/tausch/neu/", {"Wie viel": "-1"}, "Speichern"),
        (f"{HOME}steckbrief/", {"E-Mail-Adresse der Stelle": "x"}, "Texte speichern"),
    ),
    "administrator": (
        ("/verwaltung/behoerden/neu/", {}, "Eintragen"),
        ("/verwaltung/einladungen/neu/", {"E-Mail-Adresse": "x"}, "Einladung senden"),
        ("/verwaltung/mandate/neu/", {"E-Mail-Adresse": "niemand@test.example"}, "Eintragen"),
        ("/verwaltung/zugehoerigkeiten/neu/", {"Kommune": "Atlantis"}, "Eintragen"),
    ),
}
# Address, the field that two people write, and the button.
CONFLICTS = (
    (f"{HOME}bearbeiten/", "Titel", "Speichern"),
    (f"{HOME}phasen/antwort/similar-needs/", "Antwort", "Speichern"),
    (f"{HOME}steckbrief/", "Kontaktstelle", "Texte speichern"),
)


def fill(page: Page, field: str, text: str) -> None:
    main = page.get_by_role("main")
    main.get_by_role("textbox", name=field).or_(main.get_by_role("combobox", name=field)).first.fill(text)


def submit(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button).first.click()


@pytest.mark.usefixtures("cooperation")
@pytest.mark.parametrize("viewer", MISTAKES)
def test_no_mistake_meets_barriers(visit: Visit, coordinator: User, administrator: User, viewer: str) -> None:
    page = visit({"coordinator": coordinator, "administrator": administrator}.get(viewer))
    if viewer == "coordinator":
        confirm_password(page)
    found = []
    for address, entered, button in MISTAKES[viewer]:
        page.goto(address)
        for field, text in entered.items():
            fill(page, field, text)
        submit(page, button)
        expect(page.locator("[data-error-summary]").first, address).to_be_focused()
        found += problems(page, f"{address} after a mistake")
    assert found == []


def test_filled_pages_have_no_barriers(visit: Visit, cooperation: Cooperation, coordinator: User) -> None:
    waiting = fill_in(cooperation, coordinator)
    page = visit(coordinator)
    found = []
    for address in (
        "rahmen/",
        "massnahmen/",
        "massnahmen/?ansicht=board",
        f"massnahmen/{waiting.pk}/",
        "kosten/",
        "kosten/2026/",
        "kosten/2026/vergleich/",
        "kosten/2026/vergleich/?weight_pupils=99,99",
        "kosten/tausch/",
        "kosten/tausch/?kind=training",
    ):
        answer = page.goto(f"{HOME}{address}")
        assert answer is not None
        assert answer.status == 200
        found += problems(page, f"{address} filled")
    assert found == []


@pytest.mark.usefixtures("cooperation")
def test_the_choice_between_two_versions_has_no_barriers(visit: Visit, coordinator: User) -> None:
    page = visit(coordinator)
    other = page.context.new_page()
    found = []
    for address, field, button in CONFLICTS:
        page.goto(address)
        other.goto(address)
        for tab, text in ((other, "Die erste Fassung"), (page, "Die zweite Fassung")):
            fill(tab, field, text)
            submit(tab, button)
            expect(tab.get_by_text(text).first, address).to_be_visible()
        expect(page.get_by_text("Die erste Fassung").first, address).to_be_visible()
        found += problems(page, f"{address} with two versions")
    assert found == []


def test_what_is_empty_invited_waiting_or_failed_has_no_barriers(
    visit: Visit, cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    found = []

    def look(page: Page, address: str, words: str) -> None:
        page.goto(address)
        expect(page.get_by_text(words).first, address).to_be_visible()
        found.extend(problems(page, f"{address} with {words}"))

    outside = visit(stranger)
    look(outside, "/kooperationen/", "Noch keine Kooperation")
    look(outside, "/steckbriefe/", "Noch keine Steckbriefe veröffentlicht")
    look(outside, HOME, "Diese Seite gibt es nicht")
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    look(outside, HOME, "Ihre Kommune ist eingeladen")
    look(outside, f"{HOME}partner/15085135/ablehnen/", "ablehnen")

    inside = visit(coordinator)
    order = request_edition(actor=coordinator, cooperation=cooperation)
    look(inside, f"{HOME}steckbrief/", "wartet darauf, erstellt zu werden")
    Edition.objects.filter(pk=order.pk).update(state=JobState.FAILED, last_error="Es fehlt Platz.")
    look(inside, f"{HOME}steckbrief/", "Es fehlt Platz.")
    assert found == []
