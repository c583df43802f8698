"""Two people at the same moment: one wins, the other is told, and nothing happens twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.models import AgreementVersion, CouncilResult, Proceeding
from agreements.path import State
from agreements.services.force import put_in_force, terminate
from agreements.services.proceedings import submit_version
from agreements.services.resolutions import ResolutionData, record_resolution
from cooperations.models import Cooperation, Partner
from ikz.accounts.models import User
from municipalities.models import Authority
from tests.agreements.world import agreement_of, version_of
from tests.robustness.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PAST = date(2026, 2, 10)


def test_consents_submissions_and_entry_into_force(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, authority: Authority
) -> None:
    version = version_of(agreement_of(cooperation, forms=("delegating",)))
    yes = ResolutionData(body="Kreistag", decided_on=PAST, result=CouncilResult.ADOPTED)

    def consent(actor: User, partner: Partner) -> None:
        record_resolution(actor=actor, version=version, partner=partner, data=yes)

    first, second, third = cooperation.partners.order_by("municipality__ags")
    consent(coordinator, first)
    # Both are the last one in each other's eyes: whoever comes second sees the first, and adopts.
    at_once(lambda: consent(coordinator, second), lambda: consent(kusel_staff, third))
    version.refresh_from_db()
    assert version.state == State.ADOPTED
    assert version.steps.count() == 1

    def submit() -> Proceeding:
        return submit_version(
            actor=coordinator, version=version, authority=authority, kind="approval", submitted_on=PAST
        )

    results = at_once(submit, submit)
    assert sum(isinstance(row, ValidationError) for row in results) == 1
    assert Proceeding.objects.count() == 1

    AgreementVersion.objects.filter(pk=version.pk).update(state="published", published_on=PAST)
    Proceeding.objects.update(decision="approved", decided_on=PAST)
    other = version_of(version.agreement, state=State.PUBLISHED, adopted_on=PAST, published_on=PAST)
    results = at_once(
        lambda: put_in_force(actor=coordinator, version=version, on=date(2026, 3, 1)),
        lambda: put_in_force(actor=coordinator, version=other, on=date(2026, 3, 2)),
    )
    holding = AgreementVersion.objects.get(state=State.IN_FORCE.value)
    assert holding == other
    results = at_once(
        lambda: terminate(actor=coordinator, version=other, on=date(2026, 4, 1), reason="Kündigung"),
        lambda: terminate(actor=coordinator, version=other, on=date(2026, 4, 1), reason="Kündigung"),
    )
    assert sum(isinstance(row, ValidationError) for row in results) == 1
    assert other.steps.filter(to_state="terminated").count() == 1
