"""The rules of voting: the cases people argue about, and what holds for all others."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.models import BallotResult, Choice, MajorityRule, QuorumRule
from governance.voting import Given, Quorum, Tally, is_accepted, outcome, quorum, tally

VOTES = st.lists(st.builds(Given, st.sampled_from(Choice.values), st.integers(1, 9)), max_size=30)
WEIGHTS = st.dictionaries(st.integers(1, 50), st.integers(1, 9), max_size=20)
HERE = Quorum("none", 3, 3)


def counted(yes: int = 0, no: int = 0, abstain: int = 0) -> Tally:
    return tally([Given("yes")] * yes + [Given("no")] * no + [Given("abstain")] * abstain)


@pytest.mark.parametrize(
    ("rule", "votes", "result", "summary"),
    [
        ("consensus", (2, 1, 0), "rejected", "nicht angenommen – kein Konsens"),
        ("consensus", (2, 0, 1), "accepted", "angenommen im Konsens bei 1 Enthaltung"),
        ("consensus", (0, 0, 3), "rejected", "nicht angenommen – keine Ja-Stimme bei 3 Enthaltungen"),
        ("simple", (2, 1, 0), "accepted", "angenommen 2:1"),
        ("simple", (1, 1, 1), "rejected", "nicht angenommen 1:1 bei 1 Enthaltung"),
        ("simple", (0, 0, 0), "rejected", "nicht angenommen – keine Ja-Stimme"),
        ("two-thirds", (2, 1, 0), "accepted", "angenommen 2:1"),
        ("two-thirds", (3, 2, 0), "rejected", "nicht angenommen 3:2 – zwei Drittel nicht erreicht"),
        ("two-thirds", (0, 0, 2), "rejected", "nicht angenommen – keine Ja-Stimme bei 2 Enthaltungen"),
    ],
)
def test_cases(rule: str, votes: tuple[int, int, int], result: str, summary: str) -> None:
    found = outcome(rule, counted(*votes), HERE)
    assert (found.result, found.summary) == (result, summary)


def test_weights_decide_under_the_weighted_rule_only() -> None:
    votes = tally([Given("yes", 5), Given("no", 2), Given("no", 2)])
    assert outcome("weighted", votes, HERE).summary == "angenommen 5:4 nach Stimmgewicht"
    assert outcome("simple", votes, HERE).summary == "nicht angenommen 1:2"


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        ("none", [0, 0, 0, 0, 0]),
        ("half", [1, 2, 2, 3, 3]),
        ("two-thirds", [1, 2, 2, 3, 4]),
        ("all", [1, 2, 3, 4, 5]),
    ],
)
def test_fewest_present_of_one_to_five(rule: str, needed: list[int]) -> None:
    fewest = [
        next(there for there in range(total + 1) if Quorum(rule, there, total).met) for total in range(1, 6)
    ]
    assert fewest == needed


def test_without_quorum_nothing_is_decided() -> None:
    found = outcome("simple", counted(1), quorum("half", "simple", {1: 1, 2: 1, 3: 1}, [1, 99]))
    assert found.result == "no-quorum"
    assert found.summary == "nicht beschlussfähig – 1 von 3 stimmberechtigten Kommunen anwesend"
    heavy = quorum("half", "weighted", {1: 5, 2: 2, 3: 2}, [1])
    assert heavy.met
    assert heavy.words() == "5 von 9 Stimmgewichten anwesend"
    assert not Quorum("half", 0, 0).met


@given(VOTES, st.sampled_from(MajorityRule.values), st.integers(0, 5))
def test_abstentions_count_for_nobody(votes: list[Given], rule: str, more: int) -> None:
    assert is_accepted(rule, tally(votes)) == is_accepted(rule, tally(votes + [Given("abstain", 3)] * more))


@given(VOTES, st.sampled_from(MajorityRule.values), st.integers(1, 9))
def test_a_yes_never_hurts_and_a_no_never_helps(votes: list[Given], rule: str, weight: int) -> None:
    before = is_accepted(rule, tally(votes))
    assert is_accepted(rule, tally([*votes, Given("yes", weight)])) >= before
    assert is_accepted(rule, tally([*votes, Given("no", weight)])) <= before


@given(VOTES)
def test_stricter_rules_accept_less(votes: list[Given]) -> None:
    count = tally(votes)
    assert is_accepted("consensus", count) <= is_accepted("two-thirds", count) <= is_accepted("simple", count)
    equal = tally([replace(vote, weight=4) for vote in votes])
    assert is_accepted("weighted", equal) == is_accepted("simple", equal)


@given(VOTES, st.randoms())
def test_the_order_of_votes_tells_nothing(votes: list[Given], chance: object) -> None:
    mixed = sorted(votes, key=lambda _: chance.random())  # type: ignore[attr-defined] # a Random
    assert tally(mixed) == tally(votes)
    assert tally(votes).total == len(votes)


@given(WEIGHTS, st.sets(st.integers(1, 60)), st.sampled_from(MajorityRule.values))
def test_quorums_ask_for_more_from_rule_to_rule(
    weights: dict[int, int], here: set[int], majority: str
) -> None:
    met = [quorum(rule, majority, weights, here).met for rule in ("all", "two-thirds", "half", "none")]
    assert met == sorted(met)
    assert bool(weights) == quorum("all", majority, weights, weights).met


@given(VOTES, WEIGHTS, st.sampled_from(MajorityRule.values), st.sampled_from(QuorumRule.values))
def test_every_outcome_has_a_known_result_and_fits_its_column(
    votes: list[Given], weights: dict[int, int], majority: str, rule: str
) -> None:
    found = outcome(majority, tally(votes), quorum(rule, majority, weights, list(weights)[:3]), "beteiligt")
    assert found.result in BallotResult.values
    assert 0 < len(found.summary) <= 300
