"""What follows from an authority's silence, and from when on. Pure: no Django, no clock of its own.

Periods are counted by §§ 187, 188 BGB (§ 31 VwVfG): the day of receipt does not count; a period ends on the day that
bears the name or the number of the day of receipt. Where it ends on a Saturday, Sunday or public holiday it is
counted to the next working day (§ 193 BGB, § 31 Abs. 3 VwVfG): careful reckoning, nothing counts as given too early.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agreements.periods import add_months
from agreements.procedure import Silence, SilenceStage
from cooperations.law_words import CONFIDENCE

# The name of a public holiday on a day; empty on others.
Holidays = Callable[[date], str]

SATURDAY = 5
COUNTED = (
    "Gerechnet nach §§ 187, 188 BGB: Der Tag des Eingangs zählt nicht mit. Ein Ende an einem Samstag, Sonntag oder "
    "Feiertag ist vorsichtig auf den nächsten Werktag gelegt (§ 193 BGB, § 31 Abs. 3 VwVfG)."
)


class Contact(StrEnum):
    """What came from the authority."""

    MESSAGE = "message"
    HEARING = "hearing"


class Standing(StrEnum):
    """How far the clock is."""

    NO_RULE = "no-rule"
    NO_PERIOD = "no-period"
    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    PASSED = "passed"


@dataclass(frozen=True)
class Run:
    """One stage as it runs: its last day, why that was moved, and the day on which silence was broken in it."""

    stage: SilenceStage
    ends_on: date
    moved: str
    broken_on: date | None

    @property
    def length(self) -> str:
        """The period in words."""
        if self.stage.weeks:
            return f"{self.stage.weeks} Wochen"
        return f"{self.stage.months} Monate"


@dataclass(frozen=True)
class Clock:
    """The period of one proceeding as it stands on ``today``.

    ``certain`` is false where something came from the authority, so that the rule leaves open whether silence counts.
    """

    rule: Silence | None
    standing: Standing
    runs: tuple[Run, ...] = ()
    certain: bool = False
    due_on: date | None = None

    @property
    def follows(self) -> str:
        """What follows from silence, in readers' words."""
        if self.rule is None:
            return (
                "Für diese Form ist im Katalog keine Folge des Schweigens der Behörde vermerkt. Bitte prüfen."
            )
        if self.rule.effect == "no-objection":
            return "Danach darf das Angezeigte ohne Beanstandung in Kraft gesetzt werden."
        return "Danach gilt die Genehmigung als erteilt (Genehmigungsfiktion)."

    @property
    def confidence_label(self) -> str:
        """How well the rule is founded, in words."""
        return CONFIDENCE[self.rule.confidence] if self.rule else ""

    @property
    def needs_check(self) -> bool:
        """Whether "bitte prüfen" has to stand beside it."""
        return not self.certain or self.rule is None or bool(self.rule.doubts)


def end_of_period(received: date, *, weeks: int = 0, months: int = 0) -> date:
    """The last day of a period that begins with an event on ``received`` (§ 187 Abs. 1, § 188 Abs. 2, 3 BGB)."""
    return add_months(received + timedelta(weeks=weeks), months)


def working_day(day: date, holiday: Holidays) -> tuple[date, str]:
    """The first working day from ``day`` on, and why it is another one (§ 193 BGB); empty where it is not."""
    reason, found = "", day
    while found.weekday() >= SATURDAY or holiday(found):
        name = holiday(found) or ("Samstag" if found.weekday() == SATURDAY else "Sonntag")
        reason, found = reason or name, found + timedelta(days=1)
    return found, reason


def clock_of(
    rule: Silence | None,
    *,
    received_on: date | None,
    contacts: Iterable[tuple[date, Contact]],
    today: date,
    holiday: Holidays,
) -> Clock:
    """Run the stages of a rule one after another.

    A message within a stage that asks for none moves the proceedings to the next one; a hearing ends the fiction.
    Without any contact the end is certain; after a message somebody has to check what it means for the fiction.
    """
    if rule is None:
        return Clock(None, Standing.NO_RULE)
    if not rule.stages:
        return Clock(rule, Standing.NO_PERIOD)
    if received_on is None:
        return Clock(rule, Standing.WAITING)
    runs: list[Run] = []
    start, known = received_on, sorted(row for row in contacts if row[0] <= today)
    for index, stage in enumerate(rule.stages):
        ends_on, moved = working_day(end_of_period(start, weeks=stage.weeks, months=stage.months), holiday)
        is_last = index == len(rule.stages) - 1
        # The last stage of several waits for a hearing; a single one is broken by any message.
        breaking = {Contact.HEARING} if is_last and index else set(Contact)
        broken_on = next(
            (day for day, what in known if what in breaking and received_on <= day <= ends_on), None
        )
        runs.append(Run(stage, ends_on, moved, broken_on))
        start = ends_on
    last = runs[-1]
    untouched = not any(received_on <= day <= last.ends_on for day, _ in known)
    if last.broken_on:
        return Clock(rule, Standing.STOPPED, tuple(runs), certain=False)
    standing = Standing.PASSED if today > last.ends_on else Standing.RUNNING
    current = next((run.ends_on for run in runs if today <= run.ends_on), last.ends_on)
    return Clock(rule, standing, tuple(runs), certain=untouched, due_on=current)
