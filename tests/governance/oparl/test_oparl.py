"""OParl 1.1: what is public is found and valid, and nothing else is."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from cooperations.models import Cooperation
from governance.models import Ballot, Body, BodyKind, Meeting, MeetingState, Paper
from governance.services.papers import change_paper
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from tests.governance.world import body_of, in_days, item_of, meeting_of
from tests.real_data import NEEDS_REAL_DATA, real_data

KINDS = (
    "System",
    "Body",
    "Organization",
    "Meeting",
    "AgendaItem",
    "Paper",
    "File",
    "Consultation",
    "Location",
)


@pytest.fixture
def assembly(cooperation: Cooperation, coordinator: User) -> Body:
    """An assembly with one public meeting: a public item with paper and vote, and an internal one."""
    body = body_of(
        cooperation, kind=BodyKind.ASSOCIATION_ASSEMBLY, title="Verbandsversammlung", is_public=True
    )
    meeting = meeting_of(
        body, title="1. Sitzung", state=MeetingState.HELD, starts_at=in_days(-3), is_public=True
    )
    public = item_of(meeting, "Haushalt", motion="Der Haushalt wird beschlossen.")
    public.is_public = True
    public.save()
    internal = item_of(meeting, "Personal")
    for item, shown in ((public, True), (public, False), (internal, True)):
        file = StoredFile.objects.create(
            name="haushalt.pdf",
            content_type="application/pdf",
            size=12,
            sha256="0" * 64,
            uploaded_by=coordinator,
        )
        Paper.objects.create(item=item, file=file, title="Entwurf des Haushalts", is_public=shown)
    ballot = Ballot.objects.create(
        body=body,
        meeting=meeting,
        item=public,
        title="Haushalt",
        motion="Der Haushalt wird beschlossen.",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=timezone.now(), result="accepted")
    meeting_of(body, title="Interne Klausur", state=MeetingState.INVITED)
    meeting_of(body, title="Nur geplant", is_public=True)
    return body


def ask(client: Client, address: str) -> Any:
    response = client.get(address.removeprefix("http://localhost:8000").removeprefix("http://testserver"))
    assert response.status_code == 200, address
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def addresses_in(value: Any) -> set[str]:
    """Every address of OParl that an answer names."""
    if isinstance(value, dict):
        return set().union(*map(addresses_in, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(addresses_in, value)) if value else set()
    return {value} if isinstance(value, str) and "/oparl/v1.1/" in value else set()


def walk(client: Client, settings: Any) -> dict[str, Any]:
    """Everything that can be reached from the system, by address."""
    settings.BASE_URL = "http://testserver"
    todo, seen = {"http://testserver/oparl/v1.1/system"}, dict[str, Any]()
    while todo:
        address = todo.pop()
        seen[address] = ask(client, address)
        todo |= addresses_in(seen[address]) - seen.keys()
    return seen


def test_everything_public_is_reached_from_the_system_and_nothing_internal(
    client: Client, assembly: Body, settings: Any
) -> None:
    seen = walk(client, settings)
    told = json.dumps(seen, ensure_ascii=False)
    assert "Haushalt" in told
    for hidden in ("Personal", "Interne Klausur", "Nur geplant", "Steuerkreis", "test.example"):
        assert hidden not in told
    [meeting] = [row for row in seen.values() if row.get("type", "").endswith("/Meeting")]
    [item] = meeting["agendaItem"]
    assert (item["result"], item["resolutionText"]) == ("angenommen", "Der Haushalt wird beschlossen.")
    assert len(item["auxiliaryFile"]) == 1
    assert meeting["organization"] == [f"http://testserver/oparl/v1.1/organizations/{assembly.pk}"]


def test_a_steering_circle_is_not_public_by_default(
    client: Client, cooperation: Cooperation, settings: Any
) -> None:
    body = body_of(cooperation)
    meeting_of(body, state=MeetingState.INVITED, is_public=True)
    seen = walk(client, settings)
    assert [row for row in seen.values() if row.get("type", "").endswith("/Body")] == []
    assert client.get(f"/oparl/v1.1/organizations/{body.pk}").status_code == 404
    assert client.get(f"/oparl/v1.1/bodies/{cooperation.slug}").status_code == 404


def test_lists_are_paged_and_narrowed_by_time(client: Client, assembly: Body, settings: Any) -> None:
    settings.BASE_URL = "http://testserver"
    for _ in range(101):
        meeting_of(assembly, state=MeetingState.INVITED, is_public=True)
    url = f"/oparl/v1.1/bodies/{assembly.cooperation.slug}/meetings"
    first = ask(client, url)
    assert first["pagination"] == {
        "totalElements": 102,
        "elementsPerPage": 100,
        "currentPage": 1,
        "totalPages": 2,
    }
    assert len(ask(client, first["links"]["next"])["data"]) == 2
    later = ask(client, f"{url}?created_since=2999-01-01T00:00:00%2B01:00")
    assert later["data"] == []
    refused = client.get(f"{url}?modified_since=gestern")
    assert refused.status_code == 400
    assert "modified_since" in refused.json()["error"]
    assert client.get(f"{url}?organization=x").status_code == 404
    assert client.get("/oparl/v1.1/unsinn/1").status_code == 404


def test_whoever_asks_for_what_changed_learns_of_changes_below_a_meeting(
    client: Client, assembly: Body, coordinator: User, settings: Any
) -> None:
    """A harvester keeps what it has: a new result, paper or place on the agenda has to show in the list."""
    settings.BASE_URL = "http://testserver"
    url = f"/oparl/v1.1/bodies/{assembly.cooperation.slug}"
    meeting = Meeting.objects.get(title="1. Sitzung")
    item = meeting.items.get(title="Haushalt")

    def told(since: datetime) -> tuple[int, int]:
        narrowed = f"modified_since={quote(since.isoformat())}"
        found = [ask(client, f"{url}/{name}?{narrowed}")["data"] for name in ("meetings", "agenda-items")]
        for row in found[0] + found[1]:
            assert datetime.fromisoformat(row["modified"]) >= since.replace(microsecond=0)
        return len(found[0]), len(found[1])

    since = timezone.now()
    assert told(since) == (0, 0)
    item.title = "Haushalt 2027"
    item.save()
    assert told(since) == (1, 1)

    ballot = Ballot.objects.create(
        body=assembly,
        meeting=meeting,
        item=item,
        title="Stellenplan",
        motion="Der Stellenplan wird beschlossen.",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    since = timezone.now()
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=timezone.now(), result="accepted")
    assert told(since) == (1, 1)

    paper = item.papers.get(is_public=True)
    since = timezone.now()
    change_paper(actor=coordinator, paper=paper, title="Entwurf, zweite Fassung", is_public=True)
    assert told(since) == (1, 1)
    since = timezone.now()
    change_paper(actor=coordinator, paper=paper, title="Entwurf, zweite Fassung", is_public=False)
    assert told(since) == (1, 1)

    since = timezone.now()
    internal = meeting.items.get(title="Personal")
    internal.description = "Geheim"
    internal.save()
    assert told(since) == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
class TestSchemas:
    """Against the schemas of the specification."""

    pytestmark = NEEDS_REAL_DATA

    def test_objects_are_valid(self, kind: str, client: Client, assembly: Body, settings: Any) -> None:
        folder = real_data("oparl", "schema")
        schemas = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
        registry: Any = Registry().with_resources(
            (f"https://schema.oparl.org/1.1/{name}.json", Resource.from_contents(schema))
            for name, schema in schemas.items()
        )
        validator = Draft7Validator(schemas[kind], registry=registry, format_checker=FormatChecker())
        seen = walk(client, settings)
        found = [row for row in seen.values() if row.get("type") == f"https://schema.oparl.org/1.1/{kind}"]
        assert found
        for row in found:
            validator.validate(row)
