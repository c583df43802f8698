"""The schema is complete, and its page needs nothing inline."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from ikz.api_docs import resources


def test_schema_is_valid_and_complete() -> None:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    schema = json.loads(out.getvalue())
    assert schema["openapi"].startswith("3.1")
    assert {
        "/api/v1/municipalities/",
        "/api/v1/municipalities/{ags}/",
        "/api/v1/cooperations/",
        "/api/v1/cooperations/{slug}/",
        "/api/v1/cooperations/{slug}/phases/",
        "/api/v1/cooperations/{slug}/quickcheck/",
        "/api/v1/models/",
        "/api/v1/quickcheck/factors/",
        "/api/v1/steckbriefe/",
    } <= set(schema["paths"])


@pytest.mark.django_db
def test_documentation_speaks_german_and_carries_nothing_inline(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert "GET /api/v1/cooperations/{slug}/phases/ – Phasen mit Leitfragen und Antworten" in page
    assert "<code>partners[].ags</code>" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def test_every_operation_has_a_german_summary() -> None:
    operations = [operation for resource in resources() for operation in resource.operations]
    assert len(operations) > 10
    described = re.compile(r"[A-ZÄÖÜ][\w äöüßÄÖÜ]+")
    assert [row.path for row in operations if not described.fullmatch(row.summary)] == []


@pytest.mark.django_db
def test_schema_is_served(client: Client) -> None:
    assert client.get("/api/schema/").status_code == 200
