"""Towards the authority and the public, across the border of a Land, and what the administration noted."""

from collections.abc import Iterator

from agreements.check_rules.draft import CheckedDraft
from agreements.findings import Finding, Level, Topic, founded
from agreements.path import Publication, strictest
from agreements.procedure import publication_of, requirement_of, silence_of
from cooperations.catalog import models
from cooperations.law import Requirement
from cooperations.law_catalog import law_for, requirement_labels
from cooperations.law_words import requirement as in_words
from cooperations.law_words import supervision_doubts
from ikz.ui.formatting import de_date
from municipalities.catalog import LAENDER

# What the law asks for in these cases is clear enough to go on with, where it was read.
_CLEAR = frozenset({Requirement.APPROVAL, Requirement.NOTIFICATION, Requirement.ESTABLISHMENT})
_BY = {
    "authority": "Die Aufsichtsbehörde macht bekannt.",
    "partners": "Die Beteiligten machen bekannt.",
    "unknown": "Wer bekannt macht, ist nicht ermittelt: bitte prüfen.",
}
_EFFECT = {
    "day-after": "Wirksam wird sie am Tag danach, wenn nichts Späteres bestimmt ist.",
    "adoption": "Wirksam wird sie, wenn alle beschlossen und unterschrieben haben.",
    "unknown": "Wann sie wirksam wird, ist nicht ermittelt: bitte prüfen.",
}


def of_supervision(draft: CheckedDraft) -> Iterator[Finding]:
    """What is due towards the authority for each form, and what its answer changed."""
    if draft.clarified:
        yield _clarified(draft)
    for form in draft.forms:
        rule = law_for(draft.land, form).supervision
        found = requirement_of(draft.land, form)
        doubts = supervision_doubts(rule)
        certain = not doubts and found in {*_CLEAR, Requirement.NONE}
        level = Level.HINT if draft.clarified or certain else Level.CHECK
        if certain and found is Requirement.NONE:
            level = Level.OK
        yield Finding(
            topic=Topic.SUPERVISION,
            level=level,
            title=f"{models()[form].label}: {in_words(rule)}",
            text=rule.note if rule else "",
            action=_what_to_do(found, certain=certain, clarified=bool(draft.clarified)),
            field="" if certain else "clarified_requirement",
            **{**founded(rule), "cautions": doubts},
        )
    silence = silence_of(draft.land, draft.forms)
    if silence is not None:
        yield Finding(
            topic=Topic.SUPERVISION,
            level=Level.CHECK if silence.doubts else Level.HINT,
            title="Was aus dem Schweigen der Behörde folgt",
            text=silence.note,
            **founded(silence),
        )


def _what_to_do(found: Requirement, *, certain: bool, clarified: bool) -> str:
    if clarified:
        return "Es gilt, was mit der Aufsicht geklärt ist."
    if not certain:
        return "Klären Sie es mit der Aufsicht, bevor die Räte beschließen, und tragen Sie die Antwort ein."
    return "" if found is Requirement.NONE else "Legen Sie die beschlossene Fassung der Behörde vor."


def _clarified(draft: CheckedDraft) -> Finding:
    answered = Requirement(draft.clarified)
    by_law = strictest(requirement_of(draft.land, form) for form in draft.forms)
    read = all(not supervision_doubts(law_for(draft.land, form).supervision) for form in draft.forms)
    differs = read and by_law in _CLEAR and answered is not by_law
    label = (
        "Weder Genehmigung noch Anzeige" if answered is Requirement.NONE else requirement_labels()[answered]
    )
    return Finding(
        topic=Topic.SUPERVISION,
        level=Level.CHECK if differs else Level.OK,
        title=f"Mit der Aufsicht geklärt: {label}",
        text=(f"Am {de_date(draft.clarified_on)}: " if draft.clarified_on else "") + draft.clarification,
        action=f"Das gelesene Gesetz verlangt: {requirement_labels()[by_law]}. Lassen Sie sich die Antwort schriftlich geben."
        if differs
        else "",
        field="clarified_requirement",
    )


def of_publication(draft: CheckedDraft) -> Iterator[Finding]:
    """Whether and by whom each form is made public, and from when on it holds."""
    for form in draft.forms:
        rule = publication_of(draft.land, form)
        label = models()[form].label
        unclear = rule.due is Publication.CHECK or bool(rule.doubts)
        if rule.due is Publication.NOT_DUE and not unclear:
            level, title = Level.OK, f"{label}: keine Bekanntmachung vorgesehen"
        elif rule.due is Publication.DUE:
            level, title = Level.HINT, f"{label}: öffentlich bekannt zu machen"
        else:
            level, title = Level.CHECK, f"{label}: Bekanntmachung bitte prüfen"
        words = [rule.note]
        if rule.due is Publication.DUE:
            words = [_BY[rule.by], _EFFECT[rule.effect], rule.note]
        elif rule.due is Publication.NOT_DUE:
            words = [_EFFECT[rule.effect] if rule.effect != "unknown" else "", rule.note]
        yield Finding(
            topic=Topic.PUBLICATION,
            level=Level.CHECK if unclear else level,
            title=title,
            text=" ".join(word for word in words if word),
            action="Fragen Sie die Aufsicht, ob und wie bekannt zu machen ist." if unclear else "",
            clause_key="bekanntmachung" if "bekanntmachung" in draft.kinds else "",
            **founded(rule),
        )


def of_places(draft: CheckedDraft) -> Iterator[Finding]:
    """Partners of other Länder than the one whose law governs."""
    others = [land for land in draft.partner_laender if land != draft.land and land in LAENDER]
    if not others:
        return
    names = ", ".join(LAENDER[land] for land in others)
    entry = draft.law.cross_border
    yield Finding(
        topic=Topic.PLACES,
        level=Level.CHECK,
        title=f"Es beteiligen sich auch Kommunen aus: {names}",
        text=entry.note,
        action="Klären Sie mit den Aufsichtsbehörden beider Länder, welches Recht gilt und wer zuständig ist.",
        **founded(entry),
    )
    if draft.land not in draft.partner_laender:
        yield Finding(
            topic=Topic.PLACES,
            level=Level.CHECK,
            title=f"Keine beteiligte Kommune liegt in: {LAENDER[draft.land]}",
            text="Als geltendes Recht ist ein Land gewählt, in dem niemand von den Beteiligten liegt.",
            action="Prüfen Sie das gewählte Land.",
        )


def of_notes(draft: CheckedDraft) -> Iterator[Finding]:
    """What the administration noted beside the catalog, with its source and day."""
    for note in draft.notes:
        yield Finding(
            topic=Topic.NOTES,
            level=Level.HINT,
            title=f"{note.topic}: {note.form}",
            text=note.text,
            section=f"{note.source} (Stand {de_date(note.dated_on)})",
        )
