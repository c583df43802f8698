"""Programs read agreements and their versions; supervision reads what was submitted, and each reading is kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.content import fingerprint
from agreements.models import Agreement, DocumentAccess
from agreements.path import State
from cooperations.models import Cooperation
from ikz.accounts.models import ApiToken, User
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of

Caller = Callable[[User], Client]
API = "/api/v1/agreements/"


@pytest.fixture
def call_as() -> Caller:
    """A program that holds a token of an account."""

    def make(user: User) -> Client:
        _, token = ApiToken.objects.create(user=user, prefix="ikz_")
        return Client(headers={"Authorization": f"Token {token}"})

    return make


def renamed(agreement: Agreement) -> None:
    agreement.title, agreement.land, agreement.form_keys = "Geheimer Entwurf", "05", ["delegating"]
    agreement.save()


def test_partners_read_drafts_and_versions(
    cooperation: Cooperation, kusel_staff: User, stranger: User, call_as: Caller
) -> None:
    agreement = agreement_of(cooperation)
    agreement_of(cooperation, title="Nur ein Entwurf", forms=("delegating",))
    client = call_as(kusel_staff)
    version = version_of(agreement, state=State.ADOPTED)
    [draft, row] = client.get(API).json()["results"]
    assert (draft["title"], draft["state"], draft["latest_version"]) == ("Nur ein Entwurf", None, None)
    assert (row["cooperation"], row["state"], row["latest_version"]) == ("donnersberg", "adopted", 1)
    assert (row["instrument"], row["land"], row["forms"]) == ("agreement", "07", ["mandating"])
    assert {one["ags"] for one in row["partners"]} == {"07333", "07335", "07336"}
    assert client.get(f"{API}{agreement.pk}/").json() == row
    for query, count in {
        "cooperation=donnersberg": 2,
        "cooperation=unbekannt": 0,
        "state=adopted": 1,
        "land=07": 2,
        "land=05": 0,
        "form=delegating": 1,
        "search=entwurf+nur": 1,
        "page_size=1": 2,
    }.items():
        assert client.get(f"{API}?{query}").json()["count"] == count, query

    [frozen] = client.get(f"{API}{agreement.pk}/versions/").json()["results"]
    assert (frozen["number"], frozen["state"], frozen["sha256"]) == (1, "adopted", version.sha256)
    assert frozen["content"]["clauses"][1]["heading"] == "Kosten"
    assert fingerprint({**frozen["content"], "check": frozen["check"]}) == version.sha256
    assert client.get(frozen["content_url"]).status_code == 302
    assert not DocumentAccess.objects.exists()

    other = call_as(stranger)
    assert other.get(API).json()["count"] == 0
    for address in (f"{API}{agreement.pk}/", f"{API}{agreement.pk}/versions/"):
        assert other.get(address).status_code == 404
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address, {}, content_type="application/json").status_code == 405
    assert Client().get(API).status_code == 401


def test_supervision_reads_what_was_submitted_by_its_frozen_words(
    cooperation: Cooperation, authority: Authority, supervisor: User, call_as: Caller
) -> None:
    agreement = agreement_of(cooperation)
    agreement_of(cooperation, title="Nur ein Entwurf")
    version_of(agreement)
    second = version_of(agreement, state=State.SUBMITTED)
    version_of(agreement)
    proceeding_of(second, authority)
    renamed(agreement)
    client = call_as(supervisor)
    [row] = client.get(API).json()["results"]
    assert (row["title"], row["cooperation"]) == ("Zweckvereinbarung Schul-IT", None)
    assert (row["state"], row["latest_version"], row["version_in_force"]) == ("submitted", 2, None)
    assert (row["land"], row["forms"]) == ("07", ["mandating"])
    assert {one["ags"] for one in row["partners"]} == {"07333", "07335", "07336"}
    for query, count in {
        "search=geheim": 0,
        "search=schul-it": 1,
        "land=05": 0,
        "form=delegating": 0,
        "form=mandating": 1,
        "cooperation=donnersberg": 0,
        "state=fixed": 0,
    }.items():
        assert client.get(f"{API}?{query}").json()["count"] == count, query
    assert not DocumentAccess.objects.exists()

    client.head(f"{API}{agreement.pk}/")
    assert client.get(f"{API}{agreement.pk}/").json()["title"] == "Zweckvereinbarung Schul-IT"
    versions = client.get(f"{API}{agreement.pk}/versions/").json()
    assert [one["number"] for one in versions["results"]] == [2]
    entries = list(DocumentAccess.objects.order_by("pk").values_list("part", "detail"))
    assert entries == [("api", ""), ("api", "Fassungen 2")]
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(API, {}, content_type="application/json").status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
def test_as_many_queries_for_twenty_rows_as_for_two(
    role: str,
    request: pytest.FixtureRequest,
    cooperation: Cooperation,
    authority: Authority,
    supervisor: User,
    call_as: Caller,
) -> None:
    client = call_as(request.getfixturevalue(role))
    # The first call notes that the token is used.
    assert client.get(API).json()["count"] == 0
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            version = version_of(agreement_of(cooperation, title=f"V {number}"), state=State.SUBMITTED)
            proceeding_of(version, authority)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(API).json()["count"] == numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]
    assert supervisor.read_only


def test_the_next_deadline_of_what_is_in_force(
    cooperation: Cooperation, kusel_staff: User, call_as: Caller
) -> None:
    end = timezone.localdate() + timedelta(days=200)
    agreement = agreement_of(cooperation, term="fixed", ends_on=end, vat="taxed")
    client = call_as(kusel_staff)
    assert client.get(f"{API}{agreement.pk}/").json()["next_deadline"] is None
    version_of(agreement, state=State.IN_FORCE, in_force_on=date(2025, 8, 1))
    found = client.get(f"{API}{agreement.pk}/").json()["next_deadline"]
    assert (found["day"], found["kind"], found["title"]) == (end.isoformat(), "end", "Ende der Laufzeit")
    assert "ohne Verlängerung" in found["how"]
    assert found["foundation"] == "Regelung zur Laufzeit"
