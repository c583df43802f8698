"""What the next version would say: the draft with everything that is true of it now."""

from typing import Any

from django.db.models import Exists, OuterRef

from agreements.content import FrozenClause, FrozenPartner, LeftOut, Terms, VersionContent
from agreements.models import Agreement, AgreementVersion, Decision, Proceeding
from agreements.path import State
from agreements.procedure import path_of
from cooperations.models import Partner, PartnerRole

# With these the authority gives a version back: the same wording may be fixed once more.
GIVEN_BACK = (Decision.RETURNED, Decision.REFUSED, Decision.WITHDRAWN)
# The result of the check follows the catalog too: alone it is no reason for a new version.
_NOT_WORDING = "check"


def content_of_draft(agreement: Agreement, check: dict[str, Any] | None = None) -> VersionContent:
    """The draft as a version would hold it; ``check`` is the stored result of the completeness check."""
    clauses = list(agreement.clauses.order_by("position", "pk"))
    path = path_of(agreement.land, agreement.form_keys, clarified=agreement.clarified_requirement)
    return VersionContent(
        title=agreement.title,
        instrument=agreement.instrument.value,
        land=agreement.land,
        forms=tuple(agreement.form_keys),
        cooperation=agreement.cooperation.title,
        partners=_partners(agreement),
        terms=Terms.of(agreement),
        clauses=tuple(
            FrozenClause(number, row.key, row.heading, row.text)
            for number, row in enumerate((row for row in clauses if row.included), start=1)
        ),
        left_out=tuple(
            LeftOut(row.key, row.heading, row.omission_reason) for row in clauses if not row.included
        ),
        requirement=path.requirement.value,
        publication=path.publication.value,
        clarification=_clarification(agreement),
        check=check or {},
    )


def _partners(agreement: Agreement) -> tuple[FrozenPartner, ...]:
    rows = Partner.objects.filter(cooperation=agreement.cooperation_id).confirmed()
    found = [
        FrozenPartner(row.pk, str(row.municipality), row.municipality.ags, row.role)
        for row in rows.select_related("municipality")
    ]
    # The lead stands first, the others by their key, so that two versions name them in the same order.
    return tuple(sorted(found, key=lambda partner: (partner.role != PartnerRole.LEAD, partner.ags)))


def _clarification(agreement: Agreement) -> str:
    return agreement.clarification if agreement.clarified_requirement else ""


def same_wording(stored: dict[str, Any], content: VersionContent) -> bool:
    """Whether a stored content says what this one says, apart from the result of the check."""
    new = content.as_json()
    return {**stored, _NOT_WORDING: None} == {**new, _NOT_WORDING: None}


def latest_version(agreement: Agreement) -> AgreementVersion | None:
    """The last version with ``was_given_back``: whether the authority refused it or sent it back."""
    given_back = Proceeding.objects.filter(version=OuterRef("pk"), decision__in=GIVEN_BACK)
    rows = AgreementVersion.objects.filter(agreement=agreement).annotate(was_given_back=Exists(given_back))
    return rows.order_by("-number").first()


def unchanged_since(last: AgreementVersion | None, content: VersionContent) -> bool:
    """Whether there is nothing to fix: the last version says the same, and nobody gave it back."""
    if last is None or last.state == State.REFUSED or getattr(last, "was_given_back", False):
        return False
    return same_wording(last.content, content)
