"""Model advice: which forms of cooperation the answers speak for, with every reason. Pure rule.

A rule whose conditions all hold favours forms, speaks against them, or rules them out; nothing else counts, so an
unanswered question changes nothing. Forms are ranked by the rules for them less the rules against them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Effect(StrEnum):
    """What a rule says about a form."""

    FOR = "for"
    AGAINST = "against"
    RULES_OUT = "rules-out"


@dataclass(frozen=True)
class AdviceQuestion:
    """A question with its answers, key to German words."""

    key: str
    text: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """``when`` all these answers are given, forms are favoured, spoken against or ruled out; ``why`` in German.

    ``combines``: the favoured forms join another one instead of competing with it.
    """

    when: Mapping[str, str]
    why: str
    source: str
    favours: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    rules_out: tuple[str, ...] = ()
    combines: bool = False

    def applies(self, answers: Mapping[str, str]) -> bool:
        """Whether every condition is met."""
        return all(answers.get(question) == answer for question, answer in self.when.items())

    def effects(self) -> Iterable[tuple[str, Effect]]:
        """Each form the rule speaks about, with what it says."""
        for effect, models in (
            (Effect.FOR, self.favours),
            (Effect.AGAINST, self.against),
            (Effect.RULES_OUT, self.rules_out),
        ):
            for model in models:
                yield model, effect


@dataclass(frozen=True)
class Reason:
    """Why a form stands where it does: what a rule says about it, and from which answers."""

    effect: Effect
    rule: Rule


@dataclass(frozen=True)
class Assessment:
    """A form with all that spoke for and against it."""

    model: str
    reasons: tuple[Reason, ...]

    def count(self, effect: Effect) -> int:
        """How many rules had this effect on the form."""
        return sum(reason.effect is effect for reason in self.reasons)

    @property
    def balance(self) -> int:
        """Rules for it less rules against it."""
        return self.count(Effect.FOR) - self.count(Effect.AGAINST)

    @property
    def ruled_out(self) -> bool:
        """Whether it cannot do what was asked for."""
        return self.count(Effect.RULES_OUT) > 0


@dataclass(frozen=True)
class WayOut:
    """Forms that the answers would speak for if one of them were left open."""

    question: str
    recommended: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """The outcome: every form stands in exactly one of the first four lists.

    ``recommended`` from the best on; ``additions`` join one of them; ``possible`` have nothing in their favour, or as
    much against them; ``ways_out`` is filled where nothing is recommended although something was answered.
    """

    recommended: tuple[Assessment, ...]
    additions: tuple[Assessment, ...]
    possible: tuple[Assessment, ...]
    ruled_out: tuple[Assessment, ...]
    ways_out: tuple[WayOut, ...] = ()


def advise(answers: Mapping[str, str], rules: Iterable[Rule], models: Iterable[str]) -> Advice:
    """Weigh the forms ``models`` (in the order of the catalog, lighter ones first) by the answers given.

    Equal forms keep the order of the catalog: the lighter form that does the same is the better one.
    """
    rules, models = tuple(rules), tuple(models)
    found = _weigh(answers, rules, models)
    if found.recommended or not answers:
        return found
    return replace(found, ways_out=tuple(_ways_out(answers, rules, models)))


def _weigh(answers: Mapping[str, str], rules: tuple[Rule, ...], models: tuple[str, ...]) -> Advice:
    holding = [rule for rule in rules if rule.applies(answers)]
    forms = [_assess(model, holding) for model in models]
    adding = {model for rule in holding if rule.combines for model in rule.favours}
    fitting = [form for form in forms if not form.ruled_out and form.balance > 0]
    best_first = sorted(fitting, key=lambda form: -form.balance)
    return Advice(
        recommended=tuple(form for form in best_first if form.model not in adding),
        additions=tuple(form for form in best_first if form.model in adding),
        possible=tuple(form for form in forms if not form.ruled_out and form.balance <= 0),
        ruled_out=tuple(form for form in forms if form.ruled_out),
    )


def _assess(model: str, rules: Iterable[Rule]) -> Assessment:
    reasons = tuple(
        Reason(effect=effect, rule=rule)
        for rule in rules
        for named, effect in rule.effects()
        if named == model
    )
    return Assessment(model=model, reasons=reasons)


def _ways_out(
    answers: Mapping[str, str], rules: tuple[Rule, ...], models: tuple[str, ...]
) -> Iterable[WayOut]:
    for question in answers:
        left = {key: value for key, value in answers.items() if key != question}
        found = _weigh(left, rules, models).recommended
        if found:
            yield WayOut(question=question, recommended=tuple(form.model for form in found))
