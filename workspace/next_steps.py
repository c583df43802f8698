"""What comes next in a cooperation, for the person who asks; pure, no Django.

The first entry matters most. A hint never blocks anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NO_STECKBRIEF, DRAFT, PUBLISHED = "none", "draft", "published"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The situation of one person in one cooperation.

    ``invitations`` are own municipalities that have not answered, ``without_figures`` partners whose schools or
    pupils the person may enter and that are missing, ``own_open`` and ``common_open`` missing answers of the
    present phase that the person may give, ``awaiting`` invited municipalities that have not answered.
    ``without_benefit`` are partners whose benefit the person may describe and that is missing, ``bare_barriers``
    barriers that nothing is done about. ``evaluation_due`` is the last day of the next self-evaluation once it is near.
    ``overdue_measures`` counts those of all partners. ``agreements`` are deadlines of agreements that are near;
    ``lacks_agreement`` is true where the phase asks for one, ``proposals`` counts wording that waits for a decision.
    """

    slug: str
    coordinates: bool = False
    invitations: Sequence[str] = ()
    without_figures: Sequence[str] = ()
    awaiting: Sequence[str] = ()
    own_open: int = 0
    common_open: int = 0
    unrated: int = 0
    has_goals: bool = True
    has_model: bool = True
    steckbrief: str = PUBLISHED
    without_benefit: Sequence[str] = ()
    bare_barriers: int = 0
    evaluation_due: date | None = None
    evaluation_overdue: bool = False
    overdue_measures: int = 0
    agreements: Sequence["AgreementDate"] = ()
    lacks_agreement: bool = False
    proposals: int = 0


@dataclass(frozen=True, kw_only=True)
class AgreementDate:
    """A deadline of an agreement, in words."""

    agreement_id: int
    title: str
    day: date
    what: str


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One step: what to do, why, and the address where it is done."""

    title: str
    note: str
    href: str
    word: str
    kind: str = "open"


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def _answers(count: int) -> str:
    return "eine Antwort fehlt" if count == 1 else f"{count} Antworten fehlen"


def next_steps(facts: Facts) -> list[NextStep]:
    """The steps that are open for this person, the most urgent first."""
    base = f"/kooperationen/{facts.slug}/"
    steps = [
        NextStep(
            title=f"Einladung für {name} beantworten",
            note="Erst mit Ihrer Zusage zählt Ihre Kommune mit.",
            href=base,
            word="wartet auf Sie",
            kind="warning",
        )
        for name in facts.invitations
    ]
    if facts.without_figures:
        steps.append(
            NextStep(
                title="Schulen, Schülerinnen und Schüler eintragen",
                note=f"Es fehlen Zahlen für {_list(facts.without_figures)}.",
                href=f"{base}partner/",
                word="fehlt",
            )
        )
    if facts.own_open:
        steps.append(
            NextStep(
                title="Leitfragen für Ihre Kommune beantworten",
                note=f"In der aktuellen Phase: {_answers(facts.own_open)}.",
                href=f"{base}phasen/",
                word="offen",
            )
        )
    if facts.evaluation_due:
        steps.append(
            NextStep(
                title="Selbstevaluation durchführen",
                note=f"Spätestens alle fünf Jahre, hier bis {facts.evaluation_due:%d.%m.%Y}.",
                href=f"{base}phasen/",
                word="überfällig" if facts.evaluation_overdue else "bald fällig",
                kind="danger" if facts.evaluation_overdue else "warning",
            )
        )
    steps += [
        NextStep(
            title=f"Frist der Vereinbarung beachten: {one.what}",
            note=f"„{one.title}“, {one.day:%d.%m.%Y}.",
            href=f"/vereinbarungen/{one.agreement_id}/fristen/",
            word="bald fällig",
            kind="warning",
        )
        for one in facts.agreements
    ]
    if facts.coordinates:
        steps += _coordination_steps(facts, base)
    if facts.without_benefit:
        steps.append(
            NextStep(
                title="Nutzen beschreiben",
                note=f"Was hat {_list(facts.without_benefit)} davon? Das steht noch nicht fest.",
                href=f"{base}rahmen/",
                word="fehlt",
                kind="info",
            )
        )
    return steps


def _measures_step(count: int, base: str) -> NextStep:
    return NextStep(
        title="Überfällige Maßnahmen klären",
        note="Eine Maßnahme ist überfällig." if count == 1 else f"{count} Maßnahmen sind überfällig.",
        href=f"{base}massnahmen/?due=overdue",
        word="überfällig",
        kind="danger",
    )


def _coordination_steps(facts: Facts, base: str) -> list[NextStep]:
    steps = [_measures_step(facts.overdue_measures, base)] if facts.overdue_measures else []
    if not facts.has_goals or not facts.has_model:
        missing = [
            word
            for word, there in (("Ziele", facts.has_goals), ("Kooperationsmodell", facts.has_model))
            if not there
        ]
        steps.append(
            NextStep(
                title="Angaben vervollständigen",
                note=f"Noch offen: {_list(missing)}.",
                href=f"{base}bearbeiten/",
                word="fehlt",
            )
        )
    if facts.common_open:
        steps.append(
            NextStep(
                title="Gemeinsame Leitfragen beantworten",
                note=f"In der aktuellen Phase: {_answers(facts.common_open)}.",
                href=f"{base}phasen/",
                word="offen",
            )
        )
    steps += _agreement_steps(facts, base)
    if facts.awaiting:
        steps.append(
            NextStep(
                title="Auf Zusagen warten",
                note=f"Noch keine Antwort von {_list(facts.awaiting)}.",
                href=f"{base}partner/",
                word="wartet",
                kind="waiting",
            )
        )
    if facts.unrated:
        rest = "Ein Erfolgsfaktor ist" if facts.unrated == 1 else f"{facts.unrated} Erfolgsfaktoren sind"
        steps.append(
            NextStep(
                title="Quick Check ausfüllen",
                note=f"{rest} noch nicht bewertet.",
                href=f"{base}quickcheck/",
                word="offen",
            )
        )
    if facts.bare_barriers:
        rest = "Für ein Hemmnis" if facts.bare_barriers == 1 else f"Für {facts.bare_barriers} Hemmnisse"
        steps.append(
            NextStep(
                title="Gegenmaßnahmen eintragen",
                note=f"{rest} ist noch keine eingetragen.",
                href=f"{base}rahmen/",
                word="fehlt",
                kind="info",
            )
        )
    if facts.steckbrief != PUBLISHED:
        steps.append(_steckbrief_step(facts.steckbrief, base))
    return steps


def _agreement_steps(facts: Facts, base: str) -> list[NextStep]:
    if facts.lacks_agreement:
        return [
            NextStep(
                title="Vereinbarung entwerfen",
                note="Der Entwurf beginnt mit den Klauseln, die Form und Land brauchen.",
                href=f"{base}vereinbarungen/neu/",
                word="möglich",
                kind="info",
            )
        ]
    if not facts.proposals:
        return []
    one = facts.proposals == 1
    rest = "Ein Vorschlag wartet" if one else f"{facts.proposals} Vorschläge warten"
    return [
        NextStep(
            title="Über Formulierungsvorschläge entscheiden",
            note=f"{rest} im Entwurf der Vereinbarung.",
            href=f"{base}vereinbarungen/",
            word="wartet auf Sie",
        )
    ]


def _steckbrief_step(state: str, base: str) -> NextStep:
    if state == NO_STECKBRIEF:
        title, note = "Steckbrief erstellen", "Er fasst die Kooperation auf wenigen Seiten zusammen."
    else:
        title, note = "Steckbrief veröffentlichen", "Der Entwurf ist noch nicht öffentlich."
    return NextStep(title=title, note=note, href=f"{base}steckbrief/", word="möglich", kind="info")
