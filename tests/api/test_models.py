"""The forms of cooperation by API, without an account."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_all_forms_in_order(client: Client) -> None:
    answer = client.get("/api/v1/models/").json()
    assert answer["count"] == 10
    assert [row["key"] for row in answer["results"]][:2] == ["informal", "mandating"]


def test_one_form_with_its_words(client: Client) -> None:
    row = client.get("/api/v1/models/shared-facility/").json()
    assert row["label"] == "Gemeinsame Nutzung öffentlicher Einrichtungen"
    assert row["binding_label"] == "Bindung durch Vertrag"
    assert row["follows"] == "mandating"


def test_search_folds(client: Client) -> None:
    found = client.get("/api/v1/models/?search=oeffentlicher").json()["results"]
    assert [row["key"] for row in found] == ["shared-facility"]


def test_unknown_form_and_writing_are_refused(client: Client) -> None:
    assert client.get("/api/v1/models/kartell/").status_code == 404
    assert client.post("/api/v1/models/").status_code in {401, 403, 405}
