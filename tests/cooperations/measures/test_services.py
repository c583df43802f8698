"""Measures are SMART or not at all; the responsible municipality carries them on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from cooperations.models import Cooperation, Measure, MeasureState, Partner
from cooperations.services import (
    advance_measure,
    change_measure,
    create_cooperation,
    plan_measure,
    remove_measure,
    remove_partner,
)
from cooperations.services.cooperations import CooperationData
from cooperations.services.measures import MeasureData, Step, stored_values
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Municipality
from tests.cooperations.measures.words import in_days, smart

Plan = Callable[..., Measure]
pytestmark = pytest.mark.django_db


def _data(row: Measure, **changes: Any) -> MeasureData:
    return replace(MeasureData(**stored_values(row)), **changes)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("due_on", None, "Ohne Termin bleibt sie ein Vorsatz"),
        ("indicator", "  ", "Ohne Messgröße lässt sich später nicht sagen"),
        ("indicator", "\u200b\u2060 ", "Ohne Messgröße lässt sich später nicht sagen"),
        ("target_value", "", "Erst er sagt, wann es genug ist"),
        ("description", "", "versteht jede Kommune etwas anderes"),
        ("benefit", " \r\n ", "trägt niemand den Aufwand"),
        ("resources", "", "Was niemand leisten kann"),
        ("function", "", "Sonst fühlt sich niemand zuständig"),
        ("partner", None, "Bitte wählen Sie die Kommune"),
        ("partner", 0, "Bitte wählen Sie die Kommune"),
        ("due_on", date(2, 1, 1), "Bitte prüfen Sie das Jahr"),
        ("title", "x" * 201, "höchstens 200 Zeichen"),
        ("benefit", "x" * 2001, "höchstens 2000 Zeichen"),
    ],
)
def test_what_is_not_smart_is_refused_with_the_reason(
    plan: Plan, field: str, value: Any, reason: str
) -> None:
    with pytest.raises(ValidationError) as error:
        plan(**{"title": "Service Desk", field: value})
    assert list(error.value.message_dict) == [field]
    assert reason in error.value.message_dict[field][0]
    assert not Measure.objects.exists()


def test_all_reasons_come_at_once(plan: Plan) -> None:
    with pytest.raises(ValidationError) as error:
        plan(indicator="", due_on=None, benefit="")
    assert set(error.value.message_dict) == {"indicator", "due_on", "benefit"}


def test_only_confirmed_partners_answer_for_a_measure(
    plan: Plan, coordinator: User, kusel_partner: Partner, stranger: User, halberstadt: Municipality
) -> None:
    other = create_cooperation(
        actor=stranger, data=CooperationData(title="Anderes"), lead=halberstadt, partners=[halberstadt]
    )
    foreign = other.partners.get()
    for partner in (foreign.pk, 999_999):
        with pytest.raises(ValidationError, match="als Partner bestätigt"):
            plan(partner=partner)
    remove_partner(actor=coordinator, partner=kusel_partner)
    with pytest.raises(ValidationError, match="als Partner bestätigt"):
        plan()


def test_the_account_works_for_the_responsible_municipality(
    plan: Plan, kusel_staff: User, kaiserslautern_staff: User
) -> None:
    assert plan(person=kusel_staff.pk).person == kusel_staff
    with pytest.raises(ValidationError) as error:
        plan(person=kaiserslautern_staff.pk)
    assert error.value.message_dict == {
        "person": ["Dieses Konto arbeitet zurzeit nicht für Landkreis Kusel."]
    }


def test_only_the_coordination_plans_changes_and_removes(
    cooperation: Cooperation, plan: Plan, kusel_partner: Partner, kusel_staff: User, stranger: User
) -> None:
    row = plan()
    for actor, refusal in ((kusel_staff, PermissionDenied), (stranger, Http404)):
        with pytest.raises(refusal):
            plan_measure(actor=actor, cooperation=cooperation, data=smart(kusel_partner))
        with pytest.raises(refusal):
            change_measure(actor=actor, measure=row, data=_data(row), expected_version=1)
        with pytest.raises(refusal):
            remove_measure(actor=actor, measure=row)
    row.refresh_from_db()
    assert row.version == 1


def test_the_responsible_municipality_carries_its_measure_on(
    plan: Plan, kusel_staff: User, kaiserslautern_staff: User, stranger: User, supervisor: User
) -> None:
    row = plan()
    step = Step(state=MeasureState.RUNNING, progress=40, current_value=" 55 % ")
    advance_measure(actor=kusel_staff, measure=row, step=step, expected_version=1)
    row.refresh_from_db()
    assert (row.state, row.progress, row.current_value, row.version) == ("running", 40, "55 %", 2)
    for actor, refusal in (
        (kaiserslautern_staff, PermissionDenied),
        (stranger, Http404),
        (supervisor, Http404),
    ):
        with pytest.raises(refusal):
            advance_measure(actor=actor, measure=row, step=step, expected_version=2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"progress": 101}, "progress"),
        ({"progress": -1}, "progress"),
        ({"state": "somewhere"}, "state"),
        ({"current_value": "x" * 81}, "current_value"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(
    plan: Plan, kusel_staff: User, changes: dict[str, Any], field: str
) -> None:
    row = plan()
    step = replace(Step(state="running", progress=10, current_value=""), **changes)
    with pytest.raises(ValidationError) as error:
        advance_measure(actor=kusel_staff, measure=row, step=step, expected_version=1)
    assert list(error.value.message_dict) == [field]


def test_the_second_of_two_people_is_told(plan: Plan, coordinator: User, kusel_staff: User) -> None:
    row = plan()
    step = Step(state="running", progress=10, current_value="")
    advance_measure(actor=kusel_staff, measure=row, step=step, expected_version=1)
    with pytest.raises(EditConflict):
        advance_measure(actor=coordinator, measure=row, step=step, expected_version=1)
    with pytest.raises(EditConflict):
        change_measure(actor=coordinator, measure=row, data=_data(row, title="Neu"), expected_version=1)


def test_a_circle_is_refused_with_the_chain_and_nothing_is_stored(plan: Plan, coordinator: User) -> None:
    network = plan("Netze")
    desk = plan("Service Desk", waits_for=[network.pk])
    portal = plan("Portal", waits_for=[desk.pk])
    data = _data(network, title="Netze neu", waits_for=[portal.pk])
    with pytest.raises(ValidationError) as error:
        change_measure(actor=coordinator, measure=network, data=data, expected_version=1)
    [message] = error.value.message_dict["waits_for"]
    assert "„Netze neu“ → „Portal“ → „Service Desk“ → „Netze neu“" in message
    with pytest.raises(ValidationError, match="„Portal“ → „Portal“"):
        change_measure(
            actor=coordinator,
            measure=portal,
            data=_data(portal, waits_for=[portal.pk]),
            expected_version=1,
        )
    network.refresh_from_db()
    assert network.title == "Netze"
    assert not network.waits_for.exists()


def test_a_measure_waits_only_within_its_cooperation(
    plan: Plan, coordinator: User, donnersberg: Municipality
) -> None:
    other = create_cooperation(
        actor=coordinator, data=CooperationData(title="Anderes"), lead=donnersberg, partners=[donnersberg]
    )
    foreign = plan_measure(actor=coordinator, cooperation=other, data=smart(other.partners.get()))
    for pk in (foreign.pk, 999_999):
        with pytest.raises(ValidationError, match="derselben Kooperation"):
            plan(waits_for=[pk])


def test_done_is_allowed_while_it_waits(plan: Plan, kusel_staff: User) -> None:
    row = plan("Portal", waits_for=[plan("Netze").pk])
    step = Step(state="done", progress=80, current_value="90 %")
    assert advance_measure(actor=kusel_staff, measure=row, step=step, expected_version=1).state == "done"


def test_only_what_has_not_begun_and_nothing_waits_for_is_removed(
    plan: Plan, coordinator: User, kusel_staff: User
) -> None:
    network = plan("Netze")
    portal = plan("Portal", waits_for=[network.pk])
    with pytest.raises(ValidationError, match="„Portal“"):
        remove_measure(actor=coordinator, measure=network)
    step = Step(state="running", progress=0, current_value="")
    advance_measure(actor=kusel_staff, measure=portal, step=step, expected_version=1)
    with pytest.raises(ValidationError, match="Nur geplante Maßnahmen"):
        remove_measure(actor=coordinator, measure=portal)
    lonely = plan("Allein")
    remove_measure(actor=coordinator, measure=lonely)
    assert set(Measure.objects.values_list("title", flat=True)) == {"Netze", "Portal"}


def test_what_is_overdue(plan: Plan, kusel_staff: User) -> None:
    late, today = plan("Spät", due_on=in_days(-1)), plan("Heute", due_on=in_days(0))
    done = plan("Fertig", due_on=in_days(-1))
    step = Step(state="done", progress=100, current_value="")
    advance_measure(actor=kusel_staff, measure=done, step=step, expected_version=1)
    assert set(Measure.objects.overdue()) == {late}
    assert set(Measure.objects.running()) == {late, today}
