"""Browsers of the cast: each person has a context of their own, and the console must stay quiet."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from ikz.accounts.models import User
from tests.cast import PASSWORD

Visit = Callable[..., Page]

# Five seconds are little where two browsers, a server and a worker share two cores.
expect.set_options(timeout=15_000)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Count attempts anew in every test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def visit(live_server: LiveServer, sign_in: Callable[[User], Client], new_context: Any) -> Iterator[Visit]:
    """Open a browser as somebody of the cast (nobody: anonymous); what it complains about fails the test."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The browser reports refused pages too; tests open those on purpose.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def make(user: User | None = None, **options: Any) -> Page:
        context = new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        if user:
            session = sign_in(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page: Page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    assert complaints == []


def sign_in_by_form(page: Page, user: User) -> None:
    """Sign in as people do."""
    page.goto("/konto/login/")
    page.get_by_label("E-Mail-Adresse").fill(user.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def confirm_password(page: Page) -> None:
    """Confirm the password, as the application asks before important changes."""
    page.goto("/konto/bestaetigen/?next=/konto/")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()
    page.wait_for_url("**/konto/")
