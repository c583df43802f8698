"""What the Quick Check and the measures give an agenda, and what bodies and meetings give the Quick Check."""

from collections.abc import Callable

import pytest
from django.test import Client

from cooperations.models import Cooperation, Measure
from cooperations.services import plan_measure
from governance.models import AgendaItem, Body, Meeting, MeetingSeries, MeetingState, StandingItem
from governance.suggesting import suggestions
from ikz.accounts.models import User
from quickcheck.services import rate_factor
from tests.cooperations.measures.words import in_days as day_in
from tests.cooperations.measures.words import smart
from tests.governance.world import body_of, in_days, item_of, meeting_of
from workspace.governance_evidence import evidence


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


@pytest.fixture
def meeting(body: Body) -> Meeting:
    return meeting_of(body)


def _rate(actor: User, cooperation: Cooperation, key: str, value: str) -> None:
    rate_factor(
        actor=actor,
        cooperation=cooperation,
        factor_key=key,
        value=value,
        evidence="Beleg",
        expected_version=0,
    )


def _measure(coordinator: User, cooperation: Cooperation, title: str, days: int) -> Measure:
    partner = cooperation.partners.get(municipality__ags="07336")
    data = smart(partner, title=title, due_on=day_in(days))
    return plan_measure(actor=coordinator, cooperation=cooperation, data=data)


def test_gaps_and_due_measures_are_offered_and_taken_up_with_one_click(
    cooperation: Cooperation,
    meeting: Meeting,
    coordinator: User,
    sign_in: Callable[[User], Client],
) -> None:
    _rate(coordinator, cooperation, "governance-established", "open")
    _rate(coordinator, cooperation, "reflection-agenda", "fulfilled")
    _rate(coordinator, cooperation, "reflection-integrated", "na")
    late = _measure(coordinator, cooperation, "Netze", -3)
    soon = _measure(coordinator, cooperation, "Tablets", 20)
    _measure(coordinator, cooperation, "Später", 90)
    found = suggestions(coordinator, meeting)
    assert [(one.source, one.note) for one in found] == [
        ("factor:governance-established", "Im Quick Check „offen“"),
        (f"measure:{late.pk}", "seit 3 Tagen überfällig, verantwortlich: Landkreis Kusel"),
        (f"measure:{soon.pk}", "in 20 Tagen fällig, verantwortlich: Landkreis Kusel"),
    ]
    client = sign_in(coordinator)
    address = f"/sitzungen/{meeting.pk}/tagesordnung/"
    page = client.get(address).content.decode()
    assert "Erfolgsfaktor 10: Die Steuerung steht und wird genutzt" in page
    for one in found[:2]:
        client.post(f"{address}uebernehmen/", {"source": one.source})
    assert list(meeting.items.order_by("position").values_list("position", "source", "orientation")) == [
        (1, "factor:governance-established", "development"),
        (2, f"measure:{late.pk}", "task"),
    ]
    assert [one.source for one in suggestions(coordinator, meeting)] == [f"measure:{soon.pk}"]
    # After the meeting the gap may still be there: the next one may take it up again.
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.HELD, invited_at=meeting.created_at, closed_at=meeting.created_at
    )
    following = meeting_of(meeting.body, starts_at=in_days(90))
    assert len(suggestions(coordinator, following)) == 3


def test_nobody_else_is_offered_anything(
    cooperation: Cooperation,
    meeting: Meeting,
    coordinator: User,
    kusel_staff: User,
    sign_in: Callable[[User], Client],
) -> None:
    _rate(coordinator, cooperation, "governance-established", "open")
    address = f"/sitzungen/{meeting.pk}/tagesordnung/"
    assert "Erfolgsfaktor 10" not in sign_in(kusel_staff).get(address).content.decode()
    answer = sign_in(kusel_staff).post(f"{address}uebernehmen/", {"source": "factor:governance-established"})
    assert answer.status_code == 403


def test_steering_is_evidence_once_a_body_with_members_has_met(
    cooperation: Cooperation, body: Body, meeting: Meeting, coordinator: User, stranger: User
) -> None:
    key = "governance-established"
    assert not evidence(coordinator, cooperation)[key]
    meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-10))
    [found] = evidence(coordinator, cooperation)[key]
    assert found.text.startswith("Steuerkreis: 3 Mitglieder, zuletzt getagt am ")
    assert found.href == f"/kooperationen/donnersberg/gremien/{body.pk}/"
    assert not evidence(stranger, cooperation)[key]
    body.seats.all().delete()
    assert not evidence(coordinator, cooperation)[key]


def test_looking_back_is_evidence_once_it_stands_in_a_series_and_has_questions(
    cooperation: Cooperation,
    body: Body,
    meeting: Meeting,
    coordinator: User,
    sign_in: Callable[[User], Client],
) -> None:
    StandingItem.objects.create(
        body=body,
        position=1,
        key="reflection",
        title="Rückschau",
        kind="consultation",
        orientation="development",
    )
    assert not evidence(coordinator, cooperation)["reflection-integrated"]
    MeetingSeries.objects.create(
        body=body,
        title="Steuerkreis",
        purpose="Steuern",
        rrule="FREQ=MONTHLY;INTERVAL=3",
        starts_on=day_in(1),
        begins_at="10:00",
    )
    [integrated] = evidence(coordinator, cooperation)["reflection-integrated"]
    assert integrated.text == "Rückschau als ständiger Punkt der Sitzungsreihe: Steuerkreis"
    item = item_of(meeting, "Rückschau")
    AgendaItem.objects.filter(pk=item.pk).update(key="reflection")
    [planned] = evidence(coordinator, cooperation)["reflection-agenda"]
    assert "vorgesehen" in planned.text
    AgendaItem.objects.filter(pk=item.pk).update(answers={"delivery": "Gut."})
    [answered] = evidence(coordinator, cooperation)["reflection-agenda"]
    assert "beantwortet" in answered.text
    page = sign_in(coordinator).get("/kooperationen/donnersberg/quickcheck/").content.decode()
    assert answered.href in page
    assert integrated.text in page
    # Nothing is rated by it: a person decides.
    assert not cooperation.ratings.exists()
