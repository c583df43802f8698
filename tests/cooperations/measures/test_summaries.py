"""Measures where people look first: my work, the overview of a cooperation, and in figures for lists."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperations.measure_words import due, moves
from cooperations.models import Cooperation, Measure
from cooperations.selectors.measures import MeasuresSummary, measures_summary
from cooperations.services import advance_measure
from cooperations.services.measures import Step
from ikz.accounts.models import User
from tests.cooperations.measures.words import in_days
from tests.ui.markup import only, parse, words

Plan = Callable[..., Measure]
SignIn = Callable[[User], Client]
TODAY = date(2027, 3, 14)


@pytest.mark.parametrize(
    ("state", "day", "word", "kind"),
    [
        ("running", date(2027, 3, 9), "seit 5 Tagen überfällig", "danger"),
        ("planned", date(2027, 3, 13), "seit einem Tag überfällig", "danger"),
        ("running", TODAY, "heute fällig", "warning"),
        ("running", date(2027, 3, 15), "in einem Tag fällig", "warning"),
        ("running", date(2027, 4, 13), "in 30 Tagen fällig", "warning"),
        ("running", date(2027, 4, 14), "", ""),
        ("done", date(2027, 3, 9), "", ""),
        ("dropped", date(2027, 3, 9), "", ""),
    ],
)
def test_a_day_in_words(state: str, day: date, word: str, kind: str) -> None:
    found = due(state, day, TODAY)
    assert (found.word, found.kind) == (word, kind)


def test_every_state_has_a_way_on_and_a_way_back() -> None:
    ways = {
        state: {move.state for move in moves(state, 0)} for state in ("planned", "running", "done", "dropped")
    }
    assert ways == {
        "planned": {"running", "dropped"},
        "running": {"done", "planned", "dropped"},
        "done": {"running"},
        "dropped": {"planned"},
    }
    # What had begun is taken up where it stood.
    assert [move.state for move in moves("dropped", 40)] == ["running"]


@pytest.mark.django_db
def test_a_summary_for_each_cooperation_in_one_query(
    plan: Plan, cooperation: Cooperation, coordinator: User
) -> None:
    plan("Spät", due_on=in_days(-3))
    plan("Bald", due_on=in_days(4))
    plan("Später", due_on=in_days(40))
    done = plan("Fertig", due_on=in_days(-9))
    step = Step(state="done", progress=100, current_value="")
    advance_measure(actor=coordinator, measure=done, step=step, expected_version=1)
    with CaptureQueriesContext(connection) as queries:
        found = measures_summary([cooperation.pk, 0])
    assert len(queries) == 1
    assert found == {cooperation.pk: (3, 1, in_days(4)), 0: MeasuresSummary()}


@pytest.mark.django_db
def test_my_work_names_the_measures_of_my_municipality(
    sign_in: SignIn, kusel_staff: User, kaiserslautern_staff: User, stranger: User, plan: Plan
) -> None:
    plan("Spät", due_on=in_days(-3))
    plan("Bald und übertragen", due_on=in_days(20), person=kusel_staff.pk)
    plan("In weiter Ferne", due_on=in_days(110))
    plan("Fern und übertragen", due_on=in_days(120), person=kusel_staff.pk)
    body = sign_in(kusel_staff).get("/start/").content.decode()
    part = only(parse(body), ".//section[@aria-labelledby='h-massnahmen']")
    # What is due soon stands first, of that what was left to one's own account; nothing open is left out.
    assert [words(link) for link in part.findall(".//a")] == [
        "Bald und übertragen",
        "Spät",
        "Fern und übertragen",
        "In weiter Ferne",
    ]
    assert "seit 3 Tagen überfällig" in words(part)
    for other in (kaiserslautern_staff, stranger):
        assert "h-massnahmen" not in sign_in(other).get("/start/").content.decode()


@pytest.mark.django_db
def test_the_coordination_is_reminded_of_what_is_overdue(
    sign_in: SignIn, coordinator: User, kusel_staff: User, plan: Plan
) -> None:
    plan("Spät", due_on=in_days(-3))
    body = sign_in(coordinator).get("/start/").content.decode()
    assert "Überfällige Maßnahmen klären" in body
    assert "/kooperationen/donnersberg/massnahmen/?due=overdue" in body
    assert "Überfällige Maßnahmen klären" not in sign_in(kusel_staff).get("/start/").content.decode()


@pytest.mark.django_db
def test_the_overview_counts_measures(sign_in: SignIn, kusel_staff: User, plan: Plan) -> None:
    client = sign_in(kusel_staff)
    assert "Zurzeit ist keine Maßnahme offen." in client.get("/kooperationen/donnersberg/").content.decode()
    plan("Spät", due_on=in_days(-3))
    plan("Bald", due_on=in_days(4))
    body = client.get("/kooperationen/donnersberg/").content.decode()
    assert "1 überfällig" in body
    assert "2 offene Maßnahmen" in body
    assert "/kooperationen/donnersberg/massnahmen/?due=overdue" in body


@pytest.mark.django_db
def test_my_work_asks_as_often_for_twenty_measures_as_for_two(
    sign_in: SignIn, kusel_staff: User, plan: Plan
) -> None:
    client, used = sign_in(kusel_staff), []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            plan(f"Netze {number}", due_on=in_days(number))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/start/").content.decode()
        assert "Netze 1" in page
        used.append(len(queries))
    assert used[0] == used[1]
