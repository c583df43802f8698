"""The suite's own surroundings: the browser sees what production would serve."""

from urllib.request import urlopen

from django.conf import settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_static_files_carry_their_hash_and_may_be_kept_for_ever(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/")
    address = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert address
    with urlopen(f"{live_server.url}{address}") as response:  # noqa: S310 - our own server
        assert "immutable" in response.headers["Cache-Control"]


def test_stored_files_have_no_address_of_their_own(live_server: LiveServer, page: Page) -> None:
    secret = settings.MEDIA_ROOT / "steckbrief.pdf"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_bytes(b"%PDF")
    for address in ("/steckbrief.pdf", "/media/steckbrief.pdf", "/static/steckbrief.pdf"):
        response = page.request.get(f"{live_server.url}{address}")
        assert response.status == 404
    secret.unlink()
