"""Value added tax on what partners do for each other (§ 2b UStG)."""

from collections.abc import Iterator

from agreements.check_rules.draft import CheckedDraft
from agreements.check_rules.paid import COST_CLAUSES, maker, pays
from agreements.findings import Finding, Level, Topic
from cooperations.federal_law import VAT, rule
from ikz.ui.formatting import de_date


def of_vat(draft: CheckedDraft) -> Iterator[Finding]:
    """The treatment that is entered, held against the end of the transition and the clauses."""
    if not draft.is_paid:
        return
    law, terms = rule(VAT), draft.terms
    make = maker(Topic.VAT, law, "vat")
    since = draft.today >= draft.vat_from
    day = de_date(draft.vat_from)
    transition = (
        f"Seit dem {day} gilt § 2b UStG für alle." if since else f"Vom {day} an gilt § 2b UStG für alle."
    ) + f" Quelle des Datums: {draft.vat_source or 'nicht angegeben, bitte prüfen'}."
    put_off = ""
    if draft.vat_extensions:
        put_off = f"Die Übergangszeit wurde verlängert: {'; '.join(draft.vat_extensions)}."
    if terms.vat == "undecided":
        yield make(
            Level.CHECK,
            "Die Umsatzsteuer ist noch nicht geprüft",
            f"{transition} {put_off} {law.text[-1]}",
            points=law.parts[0].items,
            action="Klären Sie mit der Kämmerei oder der Steuerberatung, ob Umsatzsteuer anfällt.",
        )
    elif terms.vat == "option":
        yield make(
            Level.MISSING if since else Level.CHECK,
            "Die Optionserklärung wirkt nicht mehr"
            if since
            else f"Die Optionserklärung wirkt nur vor dem {day}",
            f"{transition} {put_off} {law.text[1]}",
            action="Legen Sie fest, was danach gilt, und sehen Sie es in der Kostenregelung vor.",
        )
    elif terms.vat == "not-taxed":
        given = bool(terms.vat_note.strip())
        yield make(
            Level.HINT if given else Level.MISSING,
            "Als nicht steuerbar eingeordnet" if given else "Die Begründung zur Umsatzsteuer fehlt",
            "Die Gründe, aus denen eine Leistung nicht steuerbar sein kann, sind eng; Schul-IT-Support ist "
            f"marktgängig. {f'Ihre Begründung: {terms.vat_note}' if given else ''}".strip(),
            points=law.parts[0].items,
            action="Halten Sie die Begründung gegen jeden der genannten Gründe.",
        )
    elif terms.vat == "no-service" and pays(draft):
        yield make(
            Level.CHECK,
            "„Nichts gegen Entgelt“ passt nicht zur Kostenregelung",
            "Eine Klausel regelt, wer was bezahlt. Auch eine Kostenerstattung kann ein Entgelt sein.",
            action="Prüfen Sie, ob eine Leistung gegen Entgelt vorliegt.",
            clause_key=next(key for key in COST_CLAUSES if draft.regulates(key)),
        )
    else:
        yield make(
            Level.OK,
            "Umsatzsteuer wird abgerechnet" if terms.vat == "taxed" else "Nichts gegen Entgelt",
            "Sehen Sie in der Kostenregelung vor, ob die Beträge die Umsatzsteuer enthalten."
            if terms.vat == "taxed"
            else "",
        )
