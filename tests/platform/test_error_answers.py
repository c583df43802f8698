"""Errors that arise before a view: JSON below /api/, a page everywhere else."""

from collections.abc import Callable

import pytest
from django.test import Client

from ikz.accounts.models import User


def test_an_account_that_only_reads_is_refused_in_json(
    supervisor: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(supervisor)
    answer = client.post("/api/v1/cooperations/", {"title": "x"}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json() == {"detail": "Sie dürfen das hier nicht ändern."}
    page = client.post("/kooperationen/neu/", {"title": "x"})
    assert page.status_code == 403
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_answers_in_json(client: Client) -> None:
    answer = client.get("/api/v1/gibt-es-nicht/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Nicht gefunden."})
    assert "Diese Seite gibt es nicht" in client.get("/gibt-es-nicht/").content.decode()
