"""What the end of a membership must not bring about."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ikz.accounts.models import User
from municipalities.models import Authority, Membership, Municipality
from municipalities.services import add_membership, end_membership, grant_mandate

LATER = timezone.localdate() + timedelta(days=400)


@pytest.fixture
def over(administrator: User, kusel_staff: User) -> Membership:
    """A membership that ended years ago."""
    pk = kusel_staff.memberships.get().pk
    return end_membership(actor=administrator, membership_id=pk, valid_until=date(2021, 1, 1))


def test_an_account_that_reads_for_an_authority_does_not_get_its_membership_back(
    administrator: User, kusel_staff: User, over: Membership, authority: Authority
) -> None:
    grant_mandate(
        actor=administrator,
        user=kusel_staff,
        authority=authority,
        valid_from=timezone.localdate(),
        valid_until=LATER,
    )
    with pytest.raises(ValidationError, match="Aufsicht"):
        end_membership(actor=administrator, membership_id=over.pk, valid_until=LATER)
    end_membership(actor=administrator, membership_id=over.pk, valid_until=date(2021, 2, 1))


def test_memberships_in_one_municipality_do_not_overlap(
    administrator: User, kusel_staff: User, over: Membership, kusel: Municipality
) -> None:
    add_membership(actor=administrator, user=kusel_staff, municipality=kusel, valid_from=date(2023, 1, 1))
    with pytest.raises(ValidationError, match="ein weiteres Mal"):
        end_membership(actor=administrator, membership_id=over.pk, valid_until=date(2023, 1, 1))
    assert kusel_staff.memberships.filter(valid_until=date(2021, 1, 1)).exists()
