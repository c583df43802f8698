"""The completeness check of a draft as it is stored."""

from django.utils import timezone

from agreements.check import CheckedDraft, CheckResult, Note, check
from agreements.content import FrozenClause, LeftOut, Terms
from agreements.models import Agreement
from cooperations.catalog import models
from cooperations.federal_law import vat_transition
from cooperations.models import Partner
from cooperations.selectors.law_notes import public_notes

LAND_DIGITS = 2


def check_of_draft(agreement: Agreement) -> CheckResult:
    """Check the draft of an agreement that the caller took from the gate; three queries."""
    return check(checked_draft(agreement))


def checked_draft(agreement: Agreement) -> CheckedDraft:
    """The draft with everything the check asks beside its wording."""
    rows = list(agreement.clauses.order_by("position", "pk"))
    keys = Partner.objects.filter(cooperation=agreement.cooperation_id).present()
    laender = {ags[:LAND_DIGITS] for ags in keys.values_list("municipality__ags", flat=True)}
    transition = vat_transition()
    notes = [note for note in public_notes(agreement.land) if note.model_key in {"", *agreement.form_keys}]
    return CheckedDraft(
        land=agreement.land,
        forms=tuple(agreement.form_keys),
        terms=Terms.of(agreement),
        clauses=tuple(
            FrozenClause(number, row.key, row.heading, row.text)
            for number, row in enumerate((row for row in rows if row.included), start=1)
        ),
        left_out=tuple(
            LeftOut(row.key, row.heading, row.omission_reason) for row in rows if not row.included
        ),
        today=timezone.localdate(),
        vat_from=transition.mandatory_from,
        vat_source=transition.source,
        vat_extensions=transition.extensions,
        partner_laender=tuple(sorted(laender)),
        clarified=agreement.clarified_requirement,
        clarified_on=agreement.clarified_on,
        clarification=agreement.clarification,
        notes=tuple(
            Note(
                topic=note.get_topic_display(),
                form=models()[note.model_key].label if note.model_key in models() else "alle Formen",
                text=note.text,
                source=note.source,
                dated_on=note.dated_on,
            )
            for note in notes
        ),
    )
