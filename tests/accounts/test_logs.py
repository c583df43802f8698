"""No log keeps a token that stands in an address."""

import logging

import pytest

from ikz.accounts.logs import TokenFilter


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/konto/einladung/geheim-123/", "/konto/einladung/…/"),
        ("/konto/passwort/neu/1-abc-def/", "/konto/passwort/neu/…/"),
        ("/zusage/geheim/", "/zusage/…/"),
        ("/kalender/geheim.ics", "/kalender/…"),
        ("/kommunen/07336/", "/kommunen/07336/"),
    ],
)
def test_tokens_are_blanked(path: str, shown: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    assert TokenFilter().filter(record)
    assert record.getMessage() == f"Not Found: {shown}"
