"""The traffic light is a pure rule: what was missed, what is near, what is missing, and always a reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.traffic_light import Deadline, Light, Situation, next_deadline, signal

TODAY = date(2027, 3, 14)
DAYS = st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
SITUATIONS = st.builds(
    Situation,
    overdue_measures=st.integers(0, 3),
    overdue_actions=st.integers(0, 3),
    next_measure=st.none() | st.integers(0, 400).map(lambda days: TODAY + timedelta(days=days)),
    self_evaluation=DAYS,
    ends_on=DAYS,
    awaiting=st.integers(0, 3),
    quick_check=st.none() | st.decimals(0, 1, places=2),
)


def _in(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("situation", "light", "reason"),
    [
        (Situation(), Light.GREY, "Keine offene Maßnahme, keine Frist"),
        (Situation(overdue_measures=1), Light.RED, "Eine Maßnahme überfällig"),
        (Situation(overdue_measures=2), Light.RED, "2 Maßnahmen überfällig"),
        (Situation(overdue_actions=1), Light.RED, "Eine Aufgabe überfällig"),
        (Situation(overdue_actions=2), Light.RED, "2 Aufgaben überfällig"),
        (Situation(self_evaluation=_in(-1)), Light.RED, "Selbstevaluation war am 13.03.2027 fällig"),
        (Situation(ends_on=_in(-1)), Light.RED, "Befristung ist am 13.03.2027 abgelaufen"),
        (Situation(self_evaluation=_in(0)), Light.YELLOW, "Selbstevaluation am 14.03.2027"),
        (Situation(next_measure=_in(30)), Light.YELLOW, "Maßnahme am 13.04.2027"),
        (Situation(next_measure=_in(31)), Light.GREEN, "Nichts überfällig"),
        (Situation(ends_on=_in(30)), Light.YELLOW, "Ende der Kooperation am 13.04.2027"),
        (Situation(ends_on=_in(31)), Light.GREEN, "keine Frist in den nächsten 30 Tagen"),
        (
            Situation(agreement=Deadline(_in(30), "Evaluation (Vereinbarung)")),
            Light.YELLOW,
            "Evaluation (Vereinbarung) am 13.04.2027",
        ),
        (Situation(agreement=Deadline(_in(31), "Evaluation")), Light.GREEN, "Nichts überfällig"),
        (Situation(awaiting=1), Light.YELLOW, "Eine Einladung ohne Antwort"),
        (Situation(awaiting=3), Light.YELLOW, "3 Einladungen ohne Antwort"),
        (Situation(quick_check=Decimal("0.49")), Light.YELLOW, "Quick Check unter 50 % der Punkte"),
        (Situation(quick_check=Decimal("0.5")), Light.GREEN, "Nichts überfällig"),
    ],
)
def test_the_rule(situation: Situation, light: Light, reason: str) -> None:
    found = signal(situation, TODAY)
    assert found.light == light
    assert reason in found.reasons[0]


def test_every_reason_is_named_the_most_serious_first() -> None:
    situation = Situation(overdue_measures=1, awaiting=1, quick_check=Decimal(0), ends_on=_in(-1))
    assert signal(situation, TODAY).reasons == [
        "Eine Maßnahme überfällig",
        "Befristung ist am 13.03.2027 abgelaufen",
        "Eine Einladung ohne Antwort",
        "Quick Check unter 50 % der Punkte",
    ]


def test_the_next_deadline_is_the_earliest_that_has_not_passed() -> None:
    situation = Situation(next_measure=_in(9), self_evaluation=_in(-3), ends_on=_in(8))
    found = next_deadline(situation, TODAY)
    assert found is not None
    assert (found.day, found.what) == (_in(8), "Ende der Kooperation")
    assert next_deadline(Situation(self_evaluation=_in(-3)), TODAY) is None


@given(SITUATIONS)
def test_every_light_has_a_word_and_reasons(situation: Situation) -> None:
    found = signal(situation, TODAY)
    assert found.light.label
    assert found.reasons
    assert all(found.reasons)


@given(SITUATIONS)
def test_green_and_grey_never_hide_anything_missed_or_near(situation: Situation) -> None:
    deadline = next_deadline(situation, TODAY)
    passed = [day for day in (situation.self_evaluation, situation.ends_on) if day and day < TODAY]
    if signal(situation, TODAY).light in (Light.GREEN, Light.GREY):
        assert not situation.overdue_measures
        assert not situation.overdue_actions
        assert not situation.awaiting
        assert not passed
        assert deadline is None or deadline.day > _in(30)
    else:
        assert signal(situation, TODAY).light == (
            Light.RED if situation.overdue_measures or situation.overdue_actions or passed else Light.YELLOW
        )
