"""Agreements, versions and proceedings made in one line, for tests of what comes after them."""

from datetime import date

from agreements import grants
from agreements.content import FrozenClause, FrozenPartner, Terms, VersionContent, fingerprint
from agreements.models import (
    Agreement,
    AgreementVersion,
    Clause,
    CouncilResolution,
    CouncilResult,
    Proceeding,
    ProceedingKind,
)
from agreements.path import State
from agreements.procedure import path_of
from cooperations.models import Cooperation
from municipalities.models import Authority

CLAUSES = (
    ("handlungsfelder", "Handlungsfelder", "Die Beteiligten betreuen die Schul-IT gemeinsam."),
    ("kostenbeteiligung", "Kosten", "Die Kosten werden nach der Zahl der Schülerinnen und Schüler verteilt."),
    ("kuendigung", "Kündigung", "Gekündigt wird schriftlich mit einer Frist von zwölf Monaten."),
)


def agreement_of(
    cooperation: Cooperation,
    *,
    title: str = "Zweckvereinbarung Schul-IT",
    forms: tuple[str, ...] = ("mandating",),
    land: str = "07",
    clauses: tuple[tuple[str, str, str], ...] = CLAUSES,
    **terms: object,
) -> Agreement:
    """A draft with a few clauses (key, heading, text)."""
    agreement = Agreement.objects.create(
        cooperation=cooperation, title=title, form_keys=list(forms), land=land, **terms
    )
    Clause.objects.bulk_create(
        Clause(agreement=agreement, key=key, position=position, heading=heading, text=text)
        for position, (key, heading, text) in enumerate(clauses, start=1)
    )
    return agreement


def version_of(
    agreement: Agreement, *, state: State = State.FIXED, occasion: str = "Beschlussfassung", **dates: date
) -> AgreementVersion:
    """The draft as it stands, frozen as the next version and put into ``state``."""
    path = path_of(agreement.land, agreement.form_keys, clarified=agreement.clarified_requirement)
    stored = VersionContent(
        title=agreement.title,
        instrument=agreement.instrument.value,
        land=agreement.land,
        forms=tuple(agreement.form_keys),
        cooperation=agreement.cooperation.title,
        partners=tuple(
            FrozenPartner(row.pk, str(row.municipality), row.municipality.ags, row.role)
            for row in agreement.cooperation.partners.confirmed().select_related("municipality")
        ),
        terms=Terms.of(agreement),
        clauses=tuple(
            FrozenClause(number, row.key, row.heading, row.text)
            for number, row in enumerate(agreement.clauses.filter(included=True), start=1)
        ),
        left_out=(),
        requirement=path.requirement.value,
        publication=path.publication.value,
    ).as_json()
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.versions.count() + 1,
        content=stored,
        sha256=fingerprint(stored),
        occasion=occasion,
        state=state.value,
        **dates,
    )


def proceeding_of(
    version: AgreementVersion,
    authority: Authority,
    *,
    kind: ProceedingKind = ProceedingKind.APPROVAL,
    submitted_on: date = date(2026, 3, 2),
) -> Proceeding:
    """The version before an authority, which from now on sees it."""
    row = Proceeding.objects.create(
        version=version, authority=authority, kind=kind, submitted_on=submitted_on
    )
    grants.sync([version.agreement_id])
    return row


def resolutions_of(version: AgreementVersion, *, decided_on: date = date(2026, 2, 10)) -> None:
    """All confirmed partners have consented."""
    for partner in version.agreement.cooperation.partners.confirmed():
        CouncilResolution.objects.create(
            version=version,
            partner=partner,
            body="Kreistag",
            decided_on=decided_on,
            result=CouncilResult.ADOPTED,
        )
