"""The path of a version into force, computed from what the law of its Land asks for its forms. Pure.

A step that is not due is absent: a letter of intent goes from adopted to in force. Services ask here before they
change a state; pages show :func:`line`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cooperations.law import Requirement


class State(StrEnum):
    """Where a version stands."""

    FIXED = "fixed"
    PREVIEW = "preview"
    ADOPTED = "adopted"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    NOTIFIED = "notified"
    ESTABLISHED = "established"
    CLEARED = "cleared"
    REFUSED = "refused"
    PUBLISHED = "published"
    IN_FORCE = "in_force"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    OVERTAKEN = "overtaken"


LABELS: Final[dict[State, str]] = {
    State.FIXED: "festgeschrieben",
    State.PREVIEW: "zur Vorabstimmung vorgelegt",
    State.ADOPTED: "von den Räten beschlossen",
    State.SUBMITTED: "der Aufsicht vorgelegt",
    State.APPROVED: "genehmigt",
    State.NOTIFIED: "angezeigt, ohne Beanstandung",
    State.ESTABLISHED: "von der Behörde errichtet",
    State.CLEARED: "geklärt: keine Entscheidung nötig",
    State.REFUSED: "nicht genehmigt",
    State.PUBLISHED: "bekannt gemacht",
    State.IN_FORCE: "in Kraft",
    State.TERMINATED: "gekündigt oder aufgehoben",
    State.EXPIRED: "abgelaufen",
    State.SUPERSEDED: "durch neue Fassung abgelöst",
    State.OVERTAKEN: "überholt",
}
# The authority has decided in favour of the version, or need not decide.
DECIDED: Final = frozenset({State.APPROVED, State.NOTIFIED, State.ESTABLISHED, State.CLEARED})
# A version in one of these gives way when another is fixed; later ones go on beside it.
OVERTAKABLE: Final = frozenset({State.FIXED, State.PREVIEW, State.ADOPTED, State.SUBMITTED, State.REFUSED})
# Nothing follows.
FINAL: Final = frozenset({State.TERMINATED, State.EXPIRED, State.SUPERSEDED, State.OVERTAKEN})


class Publication(StrEnum):
    """Whether the version has to be made public; ``CHECK`` where the law was not read."""

    DUE = "due"
    NOT_DUE = "not-due"
    CHECK = "check"


@dataclass(frozen=True)
class Path:
    """What is due for one version: towards the authority, and towards the public."""

    requirement: Requirement
    publication: Publication

    @property
    def to_authority(self) -> bool:
        """Whether the version goes to the authority; where that is unclear it does, to have it cleared."""
        return self.requirement is not Requirement.NONE

    @property
    def unclear(self) -> bool:
        """Whether the law leaves open what the authority has to do."""
        return self.to_authority and self.requirement not in _OUTCOMES

    @property
    def outcomes(self) -> frozenset[State]:
        """Decisions in favour that this path knows."""
        if not self.to_authority:
            return frozenset()
        return _OUTCOMES.get(self.requirement, frozenset({State.APPROVED, State.NOTIFIED, State.CLEARED}))


_OUTCOMES: Final[dict[Requirement, frozenset[State]]] = {
    Requirement.APPROVAL: frozenset({State.APPROVED}),
    Requirement.NOTIFICATION: frozenset({State.NOTIFIED}),
    Requirement.ESTABLISHMENT: frozenset({State.ESTABLISHED}),
}
# What asks for more comes first. What was not found out, or depends on a condition, may ask for an approval.
_STRICTNESS: Final = (
    Requirement.ESTABLISHMENT,
    Requirement.APPROVAL,
    Requirement.APPROVAL_CONDITIONAL,
    Requirement.UNKNOWN,
    Requirement.NOT_REGULATED,
    Requirement.NOT_APPLICABLE,
    Requirement.NOTIFICATION,
    Requirement.NONE,
)


def strictest(requirements: Iterable[Requirement]) -> Requirement:
    """What holds where several forms stand in one agreement: the one that asks for most; unknown without any."""
    found = set(requirements)
    return next((one for one in _STRICTNESS if one in found), Requirement.UNKNOWN)


def line(path: Path) -> tuple[State, ...]:
    """The states of the whole way in order, for the page; an unclear decision stands as approval to be checked."""
    steps = [State.FIXED, State.ADOPTED]
    if path.to_authority:
        decision = State.APPROVED if path.unclear else next(iter(path.outcomes))
        steps += [State.SUBMITTED, decision]
    if path.publication is not Publication.NOT_DUE:
        steps.append(State.PUBLISHED)
    return (*steps, State.IN_FORCE)


def following(path: Path, state: State) -> frozenset[State]:
    """The states a version may go to from ``state`` on its path."""
    if state is State.IN_FORCE:
        return frozenset({State.TERMINATED, State.EXPIRED, State.SUPERSEDED})
    if state is State.PUBLISHED:
        return frozenset({State.IN_FORCE})
    found = {State.OVERTAKEN} if state in OVERTAKABLE else set()
    if state is State.SUBMITTED:
        found |= {*path.outcomes, State.REFUSED}
    elif state in _BEFORE_SUBMISSION:
        found |= _BEFORE_SUBMISSION[state] | ({State.SUBMITTED} if path.to_authority else set())
    if state in path.outcomes or (state is State.ADOPTED and not path.to_authority):
        found |= _AFTER_DECISION[path.publication]
    return frozenset(found)


_BEFORE_SUBMISSION: Final[dict[State, frozenset[State]]] = {
    State.FIXED: frozenset({State.PREVIEW, State.ADOPTED}),
    State.PREVIEW: frozenset({State.ADOPTED}),
    State.ADOPTED: frozenset(),
}
_AFTER_DECISION: Final[dict[Publication, frozenset[State]]] = {
    Publication.DUE: frozenset({State.PUBLISHED}),
    Publication.CHECK: frozenset({State.PUBLISHED, State.IN_FORCE}),
    Publication.NOT_DUE: frozenset({State.IN_FORCE}),
}


def may_become(path: Path, state: State, target: State) -> bool:
    """Whether a version may go from ``state`` to ``target`` on its path."""
    return target in following(path, state)


_REFUSALS: Final[dict[State, str]] = {
    State.PREVIEW: "Zur Vorabstimmung wird eine Fassung vorgelegt, bevor die Räte beschließen.",
    State.ADOPTED: "Beschlossen wird eine Fassung, die noch nicht vorgelegt ist.",
    State.SUBMITTED: "Vorgelegt wird eine Fassung, über die die Aufsicht noch nicht entschieden hat.",
    State.PUBLISHED: "Bekannt gemacht wird, wenn die Räte beschlossen haben und die Aufsicht entschieden hat.",
    State.IN_FORCE: "In Kraft tritt eine Fassung erst, wenn alle Schritte davor erledigt sind.",
    State.TERMINATED: "Gekündigt oder aufgehoben wird nur, was in Kraft ist.",
    State.EXPIRED: "Ablaufen kann nur, was in Kraft ist.",
}


def refusal(path: Path, state: State, target: State) -> str:
    """Why a version may not go from ``state`` to ``target``, in readers' words; empty when it may."""
    if may_become(path, state, target):
        return ""
    if state in FINAL:
        return f"Diese Fassung ist {LABELS[state]}; an ihr ändert sich nichts mehr."
    if target is State.SUBMITTED and not path.to_authority:
        return "Nach dem Recht des Landes ist für diese Form weder eine Genehmigung noch eine Anzeige nötig."
    if target is State.PUBLISHED and path.publication is Publication.NOT_DUE:
        return "Für diese Form ist keine Bekanntmachung vorgesehen."
    if target in {State.APPROVED, State.NOTIFIED, State.ESTABLISHED, State.CLEARED}:
        if state is not State.SUBMITTED:
            return "Entschieden wird nur über eine Fassung, die der Aufsicht vorliegt."
        return f"Diese Entscheidung passt nicht zum Verfahren: „{LABELS[target]}“ ist hier nicht vorgesehen."
    return _REFUSALS.get(target, "Dieser Schritt ist beim jetzigen Stand der Fassung nicht möglich.")
