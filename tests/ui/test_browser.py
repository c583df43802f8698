"""The frame and every component in a real browser: axe, widths, themes, and what the scripts promise."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looks import problems
from tests.ui.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server: LiveServer, settings: LazySettings) -> Iterator[str]:
    settings.ROOT_URLCONF = "tests.ui.gallery"
    clear_url_caches()
    yield live_server.url
    clear_url_caches()


def test_axe_finds_nothing_and_nothing_sticks_out(site: str, page: Page) -> None:
    found = []
    for address in ("/", "/galerie/", "/galerie/?errors", "/barrierefreiheit/", "/fehlt/"):
        page.goto(site + address)
        found += problems(page, address)
    assert found == []


def test_the_chosen_theme_lasts(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("button", name="Dunkle Ansicht").click()
    page.goto(f"{site}/impressum/")
    expect(page.get_by_role("button", name="Helle Ansicht")).to_be_visible()
    assert violations(page) == []


def test_an_error_moves_the_focus_to_the_summary_and_from_there_to_the_field(site: str, page: Page) -> None:
    page.goto(f"{site}/galerie/antwort/")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Antwort: Dieses Feld ist zwingend erforderlich.").click()
    expect(page.get_by_label("Antwort")).to_be_focused()


def test_a_swap_is_announced_and_sets_the_focus(site: str, page: Page) -> None:
    page.goto(f"{site}/galerie/antwort/")
    page.get_by_label("Antwort").fill("Hallo")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#ikz-live")).to_have_text("Antwort gespeichert.")
    expect(page.get_by_text("Gespeichert: Hallo")).to_be_focused()


def test_a_failed_request_says_so_and_loses_nothing(site: str, page: Page) -> None:
    page.goto(f"{site}/galerie/antwort/")
    page.get_by_label("Antwort").fill("kaputt")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("es wurde nichts gespeichert")
    expect(page.get_by_label("Antwort")).to_have_value("kaputt")
    page.context.set_offline(True)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Keine Verbindung zum Server")
    expect(page.get_by_label("Antwort")).to_have_value("kaputt")


def test_an_impatient_double_click_sends_once(site: str, page: Page) -> None:
    page.goto(f"{site}/galerie/antwort/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Antwort").fill("Hallo")
    page.get_by_role("button", name="Speichern").dblclick()
    expect(page.get_by_text("Gespeichert: Hallo")).to_be_visible()
    assert len(sent) == 1


def test_a_filter_works_while_typing_keeps_the_focus_and_can_be_bookmarked(site: str, page: Page) -> None:
    page.goto(f"{site}/galerie/")
    field = page.get_by_label("Suche")
    field.press_sequentially("Kusel")
    expect(page.locator("#liste")).to_have_text("Suche: Kusel")
    expect(page.locator("#ikz-live")).to_have_text("Suche: Kusel")
    expect(field).to_be_focused()
    assert "search=Kusel" in page.url


def test_leaving_with_unsaved_input_asks(site: str, page: Page) -> None:
    page.goto(f"{site}/galerie/antwort/")
    page.get_by_label("Antwort").fill("Hallo")
    asked: list[str] = []

    def leave_anyway(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave_anyway)
    page.goto(site)
    assert asked == ["beforeunload"]


def test_everything_works_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/galerie/antwort/")
    page.get_by_label("Antwort").fill("Hallo")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert: Hallo")).to_be_visible()
    page.get_by_text("Menü", exact=True).click()
    expect(page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link").first).to_be_visible()
    context.close()
