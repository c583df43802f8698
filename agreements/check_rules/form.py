"""Written form and signature."""

from collections.abc import Iterator
from typing import Final

from agreements.check_rules.draft import CheckedDraft, form_names
from agreements.contents import contents_of
from agreements.findings import Finding, Level, Topic, founded
from cooperations.federal_law import PUBLIC_CONTRACT, rule
from cooperations.law import Confidence, Contents

# How a Land's entry says that an electronic document does not do.
NOT_ELECTRONIC: Final = "nicht in elektronischer Form"
SCHLESWIG_HOLSTEIN: Final = "01"


def of_form(draft: CheckedDraft) -> Iterator[Finding]:
    """The federal rule of written form, what the Land says of it, and how the partners mean to sign."""
    lists = [group.entry for group in contents_of(draft.land, draft.forms) if group.entry is not None]
    refused = next((entry for entry in lists if NOT_ELECTRONIC in entry.form), None)
    if draft.is_paid:
        yield _signature(draft, refused)
    for entry in lists:
        if entry.form:
            yield Finding(
                topic=Topic.FORM,
                level=Level.CHECK if entry.doubts else Level.HINT,
                title=f"Form nach dem Recht des Landes: {entry.form}",
                **founded(entry),
            )
    if draft.agreement_forms:
        contract = rule(PUBLIC_CONTRACT)
        yield Finding(
            topic=Topic.FORM,
            level=Level.HINT,
            title=f"Öffentlich-rechtlicher Vertrag: {form_names(draft.agreement_forms)}",
            text=" ".join(contract.text),
            points=tuple(
                item
                for part in contract.parts
                for item in part.items
                if draft.land == SCHLESWIG_HOLSTEIN and item.startswith("SH")
            ),
            **founded(contract),
        )


def _signature(draft: CheckedDraft, refused: Contents | None) -> Finding:
    chosen, contract = draft.terms.signature_form, rule(PUBLIC_CONTRACT)
    if chosen == "electronic" and refused is not None:
        return Finding(
            topic=Topic.FORM,
            level=Level.MISSING,
            title="Die elektronische Form ist in diesem Land ausgeschlossen",
            text=f"Das Land verlangt: {refused.form}.",
            action="Sehen Sie eine schriftliche Ausfertigung mit Unterschriften von Hand vor.",
            field="signature_form",
            **founded(refused),
        )
    if chosen == "electronic":
        return Finding(
            topic=Topic.FORM,
            level=Level.CHECK,
            title="Elektronische Unterschrift",
            text="§ 57 VwVfG verlangt Schriftform. Ob eine qualifizierte elektronische Signatur sie hier ersetzt, "
            "ist nicht ermittelt.",
            action="Klären Sie die Form vor der Unterzeichnung mit dem Rechtsamt und der Aufsicht.",
            field="signature_form",
            **{**founded(contract), "confidence": Confidence.UNSURE.value},
        )
    if chosen == "written":
        return Finding(
            topic=Topic.FORM,
            level=Level.OK,
            title="Schriftlich, von Hand unterschrieben",
            text="Das wahrt die Schriftform.",
            field="signature_form",
            **founded(contract),
        )
    return Finding(
        topic=Topic.FORM,
        level=Level.CHECK,
        title="Wie unterschrieben wird, ist noch offen",
        text="Ein öffentlich-rechtlicher Vertrag braucht die Schriftform, soweit nichts anderes vorgeschrieben ist.",
        action="Entscheiden Sie, in welcher Form die Beteiligten unterschreiben.",
        field="signature_form",
        **founded(contract),
    )
