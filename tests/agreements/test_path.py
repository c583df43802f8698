"""The state machine of versions: legal steps only, absent steps absent, and every path ends in force."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from agreements.path import (
    DECIDED,
    FINAL,
    Path,
    Publication,
    State,
    following,
    line,
    may_become,
    refusal,
    strictest,
)
from agreements.procedure import path_of, procedures
from cooperations.catalog import models
from cooperations.law import Requirement
from municipalities.catalog import LAENDER

paths = st.builds(Path, st.sampled_from(Requirement), st.sampled_from(Publication))


@given(paths, st.data())
def test_any_walk_keeps_the_rules(path: Path, data: st.DataObject) -> None:
    state, walked = State.FIXED, [State.FIXED]
    while options := sorted(following(path, state)):
        state = data.draw(st.sampled_from(options))
        walked.append(state)
    assert state in FINAL or state is State.REFUSED
    assert len(walked) == len(set(walked))
    if State.IN_FORCE in walked:
        before = walked[: walked.index(State.IN_FORCE)]
        assert path.to_authority == bool(DECIDED & set(before))
        assert path.to_authority or State.ADOPTED in before
        if path.publication is Publication.DUE:
            assert State.PUBLISHED in before
    if path.publication is Publication.NOT_DUE:
        assert State.PUBLISHED not in walked
    if not path.to_authority:
        assert State.SUBMITTED not in walked


@given(paths)
def test_the_shown_line_can_be_walked(path: Path) -> None:
    steps = line(path)
    assert steps[-1] is State.IN_FORCE
    assert all(may_become(path, one, two) for one, two in itertools.pairwise(steps))


@given(paths, st.sampled_from(State), st.sampled_from(State))
def test_every_refusal_has_a_reason_and_nothing_else_has(path: Path, state: State, target: State) -> None:
    assert bool(refusal(path, state, target)) != may_become(path, state, target)


@given(st.lists(st.sampled_from(Requirement), min_size=1))
def test_combined_forms_ask_for_what_the_strictest_asks(requirements: list[Requirement]) -> None:
    found = strictest(requirements)
    assert found in requirements
    assert (found is Requirement.NONE) == (set(requirements) == {Requirement.NONE})


def test_known_paths() -> None:
    letter = path_of("15", ["informal"])
    assert line(letter) == (State.FIXED, State.ADOPTED, State.IN_FORCE)
    hesse = path_of("06", ["mandating"])
    assert line(hesse) == (State.FIXED, State.ADOPTED, State.SUBMITTED, State.NOTIFIED, State.IN_FORCE)
    statute = path_of("07", ["special-purpose-association"])
    assert State.ESTABLISHED in line(statute)
    assert State.APPROVED not in line(statute)
    both = path_of("06", ["mandating", "delegating"])
    assert both == Path(Requirement.APPROVAL, Publication.DUE)
    unclear = path_of("07", ["mandating"])
    assert unclear.unclear
    assert path_of("07", ["mandating"], clarified="notification").outcomes == {State.NOTIFIED}


def test_every_land_and_form_has_a_path() -> None:
    for land in LAENDER:
        for form in models():
            assert line(path_of(land, [form]))[-1] is State.IN_FORCE


def test_terms_that_ask_for_a_termination_rule() -> None:
    def asks(land: str, years: float | None) -> bool | None:
        rule = procedures()[land].termination
        return rule.asks(open_ended=years is None, years=years)

    assert asks("06", None)
    assert asks("06", 10.5)
    assert asks("06", 10) is False
    for land in ("05", "16", "09"):
        assert asks(land, None)
        assert asks(land, 21)
        assert asks(land, 20) is False
    assert asks("01", None)
    assert asks("01", 50) is False
    assert asks("03", 1)
    assert asks("15", 1)
    assert asks("12", None) is None
