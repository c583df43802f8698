"""The completeness check of a draft: what is missing, what somebody has to look at, and why. Pure.

It explains with section, source and confidence, and decides nothing: what was not found out is a thing to check and
never reads as "not due".
"""

from agreements.check_rules.clauses import of_clauses, of_contents
from agreements.check_rules.data_protection import of_data_protection
from agreements.check_rules.draft import CheckedDraft, Note
from agreements.check_rules.form import of_form
from agreements.check_rules.land import of_notes, of_places, of_publication, of_supervision
from agreements.check_rules.procurement import of_procurement
from agreements.check_rules.term import of_term
from agreements.check_rules.vat import of_vat
from agreements.findings import NO_LEGAL_ADVICE, CheckResult, Finding, Level, Topic
from cooperations.law_catalog import compiled_on

__all__ = [
    "NO_LEGAL_ADVICE",
    "CheckResult",
    "CheckedDraft",
    "Finding",
    "Level",
    "Note",
    "Topic",
    "check",
]

_RULES = (
    of_clauses,
    of_contents,
    of_term,
    of_form,
    of_vat,
    of_procurement,
    of_data_protection,
    of_supervision,
    of_publication,
    of_places,
    of_notes,
)


def check(draft: CheckedDraft) -> CheckResult:
    """Everything there is to say about a draft today."""
    return CheckResult(
        compiled_on=compiled_on(),
        checked_on=draft.today.isoformat(),
        findings=tuple(finding for rule in _RULES for finding in rule(draft)),
    )
