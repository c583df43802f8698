"""The model advice is a pure rule: every rule of the catalog shows, and nobody is left without an explained result."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperations import advice_catalog, catalog
from cooperations.advice import Advice, Effect, Rule, advise

QUESTIONS = advice_catalog.questions()
RULES = advice_catalog.rules()
MODELS = tuple(catalog.models())
TITLES = [" & ".join(f"{question}={answer}" for question, answer in rule.when.items()) for rule in RULES]

some_answers = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(sorted(question.answers)) for key, question in QUESTIONS.items()}
)


def _advise(**answers: str) -> Advice:
    return advise(answers, RULES, MODELS)


def _forms(result: Advice) -> dict[str, list[str]]:
    return {
        "recommended": [form.model for form in result.recommended],
        "additions": [form.model for form in result.additions],
        "ruled_out": [form.model for form in result.ruled_out],
    }


@pytest.mark.parametrize("rule", RULES, ids=TITLES)
def test_each_rule_gives_its_reason_to_the_forms_it_names(rule: Rule) -> None:
    result = advise(rule.when, RULES, MODELS)
    told = {
        (form.model, reason.effect)
        for forms in (result.recommended, result.additions, result.possible, result.ruled_out)
        for form in forms
        for reason in form.reasons
        if reason.rule == rule
    }
    assert told == set(rule.effects())


@pytest.mark.parametrize("rule", RULES, ids=TITLES)
def test_each_rule_rules_out_what_it_says(rule: Rule) -> None:
    assert set(rule.rules_out) <= {form.model for form in advise(rule.when, RULES, MODELS).ruled_out}


@given(answers=some_answers)
def test_every_form_stands_in_exactly_one_list(answers: dict[str, str]) -> None:
    result = advise(answers, RULES, MODELS)
    listed = [
        form.model
        for forms in (result.recommended, result.additions, result.possible, result.ruled_out)
        for form in forms
    ]
    assert sorted(listed) == sorted(MODELS)


@given(answers=some_answers)
def test_no_answers_leave_somebody_without_an_explained_result(answers: dict[str, str]) -> None:
    result = advise(answers, RULES, MODELS)
    weighed = any(rule.applies(answers) for rule in RULES)
    assert all(form.count(Effect.FOR) for form in result.recommended)
    assert all(form.count(Effect.RULES_OUT) for form in result.ruled_out)
    if weighed:
        told_against = any(form.reasons for form in result.possible)
        assert result.recommended or result.additions or result.ways_out or told_against


def test_every_full_set_of_answers_recommends_something_or_says_what_stands_against_it() -> None:
    for chosen in product(*(question.answers for question in QUESTIONS.values())):
        result = advise(dict(zip(QUESTIONS, chosen, strict=True)), RULES, MODELS)
        assert result.recommended or result.ways_out, chosen


@given(answers=some_answers)
def test_an_unknown_answer_changes_nothing(answers: dict[str, str]) -> None:
    assert advise({**answers, "weather": "rain"}, RULES, MODELS).recommended == (
        advise(answers, RULES, MODELS).recommended
    )


def test_without_answers_all_forms_are_possible() -> None:
    result = _advise()
    assert _forms(result) == {"recommended": [], "additions": [], "ruled_out": []}
    assert not result.ways_out


def test_a_strong_neighbour_that_works_for_others_leads_to_the_mandate() -> None:
    result = _advise(
        binding_wanted="contract",
        transfer_scope="execution-only",
        capacity_gap="one-stronger",
        duration="years",
    )
    assert _forms(result)["recommended"] == ["mandating", "delegating", "shared-facility"]


def test_a_shared_media_centre_joins_the_mandate() -> None:
    result = _advise(binding_wanted="contract", transfer_scope="execution-only", shared_facility="yes")
    assert _forms(result)["recommended"] == ["mandating"]
    assert _forms(result)["additions"] == ["shared-facility"]


def test_contradicting_answers_show_the_ways_out() -> None:
    result = _advise(binding_wanted="none", transfer_scope="whole-task-area")
    assert not result.recommended
    assert {way.question for way in result.ways_out} == {"binding_wanted", "transfer_scope"}


def test_sources_read_as_people_know_them() -> None:
    assert advice_catalog.citation("sources/000 3.1, 3.2") == "Handreichung, Kapitel 3.1 und 3.2"
    assert advice_catalog.citation("sources/000 3.2, sources/002 3.2") == (
        "Handreichung, Kapitel 3.2; Leitfaden Daseinsvorsorge, Kapitel 3.2"
    )
