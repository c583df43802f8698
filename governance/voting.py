"""How votes become a result, and when a body may decide at all; pure, no Django.

Abstentions count as taking part, never for or against. Only the weighted rule looks at weights, for the quorum as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

YES, NO, ABSTAIN = "yes", "no", "abstain"
CONSENSUS, SIMPLE, TWO_THIRDS, WEIGHTED = "consensus", "simple", "two-thirds", "weighted"
ACCEPTED, REJECTED, NO_QUORUM = "accepted", "rejected", "no-quorum"


@dataclass(frozen=True)
class Given:
    """One municipality's vote."""

    choice: str
    weight: int = 1


@dataclass(frozen=True)
class Tally:
    """Municipalities by what they voted, and the weights behind yes, no and abstention."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    yes_weight: int = 0
    no_weight: int = 0
    abstain_weight: int = 0

    @property
    def total(self) -> int:
        """How many municipalities voted."""
        return self.yes + self.no + self.abstain

    def as_counts(self) -> dict[str, int]:
        """The numbers as they are stored."""
        return {
            "yes": self.yes,
            "no": self.no,
            "abstain": self.abstain,
            "yes_weight": self.yes_weight,
            "no_weight": self.no_weight,
            "abstain_weight": self.abstain_weight,
        }


@dataclass(frozen=True)
class Quorum:
    """Who has to be there, and who is: municipalities, or weights where ``by_weight``."""

    rule: str
    present: int
    entitled: int
    by_weight: bool = False

    @property
    def met(self) -> bool:
        """Whether the body may decide."""
        if self.rule == "none":
            return True
        if not self.entitled:
            return False
        if self.rule == "half":
            return 2 * self.present > self.entitled
        if self.rule == "two-thirds":
            return 3 * self.present >= 2 * self.entitled
        return self.present >= self.entitled

    def words(self, taking_part: str = "anwesend") -> str:
        """The numbers behind it, such as ``2 von 3 stimmberechtigten Kommunen anwesend``."""
        if self.by_weight:
            return f"{self.present} von {self.entitled} Stimmgewichten {taking_part}"
        if self.entitled == 1:
            return f"{self.present} von 1 stimmberechtigten Kommune {taking_part}"
        return f"{self.present} von {self.entitled} stimmberechtigten Kommunen {taking_part}"


@dataclass(frozen=True)
class Outcome:
    """How a ballot ended, with the line that the minutes and the register show."""

    result: str
    summary: str


def quorum(rule: str, majority: str, weights: Mapping[int, int], present: Iterable[int]) -> Quorum:
    """The quorum of a body whose voters are the keys of ``weights``; others who are present do not count."""
    there = set(present) & set(weights)
    if majority == WEIGHTED:
        return Quorum(rule, sum(weights[key] for key in there), sum(weights.values()), by_weight=True)
    return Quorum(rule, len(there), len(weights))


def tally(votes: Iterable[Given]) -> Tally:
    """Count the votes."""
    given = list(votes)
    counts = {choice: sum(vote.choice == choice for vote in given) for choice in (YES, NO, ABSTAIN)}
    weights = {
        choice: sum(vote.weight for vote in given if vote.choice == choice) for choice in (YES, NO, ABSTAIN)
    }
    return Tally(*counts.values(), *weights.values())


def is_accepted(rule: str, count: Tally) -> bool:
    """Whether a motion is accepted under the body's majority rule, its quorum apart."""
    if rule == CONSENSUS:
        return count.yes > 0 and count.no == 0
    if rule == TWO_THIRDS:
        return count.yes > 0 and 3 * count.yes >= 2 * (count.yes + count.no)
    if rule == WEIGHTED:
        return count.yes_weight > count.no_weight
    return count.yes > count.no


def outcome(rule: str, count: Tally, present: Quorum, taking_part: str = "anwesend") -> Outcome:
    """The result with its German line; ``taking_part`` is the word for those who count for the quorum."""
    if not present.met:
        return Outcome(NO_QUORUM, f"nicht beschlussfähig – {present.words(taking_part)}")
    accepted = is_accepted(rule, count)
    line = f"{_line(rule, count, accepted=accepted)}{_abstentions(count)}"
    return Outcome(ACCEPTED if accepted else REJECTED, line)


def _line(rule: str, count: Tally, *, accepted: bool) -> str:
    word = "angenommen" if accepted else "nicht angenommen"
    if not count.yes and not count.no:
        return f"{word} – keine Ja-Stimme"
    if rule == CONSENSUS:
        return f"{word} im Konsens" if accepted else f"{word} – kein Konsens"
    if rule == WEIGHTED:
        return f"{word} {count.yes_weight}:{count.no_weight} nach Stimmgewicht"
    if rule == TWO_THIRDS and not accepted:
        return f"{word} {count.yes}:{count.no} – zwei Drittel nicht erreicht"
    return f"{word} {count.yes}:{count.no}"


def _abstentions(count: Tally) -> str:
    if not count.abstain:
        return ""
    return " bei 1 Enthaltung" if count.abstain == 1 else f" bei {count.abstain} Enthaltungen"
