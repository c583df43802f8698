"""The browser of the machine against the application as production serves it."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from pytest_django.live_server_helper import LiveServer

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the browser of the machine's packages instead of one downloaded by Playwright."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "Chromium is missing: run scripts/setup --test"
    return {**browser_type_launch_args, "executable_path": program, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as somebody in Germany does."""
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Serve the application; static files come from WhiteNoise as in production, stored files from no address."""
    server = LiveServer("127.0.0.1", start=False)
    # Django's test server would answer for static and stored files itself, past our middleware.
    server.thread.static_handler = lambda _without_files: WSGIHandler()  # type: ignore[assignment]
    server.start()
    yield server
    server.stop()
