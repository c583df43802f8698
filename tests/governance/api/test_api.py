"""Programs read bodies, meetings, resolutions and tasks, and tell how far things are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import ActionItem, Ballot, Body, MeetingState, Resolution
from ikz.accounts.models import ApiToken, User
from tests.governance.world import body_of, in_days, item_of, meeting_of

Caller = Callable[[User], Client]
API = "/api/v1/"


@pytest.fixture
def call_as() -> Caller:
    """A program that holds a token of an account."""

    def make(user: User) -> Client:
        _, token = ApiToken.objects.create(user=user, prefix="ikz_")
        return Client(headers={"Authorization": f"Token {token}"})

    return make


@pytest.fixture
def body(cooperation: Cooperation, kusel_staff: User, kaiserslautern_staff: User) -> Body:
    return body_of(cooperation)


def resolution_of(body: Body, number: int = 1) -> Resolution:
    meeting = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-3))
    item = item_of(meeting)
    ballot = Ballot.objects.create(
        body=body,
        meeting=meeting,
        item=item,
        title="B",
        motion="B",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    return Resolution.objects.create(
        cooperation=body.cooperation,
        year=2026,
        number=number,
        body=body,
        meeting=meeting,
        ballot=ballot,
        title="Gemeinsam beschaffen",
        text="Die Partner beschaffen gemeinsam.",
        decided_on=timezone.localdate(),
    )


def action_of(body: Body, ags: str = "07336", days: int = 10) -> ActionItem:
    return ActionItem.objects.create(
        cooperation=body.cooperation,
        title="Angebote einholen",
        partner=body.cooperation.partners.get(municipality__ags=ags),
        function="Schul-IT",
        due_on=timezone.localdate() + timedelta(days=days),
    )


def test_bodies_tell_their_rules_and_seats_and_no_address(
    kusel_staff: User, body: Body, call_as: Caller
) -> None:
    [row] = call_as(kusel_staff).get(f"{API}bodies/?cooperation={body.cooperation.slug}").json()["results"]
    assert (row["majority"], row["quorum"], row["reminder_days"]) == ("consensus", "half", [14, 3, 1])
    assert {seat["municipality"] for seat in row["seats"]} == {"07333", "07335", "07336"}
    assert row["seats"][0]["members"][0]["function"].startswith("Leitung Schul-IT")
    assert "@" not in str(row)


def test_meetings_are_narrowed_and_their_agenda_is_in_order(
    kusel_staff: User, body: Body, call_as: Caller
) -> None:
    meeting = meeting_of(body, title="Frühjahrssitzung", state=MeetingState.INVITED)
    meeting_of(body, title="Entwurf für den Herbst")
    for title in ("Erstens", "Zweitens"):
        item_of(meeting, title)
    client = call_as(kusel_staff)
    listed = client.get(f"{API}meetings/?state=invited&search=frühjahr").json()
    assert [row["title"] for row in listed["results"]] == ["Frühjahrssitzung"]
    assert listed["results"][0]["agenda_items"] == 2
    day = timezone.localtime(meeting.starts_at).date()
    assert client.get(f"{API}meetings/?until={day - timedelta(days=1)}").json()["count"] == 0
    agenda = client.get(f"{API}meetings/{meeting.pk}/agenda-items/").json()["results"]
    assert [(row["position"], row["title"]) for row in agenda] == [(1, "Erstens"), (2, "Zweitens")]


def test_others_find_nothing(stranger: User, body: Body, call_as: Caller) -> None:
    meeting = meeting_of(body)
    resolution, action = resolution_of(body), action_of(body)
    client = call_as(stranger)
    for name in ("bodies", "meetings", "resolutions", "action-items"):
        assert client.get(f"{API}{name}/").json()["count"] == 0
    for path in (
        f"bodies/{body.pk}/",
        f"meetings/{meeting.pk}/",
        f"meetings/{meeting.pk}/agenda-items/",
        f"resolutions/{resolution.pk}/",
        f"action-items/{action.pk}/",
    ):
        assert client.get(f"{API}{path}").status_code == 404


def test_the_coordination_tells_how_far_a_resolution_is(
    coordinator: User, kusel_staff: User, body: Body, call_as: Caller
) -> None:
    row = resolution_of(body)
    url = f"{API}resolutions/{row.pk}/"
    sent = {"state": "done", "state_note": "Beschafft", "version": 1}
    for body_sent in (sent, {}):
        assert call_as(kusel_staff).patch(url, body_sent, content_type="application/json").status_code == 403
    client = call_as(coordinator)
    answer = client.patch(url, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["state"], answer.json()["reference"]) == (200, "done", "2026/1")
    late = client.patch(url, sent, content_type="application/json")
    assert (late.status_code, late.json()["current"]["state"]) == (409, "done")
    assert client.get(f"{API}resolutions/?search=beschaffen&year=2026&state=done").json()["count"] == 1


def test_a_task_needs_municipality_function_and_day(coordinator: User, body: Body, call_as: Caller) -> None:
    client = call_as(coordinator)
    url = f"{API}action-items/"
    refused = client.post(url, {"cooperation": body.cooperation.slug}, content_type="application/json")
    assert set(refused.json()) >= {"title", "municipality", "function", "due_on"}
    sent = {
        "cooperation": body.cooperation.slug,
        "title": "Angebote einholen",
        "municipality": "07336",
        "function": "Schul-IT",
        "due_on": "2027-03-01",
    }
    made = client.post(url, sent, content_type="application/json")
    assert made.status_code == 201
    assert client.get(made["Location"]).json()["municipality"] == "07336"
    for field, value in (("municipality", "15085135"), ("cooperation", "unbekannt")):
        wrong = client.post(url, sent | {field: value}, content_type="application/json")
        assert (wrong.status_code, list(wrong.json())) == (400, [field])


def test_a_municipality_reports_its_own_task(
    kusel_staff: User, kaiserslautern_staff: User, body: Body, call_as: Caller
) -> None:
    row = action_of(body, days=-3)
    assert (
        call_as(kusel_staff).get(f"{API}action-items/?overdue=true&municipality=07336").json()["count"] == 1
    )
    url = f"{API}action-items/{row.pk}/"
    sent = {"state": "done", "version": 1}
    assert call_as(kaiserslautern_staff).patch(url, sent, content_type="application/json").status_code == 403
    assert call_as(kusel_staff).patch(url, sent, content_type="application/json").json()["state"] == "done"
    assert call_as(kusel_staff).get(f"{API}action-items/?overdue=true").json()["count"] == 0


def test_lists_cost_the_same_for_two_and_for_twenty_rows(
    coordinator: User, body: Body, call_as: Caller
) -> None:
    client = call_as(coordinator)
    counts: dict[str, list[int]] = {}
    for number in (2, 20):
        while body.resolutions.count() < number:
            resolution_of(body, body.resolutions.count() + 1)
            action_of(body)
            body_of(body.cooperation, title=f"Arbeitsgruppe {body.resolutions.count()}")
        for name in ("bodies", "meetings", "resolutions", "action-items"):
            client.get(f"{API}{name}/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{API}{name}/").json()["count"] >= number
            counts.setdefault(name, []).append(len(queries))
    assert all(few == many for few, many in counts.values()), counts
