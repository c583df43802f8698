"""Where a finding of the check is mended: an address and the words of the link. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from agreements.catalog import clauses
from agreements.findings import CheckResult, Finding, Level

# Fields that have a page of their own; all others are on the form of the terms.
_CLARIFICATION: Final = "clarified_requirement"


@dataclass(frozen=True, kw_only=True)
class MendableFinding(Finding):
    """A finding with the way to its clause or field; ``href`` is empty where there is none."""

    href: str = ""
    link: str = ""


def with_ways(
    check: CheckResult, *, agreement_id: int, clause_ids: Mapping[str, int], may_change: bool
) -> CheckResult:
    """The same result with ways; ``clause_ids`` are the rows of the draft by the key of their kind.

    Whoever may not change the draft is led to the clauses only.
    """
    base = f"/vereinbarungen/{agreement_id}"

    def way(finding: Finding) -> tuple[str, str]:
        if finding.field and may_change:
            if finding.field == _CLARIFICATION:
                return f"{base}/angaben/aufsicht/", "Antwort der Aufsicht eintragen"
            return f"{base}/angaben/#id_{finding.field}", "Zur Angabe"
        if finding.clause_key in clause_ids:
            return f"{base}/entwurf/#klausel-{clause_ids[finding.clause_key]}", "Zur Klausel"
        if finding.clause_key in clauses() and finding.level is not Level.OK:
            # The draft lists what is due apart from what is possible.
            place = "h-katalog" if finding.level is Level.HINT else "h-fehlt"
            return f"{base}/entwurf/#{place}", "Zum Entwurf"
        return "", ""

    found = []
    for finding in check.findings:
        href, link = way(finding)
        values = {item.name: getattr(finding, item.name) for item in fields(Finding)}
        found.append(MendableFinding(**values, href=href, link=link))
    return CheckResult(check.compiled_on, check.checked_on, tuple(found))
