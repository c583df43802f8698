"""Term and termination: what the length of the term asks for, and what the dates leave open."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from agreements.check_rules.draft import CheckedDraft, form_names
from agreements.contents import required_by_law
from agreements.findings import Finding, Level, Topic, founded
from agreements.periods import DAY, add_months, notice_ends
from agreements.procedure import TerminationWhen
from ikz.ui.formatting import de_date

CLAUSE = "kuendigung"
_DAYS_OF_YEAR = 366


def years_between(start: date, end: date) -> float:
    """The length of a term from its first to its last day in years: exact where it is whole years, else in between."""
    years = end.year - start.year + 1
    while add_months(start, 12 * years) > end + DAY:
        years -= 1
    return years + (end + DAY - add_months(start, 12 * years)).days / _DAYS_OF_YEAR


def of_term(draft: CheckedDraft) -> Iterator[Finding]:
    """The term itself, the rule of the Land for it, notice, extension and evaluation."""
    terms = draft.terms
    if terms.term == "undecided":
        yield _finding(
            Level.MISSING,
            "Die Laufzeit ist noch offen",
            text="Ob eine Kündigungsregelung vorgeschrieben ist, hängt in vielen Ländern von der Laufzeit ab.",
            action="Entscheiden Sie: befristet oder unbefristet.",
            field="term",
        )
    if terms.ends_on is not None and terms.ends_on < draft.today:
        yield _finding(
            Level.CHECK,
            f"Das Ende liegt zurück: {de_date(terms.ends_on)}",
            action="Prüfen Sie das Datum.",
            field="ends_on",
        )
    if draft.agreement_forms:
        yield from _termination(draft)
    if draft.statute_forms:
        yield _association(draft)
    if draft.agreement_forms and draft.law.termination.agreement:
        entry = draft.law.termination
        yield _finding(
            Level.CHECK if entry.doubts else Level.HINT,
            "Was im Land sonst zum Ende einer Vereinbarung gilt",
            text=entry.agreement,
            law=founded(entry),
        )
    yield from _dates(draft)


def _termination(draft: CheckedDraft) -> Iterator[Finding]:
    rule, terms = draft.procedure.termination, draft.terms
    years = None
    if terms.ends_on is not None and terms.starts_on is not None:
        years = years_between(terms.starts_on, terms.ends_on)
    asks = None
    if terms.term != "undecided" or rule.when in {TerminationWhen.ALWAYS, TerminationWhen.NONE}:
        asks = rule.asks(open_ended=terms.term == "open-ended", years=years)
    if asks is False and terms.renewal_months and rule.when is not TerminationWhen.NONE:
        # A term that goes on by itself may count as one without end.
        asks = None
    about: dict[str, Any] = {"law": founded(rule), "clause_key": CLAUSE}
    wanted = _wanted(draft) or rule.note
    if asks is False:
        title = (
            "Ob für diese Laufzeit eine Kündigungsregelung vorgeschrieben ist, ist nicht gesichert"
            if rule.doubts
            else "Für diese Laufzeit ist keine Kündigungsregelung vorgeschrieben"
        )
        text = f"{_when(rule.when, rule.years)} {rule.note}".strip()
        # Nothing is asked: only what was read may say so.
        yield _finding(Level.CHECK if rule.doubts else Level.OK, title, text=text, **about)
    elif draft.regulates(CLAUSE):
        yield _finding(
            Level.OK if asks and not rule.doubts else Level.CHECK,
            "Die Kündigung ist geregelt"
            if asks
            else "Kündigung geregelt; ob sie vorgeschrieben ist, ist offen",
            text=f"{_when(rule.when, rule.years)} Verlangt: {wanted}"
            if wanted
            else _when(rule.when, rule.years),
            action="Prüfen Sie, ob die Klausel alles regelt, was das Gesetz nennt.",
            **about,
        )
    elif asks:
        left_out = draft.omitted.get(CLAUSE)
        yield _finding(
            Level.MISSING,
            "Diese Laufzeit verlangt eine Kündigungsregelung",
            text=f"{_when(rule.when, rule.years)} Verlangt: {wanted}"
            + (f" Ausgelassen mit der Begründung: {left_out.reason}" if left_out else ""),
            action="Regeln Sie die Kündigung in einer eigenen Klausel.",
            **about,
        )
    else:
        yield _finding(
            Level.CHECK,
            "Ob eine Kündigungsregelung vorgeschrieben ist, ist offen",
            text=f"{_when(rule.when, rule.years)} {_why_open(draft)}",
            action="Klären Sie es mit der Aufsicht. Eine Regelung schadet in keinem Fall.",
            **about,
        )


def _why_open(draft: CheckedDraft) -> str:
    terms = draft.terms
    if draft.procedure.termination.when is TerminationWhen.UNKNOWN:
        return "Das heißt nicht, dass keine vorgeschrieben ist."
    if terms.term == "undecided":
        return "Die Laufzeit ist noch nicht entschieden."
    if terms.renewal_months:
        return "Die Laufzeit verlängert sich ohne Kündigung: Prüfen Sie, ob sie wie eine unbefristete zählt."
    return "Ohne den Beginn lässt sich die Dauer nicht berechnen."


def _when(when: TerminationWhen, years: int) -> str:
    """The rule of the Land in a sentence."""
    return {
        TerminationWhen.ALWAYS: "Eine Kündigungsregelung ist in diesem Land immer Pflichtinhalt.",
        TerminationWhen.OPEN_ENDED: "Vorgeschrieben ist sie für unbefristete Vereinbarungen.",
        TerminationWhen.OPEN_ENDED_OR_OVER: f"Vorgeschrieben ist sie unbefristet oder über {years} Jahre.",
        TerminationWhen.OPEN_ENDED_OR_LONG: (
            f"Vorgeschrieben ist sie unbefristet oder auf lange Zeit (über {years} Jahre)."
        ),
        TerminationWhen.NONE: "Das Gesetz des Landes schreibt keine Kündigungsregelung vor.",
        TerminationWhen.UNKNOWN: "Ob das Gesetz des Landes eine verlangt, ist nicht ermittelt.",
    }[when]


def _wanted(draft: CheckedDraft) -> str:
    items = [item.text for item in required_by_law(draft.land, draft.agreement_forms) if CLAUSE in item.keys]
    return "; ".join(items)


def _association(draft: CheckedDraft) -> Finding:
    entry = draft.law.termination
    known = bool(entry.association)
    return _finding(
        Level.CHECK if entry.doubts or not known else Level.HINT,
        f"Ausscheiden und Auflösung: {form_names(draft.statute_forms)}",
        text=entry.association or "Was das Land dazu verlangt, ist nicht ermittelt.",
        action="Halten Sie die Satzung dagegen.",
        law=founded(entry),
        clause_key="zv_abwicklung",
    )


def _dates(draft: CheckedDraft) -> Iterator[Finding]:
    terms = draft.terms
    if draft.regulates(CLAUSE) and terms.notice_months is None:
        yield _finding(
            Level.CHECK,
            "Die Kündigungsfrist steht nicht in den Angaben",
            text="Ohne sie lässt sich der letzte Tag für eine Kündigung nicht berechnen, und niemand wird erinnert.",
            action="Tragen Sie Frist und Termin so ein, wie die Klausel sie regelt.",
            field="notice_months",
        )
    if terms.notice_months is not None and not draft.regulates(CLAUSE):
        yield _finding(
            Level.CHECK,
            "Eine Kündigungsfrist ist eingetragen, aber keine Klausel regelt sie",
            action="Regeln Sie die Frist in der Klausel zur Kündigung: Es gilt der Wortlaut, nicht die Angabe.",
            clause_key=CLAUSE,
        )
    at_days = terms.notice_at not in {"", "any-day"}
    if terms.ends_on and terms.renewal_months and at_days:
        fits = next(notice_ends(terms.notice_at, terms.ends_on)) == terms.ends_on
        if not fits:
            yield _finding(
                Level.CHECK,
                "Kündigungstermin und Ende der Laufzeit passen nicht zusammen",
                text=f"Die Laufzeit endet oder verlängert sich am {de_date(terms.ends_on)}.",
                action="Prüfen Sie, zu welchem Tag gekündigt werden soll.",
                field="notice_at",
            )
    if draft.regulates("evaluation") and terms.evaluation_on is None and terms.evaluation_months is None:
        yield _finding(
            Level.HINT,
            "Für die Evaluation ist kein Zeitpunkt eingetragen",
            text="Mit einem Zeitpunkt erinnert die Anwendung alle Beteiligten rechtzeitig.",
            field="evaluation_on",
        )


def _finding(
    level: Level,
    title: str,
    *,
    text: str = "",
    action: str = "",
    law: dict[str, Any] | None = None,
    clause_key: str = "",
    field: str = "",
) -> Finding:
    facts: dict[str, Any] = {"clause_key": clause_key, "field": field, **(law or {})}
    return Finding(topic=Topic.TERM, level=level, title=title, text=text, action=action, **facts)
