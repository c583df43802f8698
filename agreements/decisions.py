"""Which proceedings fit a version, what may be decided in them, and what decisions make of the version.

Several authorities may have to decide, where partners of several Länder take part: a version goes on when every
authority that it lies before has decided in its favour, among them one of the Land whose law governs it; a single
refusal ends its way. An authority of another Land decides by its own law, which is not on the version's path.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.models import Decision, Proceeding, ProceedingKind
from agreements.path import Path, State
from agreements.procedure import path_of, silence_of
from cooperations.law import Requirement

K, D = ProceedingKind, Decision

IN_FAVOUR: Final[dict[str, State]] = {
    D.APPROVED: State.APPROVED,
    D.APPROVED_IF: State.APPROVED,
    D.DEEMED: State.APPROVED,
    D.NOTED: State.NOTIFIED,
    D.ESTABLISHED: State.ESTABLISHED,
    D.NOT_DUE: State.CLEARED,
}
AGAINST: Final = frozenset({D.RETURNED, D.REFUSED})
_ALWAYS: Final = (D.RETURNED, D.REFUSED, D.WITHDRAWN)
_LAWFUL: Final[dict[str, tuple[Decision, ...]]] = {
    K.PREVIEW: (D.COMMENTED, D.WITHDRAWN),
    K.APPROVAL: (D.APPROVED, D.APPROVED_IF, D.DEEMED, *_ALWAYS),
    K.NOTIFICATION: (D.NOTED, *_ALWAYS),
    K.ESTABLISHMENT: (D.ESTABLISHED, *_ALWAYS),
    K.CLARIFICATION: (D.APPROVED, D.APPROVED_IF, D.DEEMED, D.NOTED, D.NOT_DUE, *_ALWAYS),
}
_KIND_FOR: Final[dict[Requirement, ProceedingKind]] = {
    Requirement.APPROVAL: K.APPROVAL,
    Requirement.NOTIFICATION: K.NOTIFICATION,
    Requirement.ESTABLISHMENT: K.ESTABLISHMENT,
}
# What asks for most comes first: it is what the version is called by.
_STRICTEST: Final = (State.ESTABLISHED, State.APPROVED, State.NOTIFIED, State.CLEARED)
# These need words: what the authority wants, or what the assumption rests on.
NOTE_NEEDED: Final = {
    D.APPROVED_IF: "Bitte schreiben Sie die Nebenbestimmungen auf.",
    D.RETURNED: "Bitte schreiben Sie, was die Behörde überarbeitet haben möchte.",
    D.REFUSED: "Bitte schreiben Sie, warum die Behörde abgelehnt oder beanstandet hat.",
    D.COMMENTED: "Bitte halten Sie fest, was die Behörde zur Vorabstimmung gesagt hat.",
    D.WITHDRAWN: "Bitte schreiben Sie, warum die Vorlage zurückgezogen wird.",
    D.NOT_DUE: "Bitte halten Sie fest, wer das mit welcher Begründung mitgeteilt hat.",
}


def kinds_due(path: Path, land: str, forms: Iterable[str]) -> tuple[ProceedingKind, ...]:
    """The proceedings that fit a path in a Land, without the preliminary ones; the first is the usual one."""
    if not path.to_authority:
        return ()
    if path.unclear:
        return (K.CLARIFICATION, K.APPROVAL, K.NOTIFICATION)
    kinds = [_KIND_FOR[path.requirement]]
    rule = silence_of(land, forms)
    if rule is not None and rule.effect == "no-objection" and K.NOTIFICATION not in kinds:
        # Two stages: what was approved is notified as well, and may be put into force unless it is objected to.
        kinds.append(K.NOTIFICATION)
    return tuple(kinds)


def kinds_elsewhere(land: str, forms: Iterable[str]) -> tuple[ProceedingKind, ...]:
    """The proceedings that fit before an authority of another Land than the one whose law governs the version."""
    keys = list(forms)
    due = kinds_due(path_of(land, keys), land, keys)
    return tuple(dict.fromkeys((*due, K.CLARIFICATION)))


def lawful_decisions(kind: str, *, path: Path, foreign: bool) -> tuple[Decision, ...]:
    """What may be decided in proceedings of a kind; where the path was clarified since, also what it now asks for."""
    found = _LAWFUL[kind]
    if kind == K.PREVIEW or foreign:
        return found
    more = [decision for decision in D if IN_FAVOUR.get(decision) in path.outcomes and decision not in found]
    return (*[row for row in found if row not in _ALWAYS], *more, *_ALWAYS)


def formal(proceedings: Iterable[Proceeding]) -> list[Proceeding]:
    """The proceedings that count: the last of each kind before each authority, without previews and withdrawals."""
    last: dict[tuple[int, str], Proceeding] = {}
    for row in proceedings:
        if row.kind != K.PREVIEW and row.decision != D.WITHDRAWN:
            last[row.authority_id, row.kind] = row
    return list(last.values())


@dataclass(frozen=True)
class Outcome:
    """What decisions make of a version, and since when."""

    state: State
    on: date


def outcome_of(proceedings: Iterable[Proceeding], *, land: str, path: Path) -> Outcome | None:
    """What follows for a version that was submitted; None while something is still open.

    ``proceedings`` come with their authority; ``land`` is the one whose law governs the version.
    """
    rows = formal(proceedings)
    refused = [row.decided_on for row in rows if row.decision in AGAINST and row.decided_on]
    if refused:
        return Outcome(State.REFUSED, min(refused))
    days = [row.decided_on for row in rows if row.decided_on]
    if not rows or len(days) < len(rows):
        return None
    reached = {IN_FAVOUR[row.decision] for row in rows if row.authority.land == land} & path.outcomes
    state = next((one for one in _STRICTEST if one in reached), None)
    return Outcome(state, max(days)) if state else None


def blocking(proceedings: Iterable[Proceeding]) -> Proceeding | None:
    """Proceedings that keep a version from being published and put into force: open ones, and refusals."""
    return next((row for row in formal(proceedings) if not row.decision or row.decision in AGAINST), None)
