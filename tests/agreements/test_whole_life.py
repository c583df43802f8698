"""The Donnersberg agreement from the first draft to its amendment, by the services that pages and API call."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.content import VersionContent, fingerprint
from agreements.models import Agreement, AgreementVersion, ProceedingKind
from agreements.services.agreements import FrameData, create_agreement
from agreements.services.clauses import ClauseData
from agreements.services.contributions import accept_proposal, propose
from agreements.services.force import advance_due, put_in_force, record_publication, terminate
from agreements.services.proceedings import DecisionData, record_decision, record_receipt, submit_version
from agreements.services.resolutions import ResolutionData, record_resolution
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority
from workspace.examples.moments import as_of

TODAY = timezone.localdate()


def _days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def _reworded(coordinator: User, staff: User, agreement: Agreement, text: str) -> None:
    clause = agreement.clauses.get(key="kostenbeteiligung")
    data = ClauseData(heading=clause.heading, text=text)
    proposal = propose(
        actor=staff, agreement=agreement, data=data, clause=clause, base_version=clause.version, reason=""
    )
    accept_proposal(actor=coordinator, proposal=proposal, expected_version=clause.version)


def _adopted(coordinator: User, version: AgreementVersion) -> AgreementVersion:
    for partner in version.agreement.cooperation.partners.confirmed():
        data = ResolutionData(body="Kreistag", decided_on=_days(-30), result="adopted")
        record_resolution(actor=coordinator, version=version, partner=partner, data=data)
    version.refresh_from_db()
    assert version.state == "adopted"
    return version


def _decided(
    coordinator: User, version: AgreementVersion, authority: Authority, decision: str
) -> AgreementVersion:
    proceeding = submit_version(
        actor=coordinator,
        version=version,
        authority=authority,
        kind=ProceedingKind.CLARIFICATION,
        submitted_on=_days(-28),
    )
    proceeding = record_receipt(actor=coordinator, proceeding=proceeding, on=_days(-27))
    record_decision(
        actor=coordinator,
        proceeding=proceeding,
        data=DecisionData(
            decision=decision, decided_on=_days(-20), file_number="17 06-3/07", note="Kostenmaßstab"
        ),
    )
    version.refresh_from_db()
    return version


def test_from_draft_to_amendment(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    authority: Authority,
    supervisor: User,
) -> None:
    agreement = create_agreement(
        actor=coordinator,
        cooperation=cooperation,
        data=FrameData(title="Zweckvereinbarung Schul-IT", form_keys=["mandating"], land="07"),
    )
    assert agreement.clauses.filter(key="kuendigung").exists()

    # Laid before the authority, sent back, and worded anew by a partner.
    first = fix_version(actor=coordinator, agreement=agreement, occasion="Erste Beschlussfassung")
    with pytest.raises(ValidationError, match="nichts geändert"):
        fix_version(actor=coordinator, agreement=agreement, occasion="Noch einmal dasselbe")
    with pytest.raises(ValidationError):
        put_in_force(actor=coordinator, version=first, on=TODAY)
    first = _decided(coordinator, _adopted(coordinator, first), authority, "returned")
    assert first.state == "refused"
    _reworded(coordinator, kusel_staff, agreement, "Die Kosten teilen sich nach Schülerzahlen.")
    second = fix_version(actor=coordinator, agreement=agreement, occasion="Neuer Kostenmaßstab")
    first.refresh_from_db()
    assert (first.state, second.number) == ("overtaken", 2)
    assert list(AgreementVersion.objects.visible_to(supervisor)) == [first]

    # Adopted, approved, made public, in force.
    second = _decided(coordinator, _adopted(coordinator, second), authority, "approved")
    assert second.state == "approved"
    second = record_publication(
        actor=coordinator, version=second, on=_days(-10), where="Amtsblatt des Donnersbergkreises"
    )
    second = put_in_force(actor=coordinator, version=second, on=_days(-9))
    assert second.state == "in_force"
    assert [step.to_state for step in second.steps.all()] == [
        "adopted",
        "submitted",
        "approved",
        "published",
        "in_force",
    ]

    # An amendment goes the whole way again; until it holds, the old version does.
    _reworded(coordinator, kusel_staff, agreement, "Die Kosten teilen sich nach Geräten.")
    third = fix_version(actor=coordinator, agreement=agreement, occasion="Änderung des Kostenmaßstabs")
    second.refresh_from_db()
    assert (second.state, third.state) == ("in_force", "fixed")
    third = _decided(coordinator, _adopted(coordinator, third), authority, "approved")
    third = record_publication(actor=coordinator, version=third, on=_days(-1), where="Amtsblatt")
    third = put_in_force(actor=coordinator, version=third, on=_days(5))
    assert third.state == "published"
    with as_of(timezone.now() + timedelta(days=4)):
        advance_due()
    second.refresh_from_db()
    assert second.state == "in_force"
    with as_of(timezone.now() + timedelta(days=5)):
        advance_due()
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("superseded", "in_force")

    # What was fixed is what it was; what is over stays over.
    for version in (first, second, third):
        version.refresh_from_db()
        assert fingerprint(version.content) == version.sha256
    wording = {
        clause.text
        for clause in VersionContent.from_json(second.content).clauses
        if "Kosten teilen" in clause.text
    }
    assert wording == {"Die Kosten teilen sich nach Schülerzahlen."}
    with pytest.raises(ValidationError):
        terminate(actor=coordinator, version=second, on=TODAY, reason="Zu spät")
    assert AgreementVersion.objects.visible_to(supervisor).count() == 3
