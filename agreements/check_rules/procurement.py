"""Procurement: why no award procedure is needed (§ 108 GWB), or that there is one."""

from collections.abc import Callable, Iterator
from typing import Any

from agreements.check_rules.draft import CheckedDraft
from agreements.check_rules.paid import maker, pays, transfers
from agreements.findings import Finding, Level, Topic, founded
from cooperations.catalog import models
from cooperations.federal_law import PROCUREMENT, rule
from cooperations.law import FederalPart


def of_procurement(draft: CheckedDraft) -> Iterator[Finding]:
    """The reason that is entered, held against the forms and the clauses."""
    if not draft.is_paid:
        return
    law, terms = rule(PROCUREMENT), draft.terms
    make = maker(Topic.PROCUREMENT, law, "procurement")
    conditions, rulings = law.parts
    passes = transfers(draft)
    # What courts said stands in the catalog from general knowledge, and is shown as that.
    ruled = founded(law)
    ruled.update(confidence=rulings.confidence.value, sources=rulings.sources or law.sources)
    if terms.procurement == "undecided":
        yield make(
            Level.CHECK,
            "Das Vergaberecht ist noch nicht geprüft",
            law.text[-1],
            points=conditions.items,
            action="Ordnen Sie die Zusammenarbeit ein und begründen Sie es.",
        )
    elif terms.procurement == "cooperation":
        yield from _cooperation(draft, make, conditions, ruled)
    elif terms.procurement == "competence":
        remaining = [form for form in draft.forms if form not in passes]
        title = "Die Zuständigkeit geht über" if passes else "Bei diesen Formen geht keine Zuständigkeit über"
        text = (
            "Eine echte Übertragung der Zuständigkeit ist kein öffentlicher Auftrag (EuGH C-51/15)."
            if not remaining
            else "Wer eine Aufgabe nur durchführen lässt, bleibt zuständig; dann liegt gegen Entgelt ein Auftrag nahe."
        )
        yield make(
            Level.CHECK if remaining else Level.OK,
            title
            if not remaining or not passes
            else "Nur bei einem Teil der Formen geht die Zuständigkeit über",
            text,
            action="Prüfen Sie, ob § 108 Abs. 6 GWB greift oder ein Vergabeverfahren nötig ist."
            if remaining
            else "",
            **ruled,
        )
    elif terms.procurement == "in-house":
        own_person = any(models()[form].new_legal_person for form in draft.forms)
        yield make(
            Level.HINT if own_person else Level.CHECK,
            "Inhouse-Vergabe",
            "§ 108 Abs. 1 bis 5 GWB setzt eine beherrschte Rechtsperson voraus."
            + ("" if own_person else " Mit diesen Formen entsteht keine."),
            action="Prüfen Sie die Voraussetzungen der Inhouse-Vergabe.",
            **ruled,
        )
    elif terms.procurement == "no-service" and pays(draft):
        yield make(
            Level.CHECK,
            "„Nichts gegen Entgelt“ passt nicht zur Kostenregelung",
            "Eine Klausel regelt, wer was bezahlt. Auch eine Kostenerstattung kann ein Entgelt sein.",
            points=conditions.items,
            action="Prüfen Sie, ob ein entgeltlicher Vertrag vorliegt.",
        )
    else:
        yield make(
            Level.OK,
            "Es gibt ein Vergabeverfahren" if terms.procurement == "procedure" else "Nichts gegen Entgelt",
        )


def _cooperation(
    draft: CheckedDraft, make: Callable[..., Finding], conditions: FederalPart, ruled: dict[str, Any]
) -> Iterator[Finding]:
    note = draft.terms.procurement_note.strip()
    yield make(
        Level.HINT if note else Level.MISSING,
        "Zusammenarbeit nach § 108 Abs. 6 GWB" if note else "Die Begründung zu § 108 Abs. 6 GWB fehlt",
        f"Ihre Begründung: {note}"
        if note
        else "Die Ausnahme greift nur, wenn alle Bedingungen erfüllt sind.",
        points=conditions.items,
        action="Halten Sie fest, wie jede Bedingung erfüllt ist.",
    )
    contributes = draft.regulates("ressourcen_intrakommunal") or draft.regulates("ressourcen_interkommunal")
    yield make(
        Level.HINT if contributes else Level.CHECK,
        "Jede Kommune braucht einen eigenen Beitrag",
        "Wer nur Kosten erstattet, arbeitet nach der Rechtsprechung nicht zusammen (EuGH C-429/19, Remondis II)."
        + ("" if contributes else " Keine Klausel sagt bisher, was die Beteiligten selbst einbringen."),
        action="Regeln Sie, was jede Kommune beiträgt: Personal, Sachmittel, Wissen.",
        clause_key="ressourcen_intrakommunal",
        **ruled,
    )
