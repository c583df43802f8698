"""Clauses: what is needed, what is empty or unfinished, what was left out on purpose, what the law lists."""

from collections.abc import Iterator
from typing import Any

from agreements.catalog import Binding, ClauseKind, clauses
from agreements.check_rules.draft import CheckedDraft, form_names, unfinished
from agreements.contents import LegalContent, contents_of, required_by_law
from agreements.findings import Finding, Level, Topic, founded
from cooperations.law import Confidence

SHOWN_GAPS = 5
# How the list marks what the law does not strictly ask for.
_SOFT = ("(Soll", "kein gesetzlicher Katalog")


def of_clauses(draft: CheckedDraft) -> Iterator[Finding]:
    """What is there and what is not, by the kinds of the catalog; then the partners' own clauses and gaps."""
    if not draft.clauses:
        yield Finding(
            topic=Topic.CLAUSES,
            level=Level.MISSING,
            title="Der Entwurf enthält noch keine Klausel",
            action="Beginnen Sie den Entwurf mit den vorgeschlagenen Klauseln.",
        )
    for key, kind in draft.kinds.items():
        yield from _of_kind(draft, key, kind)
    for clause in draft.clauses:
        if clause.key not in draft.kinds and not clause.text.strip():
            yield Finding(
                topic=Topic.CLAUSES,
                level=Level.MISSING,
                title=f"„{clause.heading}“ hat noch keinen Wortlaut",
                text="Die Klausel ist aufgenommen, sagt aber noch nichts.",
                action="Ergänzen Sie den Wortlaut oder nehmen Sie die Klausel heraus.",
                clause_key=clause.key,
            )
        found = unfinished(clause.text)[:SHOWN_GAPS]
        if found:
            yield Finding(
                topic=Topic.CLAUSES,
                level=Level.MISSING,
                title=f"Offene Stellen in „{clause.heading}“",
                text="Im Wortlaut stehen noch Stellen, die auszufüllen sind.",
                points=found,
                action="Füllen Sie die Stellen aus.",
                clause_key=clause.key,
            )


def _of_kind(draft: CheckedDraft, key: str, kind: ClauseKind) -> Iterator[Finding]:
    core = kind.binding is Binding.CORE
    about: dict[str, Any] = {"topic": Topic.CLAUSES, "clause_key": key, **_evidence(kind, draft.land)}
    if draft.regulates(key):
        yield Finding(level=Level.OK, title=f"„{kind.label}“ ist geregelt", **about)
    elif key in draft.by_key:
        yield Finding(
            level=Level.MISSING if core else Level.CHECK,
            title=f"„{kind.label}“ hat noch keinen Wortlaut",
            text=kind.guide,
            action="Ergänzen Sie den Wortlaut oder begründen Sie, warum der Punkt nicht geregelt wird.",
            **about,
        )
    elif key in draft.omitted:
        yield Finding(
            level=Level.HINT if core else Level.OK,
            title=f"„{kind.label}“ ist bewusst nicht geregelt",
            text=f"Begründung: {draft.omitted[key].reason}",
            action="Prüfen Sie, ob die Begründung auch die Räte und die Aufsicht überzeugt." if core else "",
            **about,
        )
    elif kind.binding in {Binding.CORE, Binding.RECOMMENDED}:
        yield Finding(
            level=Level.MISSING if core else Level.HINT,
            title=f"„{kind.label}“ {'fehlt' if core else 'wird empfohlen'}",
            text=kind.guide,
            action="Nehmen Sie die Klausel auf oder begründen Sie, warum der Punkt nicht geregelt wird.",
            **about,
        )


def _evidence(kind: ClauseKind, land: str) -> dict[str, Any]:
    """What founds a kind in a Land; a chapter of the Handreichung stands where a section of law would."""
    return {
        **founded(kind),
        "section": "; ".join(kind.places_in(land)),
        "sources": kind.sources_in(land),
    }


def of_contents(draft: CheckedDraft) -> Iterator[Finding]:
    """What the law of the Land lists as contents, each item held against its clauses."""
    for group in contents_of(draft.land, draft.forms):
        if group.entry is None:
            continue
        names = form_names(group.forms)
        if not group.entry.items:
            yield Finding(
                topic=Topic.CONTENTS,
                level=Level.CHECK,
                title=f"Pflichtinhalte nicht ermittelt: {names}",
                text=f"{group.entry.note} Das heißt nicht, dass das Gesetz nichts verlangt.".strip(),
                action="Klären Sie mit dem Rechtsamt oder der Aufsicht, was geregelt sein muss.",
                **founded(group.entry),
            )
        elif group.entry.note:
            yield Finding(
                topic=Topic.CONTENTS,
                level=Level.CHECK if group.entry.doubts else Level.HINT,
                title=f"Zur Liste des Gesetzes: {names}",
                text=group.entry.note,
                **founded(group.entry),
            )
    for item in required_by_law(draft.land, draft.forms):
        if not item.on_term:  # the term's own rule tells whether it is due
            yield _of_item(draft, item)


def _of_item(draft: CheckedDraft, item: LegalContent) -> Finding:
    about: dict[str, Any] = {"topic": Topic.CONTENTS, **founded(item)}
    absent = [key for key in item.keys if not draft.regulates(key)]
    if item.keys and not absent:
        # That a clause is there does not tell that it says what the law wants.
        certain = item.confidence is Confidence.READ and not item.doubts
        return Finding(
            level=Level.OK if certain else Level.CHECK,
            title=item.text,
            text=f"Geregelt in: {_labels(item.keys)}. Ob der Wortlaut genügt, prüft das Rechtsamt.",
            clause_key=item.keys[0],
            **about,
        )
    # Conditions of the list that no field knows, and items without a clause, somebody has to look at.
    soft = any(word in item.text for word in _SOFT)
    vague = not item.keys or bool(item.condition) or soft or item.confidence is not Confidence.READ
    omitted = [draft.omitted[key] for key in absent if key in draft.omitted]
    text = "".join(f" Ausgelassen mit der Begründung: {row.reason}" for row in omitted)
    return Finding(
        level=Level.CHECK if vague else Level.MISSING,
        title=item.text,
        text=f"Das Landesrecht führt diesen Punkt auf.{text}",
        action=f"Regeln Sie ihn in: {_labels(tuple(absent))}."
        if absent
        else "Prüfen Sie, ob er geregelt ist.",
        clause_key=absent[0] if absent else "",
        **about,
    )


def _labels(keys: tuple[str, ...]) -> str:
    return ", ".join(f"„{clauses()[key].label}“" for key in keys)
