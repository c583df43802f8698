"""Passkeys with a virtual authenticator, and the pages of the account that need a state of their own."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ikz.accounts import services
from ikz.accounts.models import User
from tests.accounts.conftest import mails_to, with_app
from tests.accounts.test_invitations import path_for
from tests.browser.looks import problems
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Passkeys belong to a name, so the number 127.0.0.1 does not do."""
    return f"http://localhost:{urlsplit(live_server.url).port}"


@pytest.fixture
def passkeys(page: Page) -> Iterator[Callable[[], list[Any]]]:
    """A device that keeps passkeys and always confirms; gives what it keeps."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    key = {"authenticatorId": made["authenticatorId"]}
    yield lambda: session.send("WebAuthn.getCredentials", key)["credentials"]
    session.send("WebAuthn.removeVirtualAuthenticator", key)


def sign_in_by_password(page: Page, address: str, user: User) -> None:
    page.goto(f"{address}/konto/login/")
    page.get_by_label("E-Mail-Adresse").fill(user.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()


def add_passkey(page: Page, address: str, *, alone: bool) -> None:
    page.goto(f"{address}/konto/zweiter-faktor/passkeys/neu/")
    confirm(page)
    page.get_by_label("Bezeichnung").fill("Dienstlaptop")
    page.get_by_label("Auch ohne Passwort anmelden").set_checked(alone)
    page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wiederherstellungs\u00adcodes")


def sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/konto/logout/")
    page.get_by_role("main").get_by_role("button", name="Abmelden").click()
    page.wait_for_url(lambda url: "logout" not in url)


def test_a_passkey_opens_the_account_without_a_password(
    page: Page, address: str, member: User, passkeys: Callable[[], list[Any]]
) -> None:
    sign_in_by_password(page, address, member)
    add_passkey(page, address, alone=True)
    assert [item["isResidentCredential"] for item in passkeys()] == [True]
    sign_out(page, address)

    page.goto(f"{address}/konto/login/?next=/konto/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Konto")
    assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).last_used_at


def test_a_passkey_is_the_second_step_and_can_be_renamed_and_removed(
    page: Page, address: str, member: User, passkeys: Callable[[], list[Any]]
) -> None:
    sign_in_by_password(page, address, member)
    add_passkey(page, address, alone=False)
    sign_out(page, address)

    sign_in_by_password(page, address, member)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt der Anmeldung")
    page.get_by_role("button", name="Passkey verwenden").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    assert len(passkeys()) == 1

    page.goto(f"{address}/konto/zweiter-faktor/")
    page.get_by_role("link", name="Dienstlaptop umbenennen").click()
    page.get_by_role("link", name="Mit einem Passkey bestätigen").click()
    use = page.get_by_role("button", name="Passkey verwenden")
    expect(use).to_be_visible()
    found = problems(page, "confirm by passkey")
    use.click()
    page.get_by_label("Bezeichnung").fill("Schlüssel am Bund")
    found += problems(page, "rename a passkey")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Schlüssel am Bund entfernen").click()
    remove = page.get_by_role("button", name="Passkey entfernen")
    expect(remove).to_be_visible()
    found += problems(page, "remove a passkey")
    remove.click()
    expect(page.get_by_text("Der Passkey ist entfernt.")).to_be_visible()
    assert not Authenticator.objects.exists()
    assert found == []


def test_a_passkey_of_somebody_locked_does_not_open(
    page: Page, address: str, member: User, administrator: User, passkeys: Callable[[], list[Any]]
) -> None:
    sign_in_by_password(page, address, member)
    add_passkey(page, address, alone=True)
    assert passkeys()
    sign_out(page, address)
    services.deactivate_account(actor=administrator, user=member)
    page.goto(f"{address}/konto/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmeldung nicht möglich")


def test_the_form_tells_when_the_device_refuses(page: Page, address: str, member: User) -> None:
    page.goto(f"{address}/konto/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte versuchen Sie es noch einmal.")


def test_an_invitation_is_accepted_in_a_browser(
    page: Page, live_server: LiveServer, administrator: User
) -> None:
    """The page forbids the Referer; the form must still be recognised as ours."""
    user = services.invite(actor=administrator, email="neu@test.example", label="Schul-IT").user
    page.goto(live_server.url + path_for(user))
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Passwort wiederholen").fill(PASSWORD)
    page.get_by_role("button", name="Konto einrichten und anmelden").click()
    page.wait_for_url(lambda url: "einladung" not in url)
    user.refresh_from_db()
    assert user.is_active
    assert len(mails_to(user)) == 1


# The walk through the access table does not come by these pages: they need a state of their own.
FACTOR_PAGES = (
    "zweiter-faktor/",
    "bestaetigen/code/",
    "zweiter-faktor/app/entfernen/",
    "zweiter-faktor/codes/neu/",
    "zweiter-faktor/codes/",
)


def inspect(page: Page, address: str, paths: tuple[str, ...], found: list[str]) -> None:
    """Look at pages in both themes, narrow and wide."""
    for path in paths:
        page.goto(f"{address}/konto/{path}")
        found += problems(page, path)


def test_no_page_has_barriers(page: Page, address: str, member: User, administrator: User) -> None:
    found: list[str] = []
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
    inspect(page, address, ("einladung/x/",), found)
    console.clear()  # The address of an unknown token answers 404 on purpose.
    invited = services.invite(actor=administrator, email="neu@test.example", label="Schul-IT").user
    inspect(page, address, (path_for(invited).removeprefix("/konto/"),), found)

    token, _ = services.create_api_token(actor=member, name="Abgleich", valid_days=30)
    sign_in_by_password(page, address, member)
    page.goto(f"{address}/konto/api-schluessel/neu/")
    confirm(page)
    inspect(
        page, address, ("logout/", "api-schluessel/", f"api-schluessel/{token.reference}/widerrufen/"), found
    )
    with_app(member)
    page.goto(f"{address}/konto/zweiter-faktor/codes/neu/")
    page.get_by_role("button", name="Neue Codes erstellen").click()
    inspect(page, address, FACTOR_PAGES, found)
    sign_out(page, address)
    sign_in_by_password(page, address, member)
    inspect(page, address, ("login/zweiter-faktor/",), found)
    assert found == []
    assert console == []
