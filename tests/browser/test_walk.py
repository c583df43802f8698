"""The main job from sign-in to the published Steckbrief, walked through in a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Municipality
from tests.access.table import TABLE
from tests.browser.conftest import Visit, sign_in_by_form
from tests.infrastructure.queue import Broker, StartProcess

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/kooperationen/donnersberg/"
COMMON = "#antwort-similar-needs"
WRITING = "form[method=post], [hx-post], [hx-put], [hx-patch], [hx-delete]"
TITLE = "Gemeinsamer Schul-IT-Support und Wissensmanagement"


@pytest.fixture
def media() -> Iterator[Path]:
    """The folder that server and worker share."""
    folder = Path(settings.MEDIA_ROOT)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def fact(page: Page, term: str) -> str:
    """One of the key facts in the header of a cooperation."""
    facts = page.get_by_label("Eckdaten")
    return facts.locator("div").filter(has=page.get_by_text(term, exact=True)).locator("dd").inner_text()


def test_the_coordination_signs_in_and_sees_the_header(
    visit: Visit, cooperation: Cooperation, coordinator: User
) -> None:
    page = visit()
    page.goto(HOME)
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    sign_in_by_form(page, coordinator)
    page.goto("/kooperationen/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert fact(page, "Beteiligt") == "3 Partner"
    assert fact(page, "Umfang") == "21 Schulen · 12.857 Schülerinnen und Schüler"
    assert fact(page, "Modell") == "Mandatierende öffentlich-rechtliche Vereinbarung"
    assert fact(page, "Phase") == "Vorbereitungs- und Sondierungsphase"
    assert fact(page, "Aufbau") == "Aufbauphase 09/2022–03/2023"
    assert fact(page, "Dauer") == "dauerhaft"


def test_an_answer_is_saved_in_place(visit: Visit, cooperation: Cooperation, coordinator: User) -> None:
    page = visit(coordinator)
    page.goto(f"{HOME}phasen/")
    page.evaluate("window.loadedOnce = true")
    card = page.locator(COMMON)
    card.get_by_role("textbox", name="Antwort").fill("Zwei Nachbarkreise")
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_text("Gespeichert", exact=True)).to_be_visible()
    expect(card).to_contain_text("Zwei Nachbarkreise")
    expect(page.locator("#fortschritt")).to_contain_text("1 von 21")
    expect(page.locator("#ikz-live")).to_have_text("Antwort gespeichert.")
    assert page.evaluate("window.loadedOnce")
    page.reload()
    expect(card).to_contain_text("Zwei Nachbarkreise")


def test_an_answer_is_saved_without_javascript(
    visit: Visit, cooperation: Cooperation, coordinator: User
) -> None:
    page = visit(coordinator, java_script_enabled=False)
    page.goto(f"{HOME}phasen/")
    card = page.locator(COMMON)
    card.get_by_role("textbox", name="Antwort").fill("Zwei Nachbarkreise")
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_text("Gespeichert", exact=True)).to_be_visible()
    expect(card).to_contain_text("Zwei Nachbarkreise")
    expect(card).to_be_in_viewport()
    card.get_by_role("link", name="Ändern").click()
    page.get_by_role("textbox", name="Antwort").fill("Drei Nachbarkreise")
    page.get_by_role("button", name="Speichern").click()
    expect(card).to_contain_text("Drei Nachbarkreise")


def test_staff_answer_for_their_own_municipality_only(
    visit: Visit, cooperation: Cooperation, kusel_staff: User
) -> None:
    page = visit(kusel_staff)
    page.goto(f"{HOME}phasen/")
    own = page.locator("#antwort-relief-07336")
    own.get_by_role("textbox", name="Antwort").fill("Der Vor-Ort-Support")
    own.get_by_role("button", name="Speichern").click()
    expect(own).to_contain_text("Der Vor-Ort-Support")
    for others in ("#antwort-relief-07333", "#antwort-relief-07335", COMMON):
        card = page.locator(others)
        expect(card).to_contain_text("Noch keine Antwort")
        expect(card.locator("a, button, textarea")).to_have_count(0)


@pytest.mark.parametrize("choice", ["Meine Fassung speichern", "Gespeicherte Fassung behalten"])
def test_two_people_at_one_answer_the_second_chooses(
    visit: Visit, cooperation: Cooperation, coordinator: User, kusel_staff: User, choice: str
) -> None:
    first, second = visit(kusel_staff), visit(coordinator)
    first.goto(f"{HOME}phasen/antwort/relief/?kommune=07336")
    second.goto(f"{HOME}phasen/antwort/relief/?kommune=07336")
    for page, text in ((first, "Der Vor-Ort-Support"), (second, "Die Ausschreibungen")):
        page.get_by_role("textbox", name="Antwort").fill(text)
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_text("Gespeichert", exact=True).or_(page.get_by_role("alert"))).to_be_visible()
    expect(second.get_by_role("alert")).to_contain_text("hat Schul-IT Landkreis Kusel eine andere Fassung")
    expect(second.get_by_label("Gespeicherte Fassung")).to_contain_text("Der Vor-Ort-Support")
    expect(second.get_by_role("textbox", name="Ihre Fassung")).to_have_value("Die Ausschreibungen")
    second.get_by_role("button", name=choice).click()
    expect(second.get_by_role("alert")).to_have_count(0)
    first.reload()
    kept = "Die Ausschreibungen" if choice.startswith("Meine") else "Der Vor-Ort-Support"
    expect(first.get_by_role("textbox", name="Antwort")).to_have_value(kept)


def test_a_rating_changes_headline_and_chart(
    visit: Visit, cooperation: Cooperation, coordinator: User
) -> None:
    page = visit(coordinator)
    page.goto(f"{HOME}quickcheck/")
    state = page.locator("#quickcheck-stand")
    expect(state.locator(".ikz-check__headline")).to_have_text("erfüllt 0 von 12")
    chart = state.locator("svg").first
    before = chart.inner_html()
    card = page.locator("#faktor-1")
    card.get_by_label("erfüllt", exact=True).check()
    card.get_by_label("Beleg oder Notiz").fill("Beschluss des Kreistags")
    card.get_by_role("button", name="Speichern").click()
    expect(state.locator(".ikz-check__headline")).to_have_text("erfüllt 1 von 12")
    expect(state).to_contain_text("8 % der Punkte (3 von 36)")
    assert chart.inner_html() != before
    page.locator("#faktor-2").get_by_label("nicht zutreffend").check()
    page.locator("#faktor-2").get_by_role("button", name="Speichern").click()
    expect(state.locator(".ikz-check__headline")).to_have_text("erfüllt 1 von 11")


def test_a_new_cooperation_is_seen_and_confirmed_by_the_invited(
    visit: Visit, coordinator: User, kusel_staff: User, stranger: User, kaiserslautern: Municipality
) -> None:
    page = visit(coordinator)
    page.goto("/kooperationen/")
    page.get_by_role("link", name="Erste Kooperation anlegen").click()
    page.get_by_label("Titel", exact=True).fill("Gemeinsamer Einkauf")
    page.get_by_label("Ziele").fill("Bessere Preise\nWeniger Aufwand")
    page.get_by_role("group", name="Aufgabenbereiche").get_by_role("checkbox").first.check()
    expect(page.get_by_role("combobox", name="Partner 1")).to_have_value("Donnersbergkreis (07333)")
    partner = page.get_by_role("combobox", name="Partner 2")
    partner.press_sequentially("Kusel")
    expect(page.locator("#vorschlaege-1 option")).to_have_attribute("value", "Landkreis Kusel (07336)")
    partner.fill("Landkreis Kusel (07336)")
    page.get_by_role("checkbox", name="Mandatierende").check()
    page.get_by_role("button", name="Kooperation anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gemeinsamer Einkauf")
    expect(page.get_by_label("Eckdaten")).to_contain_text("1 Partner1 weitere Kommune eingeladen")

    invited = visit(kusel_staff)
    invited.goto("/kooperationen/")
    expect(invited.get_by_role("heading", name="Ihre Kommune ist eingeladen")).to_be_visible()
    invited.get_by_role("row", name="Gemeinsamer Einkauf").get_by_role("link").click()
    invited.get_by_role("button", name="Einladung annehmen").click()
    expect(invited.get_by_role("heading", name="Ihre Kommune ist eingeladen")).to_have_count(0)
    assert fact(invited, "Beteiligt") == "2 Partner"

    outside = visit(stranger)
    answer = outside.goto(page.url)
    assert answer is not None
    assert answer.status == 404
    outside.goto("/kooperationen/")
    expect(outside.get_by_text("Gemeinsamer Einkauf")).to_have_count(0)


@pytest.mark.usefixtures("media")
def test_a_steckbrief_is_made_published_and_found(
    visit: Visit,
    cooperation: Cooperation,
    coordinator: User,
    redis_broker: Broker,
    start_process: StartProcess,
) -> None:
    page = visit(coordinator)
    page.goto(f"{HOME}steckbrief/")
    page.get_by_label("E-Mail-Adresse der Stelle").fill("schul-it@kreis.example")
    page.get_by_role("button", name="Texte speichern").click()
    page.get_by_role("button", name="Steckbrief erstellen").click()
    expect(page.get_by_text("Ausgabe 1 wartet darauf, erstellt zu werden.")).to_be_visible()
    page.evaluate("window.loadedOnce = true")
    # Only now, so that the waiting is seen for sure: the order is kept until a worker comes.
    start_process("worker")
    expect(page.get_by_text("Ausgabe 1 ist fertig", exact=True)).to_be_visible(timeout=60_000)
    expect(page.locator("#ikz-live")).to_have_text("Ausgabe 1 ist fertig.")
    assert page.evaluate("window.loadedOnce")
    pdf = page.get_by_role("link", name="PDF ansehen").get_attribute("href")
    assert pdf is not None
    assert page.request.get(pdf).body().startswith(b"%PDF")

    reader = visit()
    reader.goto("/steckbriefe/")
    expect(reader.get_by_text("Noch keine Steckbriefe veröffentlicht")).to_be_visible()
    page.get_by_role("link", name="Veröffentlichen", exact=True).click()
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.get_by_text("Ausgabe 1 ist veröffentlicht.")).to_be_visible()
    _find_and_read(reader)
    for internal in ("", "partner/", "phasen/", "quickcheck/", "steckbrief/", "steckbrief/1.pdf"):
        reader.goto(HOME + internal)
        expect(reader.get_by_role("heading", level=1)).to_have_text("Anmelden")


def _find_and_read(reader: Page) -> None:
    """Look for the Steckbrief as anybody may, read it as a page and as a PDF."""
    reader.goto("/steckbriefe/")
    found = reader.locator("#steckbriefe").get_by_role("link", name=TITLE, exact=True)
    land, model = reader.get_by_label("Land"), reader.get_by_label("Kooperationsmodell")
    land.select_option("Sachsen-Anhalt")
    expect(found).to_have_count(0)
    land.select_option("Rheinland-Pfalz")
    expect(found).to_be_visible()
    model.select_option("informal")
    expect(found).to_have_count(0)
    model.select_option("mandating")
    expect(found).to_be_visible()
    expect(reader).to_have_url(re.compile("land=07&model=mandating"))
    found.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_role("row", name="Landkreis Kusel")).to_contain_text("3.651")
    expect(reader.get_by_text("schul-it@kreis.example")).to_be_visible()
    pdf = reader.get_by_role("link", name="Steckbrief als PDF").get_attribute("href")
    assert pdf is not None
    answer = reader.request.get(pdf)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_supervision_reads_its_list_and_finds_nothing_to_write(
    visit: Visit, access_facts: dict[str, str], supervisor: User
) -> None:
    page = visit()
    sign_in_by_form(page, supervisor)
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Aufsicht").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorgelegte Vereinbarungen")
    expect(page.get_by_role("main")).to_contain_text("ADD Trier")
    expect(page.get_by_role("main")).to_contain_text("ganz Rheinland-Pfalz")

    rows = [row for row in TABLE.values() if row.expected("GET", "supervision") == "ok"]
    waiting = {row.url.format(**access_facts) for row in rows}
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = page.request.get(path)
        # 202: a document that nobody asked for before is being made.
        assert answer.status in {200, 202}, path
        # The own account and computations that store nothing are open to everybody.
        if (
            path.startswith(("/konto/", "/quickcheck/", "/api/"))
            or "html" not in answer.headers["content-type"]
        ):
            continue
        page.goto(path)
        main = page.get_by_role("main")
        expect(main.locator(WRITING), path).to_have_count(0)
        links = [str(link.get_attribute("href")) for link in main.get_by_role("link").all()]
        followed = {urlsplit(link).path for link in links if link.startswith("/")}
        waiting |= followed - seen
    assert f"/steckbriefe/{access_facts['slug']}.pdf" in seen
