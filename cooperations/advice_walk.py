"""The way through the questions of the model advice; all of it stands in the address, nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.http import urlencode

from cooperations import advice_catalog
from cooperations.advice import AdviceQuestion
from cooperations.advice_result import problems
from municipalities.catalog import LAENDER

ADDRESS = "/modellberatung/"
STEP = "schritt"
ORIGIN = "von"
LAND = "land"
RESULT = "ergebnis"


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Where somebody is, with the answers so far.

    ``step`` is ``land``, the key of a question or ``ergebnis``; ``ignored`` tells whether the address held a Land
    or an answer that does not exist.
    """

    land: str
    answers: Mapping[str, str]
    step: str
    from_result: bool = False
    ignored: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """The walk in an address; what does not exist there is left out."""
        questions = advice_catalog.questions()
        typed = {key: given[key] for key in questions if given.get(key)}
        land = given.get(LAND, "")
        found = problems(land, typed)
        wrong = found.get("answers", {})
        answers = {key: answer for key, answer in typed.items() if key not in wrong}
        steps = (LAND, *questions, RESULT)
        step = given.get(STEP, "")
        return cls(
            land=land if land in LAENDER else "",
            answers=answers,
            step=step if step in steps else RESULT if answers else LAND,
            from_result=given.get(ORIGIN) == RESULT,
            ignored=bool(found),
        )

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps in order."""
        return (LAND, *advice_catalog.questions(), RESULT)

    @property
    def question(self) -> AdviceQuestion | None:
        """The question of this step; None at the Land and at the result."""
        return advice_catalog.questions().get(self.step)

    @property
    def is_result(self) -> bool:
        """Whether the walk has come to its end."""
        return self.step == RESULT

    @property
    def number(self) -> int:
        """Which question this is, counted from 1; 0 at the Land."""
        return self.steps.index(self.step)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(advice_catalog.questions())

    @property
    def title(self) -> str:
        """What the title of the page says before its name."""
        if self.is_result:
            return "Ergebnis"
        return f"Frage {self.number} von {self.total}" if self.question else "Land"

    @property
    def land_name(self) -> str:
        """The name of the Land, empty where none is chosen."""
        return LAENDER.get(self.land, "")

    @property
    def following(self) -> str:
        """The step after this one: back to the result where somebody came from there to change one answer."""
        return RESULT if self.from_result else self.steps[min(self.number + 1, len(self.steps) - 1)]

    @property
    def previous(self) -> str:
        """The step before this one, empty at the first."""
        return self.steps[self.number - 1] if self.number else ""

    @property
    def hidden(self) -> dict[str, str]:
        """What a form of this step carries along besides its own field."""
        return {key: value for key, value in self._values.items() if key != self.step}

    @property
    def query(self) -> str:
        """Land and answers for an address."""
        return urlencode(self._values)

    @property
    def following_address(self) -> str:
        """The step after this one, with this one left open."""
        return _address({**self.hidden, STEP: self.following})

    @property
    def result_address(self) -> str:
        """The result of the answers so far."""
        return _address({**self._values, STEP: RESULT})

    @property
    def changes(self) -> dict[str, str]:
        """For each step the address at which only that one is changed."""
        return {step: _address({**self._values, STEP: step, ORIGIN: RESULT}) for step in self.steps[:-1]}

    @property
    def openings(self) -> dict[str, str]:
        """For each answered question the result without its answer."""
        return {
            key: _address(
                {name: value for name, value in self._values.items() if name != key} | {STEP: RESULT}
            )
            for key in self.answers
        }

    @property
    def _values(self) -> dict[str, str]:
        return {LAND: self.land, **self.answers} if self.land else dict(self.answers)


def _address(values: Mapping[str, str]) -> str:
    return f"{ADDRESS}?{urlencode(values)}"
