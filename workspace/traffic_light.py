"""How a cooperation stands, as a colour with a word and the reasons for it; pure, no Django.

The rule, which the page of the cooperations explains in the same words: what was missed is red, what is near or
waits for somebody is yellow, and green is what nothing speaks against. Without anything to judge by there is no
colour. The most serious light counts, but every reason is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cooperations.measure_words import SOON_DAYS
from ikz.ui.formatting import de_date, de_percent

# Below this part of the points of the Quick Check, in which an unrated factor counts as 0, it asks for attention.
LOW_SHARE = Decimal("0.5")


class Light(StrEnum):
    """The lights, the most serious first; ``label`` is the word that stands beside the colour."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"

    @property
    def label(self) -> str:
        """The word people read."""
        return _LOOKS[self][0]

    @property
    def variant(self) -> str:
        """The variant of the badge."""
        return _LOOKS[self][1]

    @property
    def icon(self) -> str:
        """The icon of the badge."""
        return _LOOKS[self][2]


_LOOKS = {
    Light.RED: ("handeln", "danger", "danger"),
    Light.YELLOW: ("beachten", "warning", "warning"),
    Light.GREEN: ("im Plan", "success", "check"),
    Light.GREY: ("noch keine Angaben", "neutral", "info"),
}


@dataclass(frozen=True)
class Deadline:
    """A day, and what is due on it."""

    day: date
    what: str


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the rule looks at.

    ``next_measure`` is the next day on which an open measure is due and not yet overdue; ``self_evaluation`` the last
    day of the next one, passed or not; ``ends_on`` the end of a fixed term; ``awaiting`` counts invitations without
    an answer; ``agreement`` is the next deadline of an agreement in force; ``quick_check`` is the part of the points, None where no factor is rated or none applies.
    """

    overdue_measures: int = 0
    overdue_actions: int = 0
    next_measure: date | None = None
    self_evaluation: date | None = None
    ends_on: date | None = None
    agreement: Deadline | None = None
    awaiting: int = 0
    quick_check: Decimal | None = None


@dataclass(frozen=True)
class Signal:
    """A light with its reasons, the most serious first."""

    light: Light
    reasons: Sequence[str]


def next_deadline(situation: Situation, today: date) -> Deadline | None:
    """The earliest deadline that has not passed; those that have are reasons of the light."""
    return min(
        (deadline for deadline in _deadlines(situation) if deadline.day >= today),
        key=lambda deadline: deadline.day,
        default=None,
    )


def signal(situation: Situation, today: date) -> Signal:
    """The light of a cooperation as it stands ``today``."""
    red, yellow = list(_missed(situation, today)), list(_near(situation, today))
    if red or yellow:
        return Signal(Light.RED if red else Light.YELLOW, [*red, *yellow])
    if next_deadline(situation, today) is None and situation.quick_check is None:
        return Signal(
            Light.GREY, ["Keine offene Maßnahme, keine Frist, kein Faktor des Quick Checks bewertet"]
        )
    return Signal(Light.GREEN, [f"Nichts überfällig, keine Frist in den nächsten {SOON_DAYS} Tagen"])


def _deadlines(situation: Situation) -> Iterator[Deadline]:
    if situation.next_measure:
        yield Deadline(situation.next_measure, "Maßnahme")
    if situation.self_evaluation:
        yield Deadline(situation.self_evaluation, "Selbstevaluation")
    if situation.ends_on:
        yield Deadline(situation.ends_on, "Ende der Kooperation")
    if situation.agreement:
        yield situation.agreement


def _missed(situation: Situation, today: date) -> Iterator[str]:
    if situation.overdue_measures == 1:
        yield "Eine Maßnahme überfällig"
    elif situation.overdue_measures:
        yield f"{situation.overdue_measures} Maßnahmen überfällig"
    if situation.overdue_actions == 1:
        yield "Eine Aufgabe überfällig"
    elif situation.overdue_actions:
        yield f"{situation.overdue_actions} Aufgaben überfällig"
    if situation.self_evaluation and situation.self_evaluation < today:
        yield f"Selbstevaluation war am {de_date(situation.self_evaluation)} fällig"
    if situation.ends_on and situation.ends_on < today:
        yield f"Befristung ist am {de_date(situation.ends_on)} abgelaufen"


def _near(situation: Situation, today: date) -> Iterator[str]:
    for deadline in _deadlines(situation):
        if 0 <= (deadline.day - today).days <= SOON_DAYS:
            yield f"{deadline.what} am {de_date(deadline.day)}"
    if situation.awaiting == 1:
        yield "Eine Einladung ohne Antwort"
    elif situation.awaiting:
        yield f"{situation.awaiting} Einladungen ohne Antwort"
    if situation.quick_check is not None and situation.quick_check < LOW_SHARE:
        yield f"Quick Check unter {de_percent(LOW_SHARE)} der Punkte"
