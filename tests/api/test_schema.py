"""The schema is complete, and its page needs nothing inline."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client


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
def test_documentation_carries_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()


@pytest.mark.django_db
def test_schema_is_served(client: Client) -> None:
    assert client.get("/api/schema/").status_code == 200
