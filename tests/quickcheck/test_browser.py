"""The Quick Check in a real browser: saving in place, choosing in a conflict, and the states that axe must see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cooperations.models import Cooperation
from ikz.accounts.models import User
from quickcheck.models import Rating
from tests.quickcheck.conftest import Rate
from tests.ui.axe import overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = "/kooperationen/donnersberg/quickcheck/"
VIEWS = [(1280, "light"), (320, "dark")]
Open = Callable[..., Page]


@pytest.fixture
def open_sheet(
    live_server: LiveServer,
    cooperation: Cooperation,
    coordinator: User,
    sign_in: Callable[[User], Client],
    new_context: Any,
) -> Open:
    """Open the sheet as the coordination."""
    session = sign_in(coordinator).cookies["sessionid"].value

    def make(**options: Any) -> Page:
        context = new_context(**options)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page: Page = context.new_page()
        page.goto(f"{live_server.url}/kooperationen/{cooperation.slug}/quickcheck/")
        return page

    return make


def clean(page: Page) -> None:
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_a_factor_is_saved_in_place(open_sheet: Open, width: int, theme: str) -> None:
    page = open_sheet(viewport={"width": width, "height": 900}, color_scheme=theme)
    card = page.locator("#faktor-3")
    card.get_by_label("weitgehend erfüllt").check()
    card.get_by_label("Beleg oder Notiz").fill("Drei Steckbriefe gelesen")
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_text("Gespeichert", exact=True)).to_be_visible()
    expect(card.get_by_role("button", name="Speichern")).to_be_focused()
    expect(page.locator("#ikz-live")).to_have_text("Faktor 3 ist gespeichert: weitgehend erfüllt.")
    expect(page.locator("#quickcheck-stand")).to_contain_text("6 % der Punkte (2 von 36)")
    clean(page)
    card.get_by_role("button", name="Bewertung zurücknehmen").click()
    expect(page.locator("#quickcheck-stand")).to_contain_text("0 % der Punkte")
    expect(card.get_by_label("Beleg oder Notiz")).to_have_value("Drei Steckbriefe gelesen")


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_in_a_conflict_the_person_chooses(open_sheet: Open, rate: Rate, width: int, theme: str) -> None:
    page = open_sheet(viewport={"width": width, "height": 900}, color_scheme=theme)
    rate("clear-goals", "fulfilled", "Beschluss des Kreistags")
    card = page.locator("#faktor-1")
    card.get_by_label("offen").check()
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_role("alert")).to_be_focused()
    expect(card.get_by_role("alert")).to_contain_text("Beschluss des Kreistags")
    expect(card.get_by_label("offen")).to_be_checked()
    clean(page)
    card.get_by_role("button", name="Gespeicherte Fassung behalten").or_(
        card.get_by_role("link", name="Gespeicherte Fassung behalten")
    ).click()
    expect(card.get_by_label("erfüllt", exact=True)).to_be_checked()
    assert Rating.objects.get().value == "fulfilled"


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_an_error_is_told_at_its_factor(open_sheet: Open, width: int, theme: str) -> None:
    page = open_sheet(viewport={"width": width, "height": 900}, color_scheme=theme)
    card = page.locator("#faktor-2")
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_role("alert")).to_be_focused()
    clean(page)
    card.get_by_role("link", name="Bewertung: Bitte wählen Sie eine Bewertung.").click()
    expect(card.get_by_label("offen")).to_be_focused()


def test_it_works_without_javascript(open_sheet: Open) -> None:
    page = open_sheet(java_script_enabled=False)
    card = page.locator("#faktor-6")
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_role("alert")).to_be_in_viewport()
    card.get_by_label("begonnen").check()
    card.get_by_role("button", name="Speichern").click()
    expect(card.get_by_label("begonnen")).to_be_checked()
    expect(card).to_be_in_viewport()
    expect(page.get_by_role("status").filter(has_text="Faktor 6 ist gespeichert: begonnen.")).to_be_attached()


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_everybody_can_check_without_an_account(
    live_server: LiveServer, new_context: Any, width: int, theme: str
) -> None:
    page = new_context(viewport={"width": width, "height": 900}, color_scheme=theme).new_page()
    page.goto(f"{live_server.url}/quickcheck/")
    page.get_by_role("group", name="Faktor 8").get_by_label("offen").check()
    page.get_by_role("button", name="Auswerten").click()
    expect(page.get_by_role("heading", name="Ihr Ergebnis im Quick Check")).to_be_visible()
    expect(page.get_by_text("erfüllt 0 von 12")).to_be_visible()
    clean(page)
