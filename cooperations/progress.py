"""How far the guiding questions are answered; pure, no Django.

The unit is one expected answer: a question that each partner answers for itself counts once per confirmed
partner, every other question once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cooperations.catalog import Phase, Question

# Question key and id of the partner; None where all answer together.
Slot = tuple[str, int | None]


@dataclass(frozen=True)
class PhaseProgress:
    """``done`` of ``total`` expected answers of a phase are given."""

    key: str
    label: str
    done: int
    total: int

    @property
    def text(self) -> str:
        """``4 von 17``."""
        return f"{self.done} von {self.total}"

    @property
    def complete(self) -> bool:
        """Whether no answer is missing."""
        return self.total > 0 and self.done == self.total


def slots(questions: Iterable[Question], partners: Collection[int]) -> list[Slot]:
    """The answers that are expected from these confirmed partners, in order."""
    result: list[Slot] = []
    for question in questions:
        result += (
            [(question.key, partner) for partner in partners]
            if question.per_partner
            else [(question.key, None)]
        )
    return result


def progress(
    phases: Iterable[Phase], partners: Collection[int], answered: Collection[Slot]
) -> list[PhaseProgress]:
    """Progress per phase; ``answered`` may hold answers of partners that have left, they do not count."""
    given = set(answered)
    result = []
    for phase in phases:
        expected = slots(phase.questions, partners)
        done = sum(slot in given for slot in expected)
        result.append(PhaseProgress(key=phase.key, label=phase.label, done=done, total=len(expected)))
    return result


def unanswered(
    phases: Iterable[Phase], partners: Collection[int], answered: Collection[Slot], *, common: bool
) -> list[Slot]:
    """Expected answers that are missing for these partners, and with ``common`` also those given together."""
    given = set(answered)
    return [
        slot
        for phase in phases
        for slot in slots(phase.questions, partners)
        if slot not in given and (common or slot[1] is not None)
    ]
