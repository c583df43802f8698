"""Personal data: who is responsible, and what the contract says (Art. 26, 28 DSGVO)."""

from collections.abc import Iterator

from agreements.check_rules.draft import CheckedDraft
from agreements.check_rules.paid import maker, transfers
from agreements.findings import Finding, Level, Topic
from cooperations.federal_law import DATA_PROTECTION, rule


def of_data_protection(draft: CheckedDraft) -> Iterator[Finding]:
    """The roles that are entered, held against the forms."""
    if not draft.is_paid:
        return
    law, terms = rule(DATA_PROTECTION), draft.terms
    make = maker(Topic.DATA, law, "data_protection")
    chain, minimum = law.parts
    passes = bool(transfers(draft))
    if terms.data_protection == "undecided":
        yield make(
            Level.CHECK,
            "Wer verantwortlich ist, ist noch nicht geprüft",
            " ".join(law.text),
            points=chain.items,
            action="Klären Sie mit den Datenschutzbeauftragten, wer Verantwortlicher und wer Auftragsverarbeiter ist.",
        )
    elif terms.data_protection == "processor":
        yield make(
            Level.CHECK if passes else Level.HINT,
            "Auftragsverarbeitung (Art. 28 DSGVO)",
            law.text[1] if passes else law.text[0],
            points=chain.items,
            action="Prüfen Sie für jedes Glied der Kette, ob ein Vertrag vorliegt.",
        )
        yield make(
            Level.HINT,
            "Was der Vertrag zur Auftragsverarbeitung mindestens regelt",
            points=minimum.items,
            confidence=minimum.confidence.value,
            sources=minimum.sources,
            clause_key="auftragsverarbeitung",
        )
    elif terms.data_protection == "joint":
        yield make(
            Level.CHECK,
            "Gemeinsam Verantwortliche (Art. 26 DSGVO)",
            law.text[1],
            action="Prüfen Sie, ob die Beteiligten Zwecke und Mittel wirklich gemeinsam festlegen und ob die "
            "Vereinbarung nach Art. 26 DSGVO vorliegt.",
        )
    elif terms.data_protection == "controller":
        yield make(
            Level.HINT if passes else Level.CHECK,
            "Die übernehmende Stelle ist selbst verantwortlich"
            if passes
            else "Wer nur im Auftrag tätig wird, ist in der Regel nicht selbst verantwortlich",
            law.text[1],
            action="Klären Sie die Rollen mit den Datenschutzbeauftragten.",
        )
    else:
        given = terms.data_protection_note.strip()
        yield make(
            Level.CHECK,
            "Keine personenbezogenen Daten?",
            "Wer Geräte, Netze oder Konten von Schulen betreut, kann in der Regel auf personenbezogene Daten zugreifen."
            + (f" Ihre Begründung: {given}" if given else ""),
            action="Prüfen Sie die Einordnung und begründen Sie sie.",
        )
