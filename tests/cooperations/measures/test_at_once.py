"""Two people plan at the same moment: never a circle, never a lost step."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client

from cooperations import dependencies
from cooperations.forms.measures import initial
from cooperations.models import Cooperation, Measure
from cooperations.services import advance_measure, change_measure
from cooperations.services.measures import MeasureData, Step, stored_values
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Membership
from tests.cast import SINCE
from tests.robustness.test_at_once import at_once, refused, while_held
from tests.ui.markup import parse

pytestmark = pytest.mark.django_db(transaction=True)
Plan = Callable[..., Measure]


def test_two_dependencies_at_once_make_no_circle(plan: Plan, coordinator: User) -> None:
    rows = [plan(title) for title in ("A", "B", "C")]

    def wait(one: Measure, other: Measure) -> Callable[[], Measure]:
        data = replace(MeasureData(**stored_values(one)), waits_for=[other.pk])
        return lambda: change_measure(actor=coordinator, measure=one, data=data, expected_version=1)

    results = at_once(*(wait(one, other) for one, other in zip(rows, rows[1:] + rows[:1], strict=True)))
    assert refused(results) == 1
    assert all("waits_for" in row.message_dict for row in results if isinstance(row, ValidationError))
    edges = {row.pk: [other.pk for other in row.waits_for.all()] for row in Measure.objects.all()}
    assert not any(dependencies.circle(edges, pk) for pk in edges)


def test_one_step_at_a_time(plan: Plan, kusel_staff: User) -> None:
    row = plan()
    results = at_once(
        *(
            lambda progress=progress: advance_measure(
                actor=kusel_staff,
                measure=row,
                step=Step(state="running", progress=progress, current_value=""),
                expected_version=1,
            )
            for progress in (10, 20, 30)
        )
    )
    assert sum(isinstance(result, EditConflict) for result in results) == 2
    row.refresh_from_db()
    assert row.version == 2


def test_whoever_left_while_waiting_writes_nothing(
    plan: Plan, cooperation: Cooperation, kusel_staff: User
) -> None:
    row = plan()
    result = while_held(
        lambda: Cooperation.objects.select_for_update().get(pk=cooperation.pk),
        lambda: advance_measure(
            actor=kusel_staff,
            measure=row,
            step=Step(state="running", progress=5, current_value=""),
            expected_version=1,
        ),
        then=lambda: Membership.objects.filter(user=kusel_staff).update(valid_until=SINCE),
    )
    assert isinstance(result, PermissionDenied | Http404)
    row.refresh_from_db()
    assert row.state == "planned"


def test_dependencies_left_alone_are_offered_as_stored(
    sign_in: Callable[[User], Client], plan: Plan, coordinator: User
) -> None:
    network, desk, row = plan("Netze"), plan("Service Desk"), plan("Portal")
    first = MeasureData(**stored_values(row) | {"waits_for": [desk.pk]})
    row = change_measure(actor=coordinator, measure=row, data=first, expected_version=1)
    mine = initial(first) | {"title": "Mein Portal", "due_on": f"{first.due_on:%d.%m.%Y}", "version": 2}
    theirs = replace(first, waits_for=[network.pk])
    change_measure(actor=coordinator, measure=row, data=theirs, expected_version=2)
    address = f"/kooperationen/donnersberg/massnahmen/{row.pk}/bearbeiten/"
    page = parse(sign_in(coordinator).post(address, mine).content.decode())
    preset = {
        field.get("name"): field.get("value") for field in page.findall(".//input[@type='radio'][@checked]")
    }
    assert preset == {"choice_title": "mine", "choice_waits_for": "stored"}
