"""The suite's own surroundings: the browser sees what production would serve."""

from urllib.request import urlopen

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from zeal.errors import NPlusOneError

from municipalities.models import Municipality


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


def test_a_request_that_asks_one_query_per_row_fails(
    donnersberg: Municipality, kusel: Municipality, rf: RequestFactory
) -> None:
    def one_query_per_row(request: HttpRequest) -> HttpResponse:
        return HttpResponse([str(row.parent) for row in Municipality.objects.exclude(parent=None)])

    outermost = import_string(settings.MIDDLEWARE[0])(one_query_per_row)
    with pytest.raises(NPlusOneError):
        outermost(rf.get("/"))
