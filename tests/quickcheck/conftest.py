"""What the tests of the Quick Check share."""

from collections.abc import Callable

import pytest

from cooperations.models import Cooperation, Partner
from ikz.accounts.models import User
from quickcheck.models import Rating
from quickcheck.services import rate_factor

Rate = Callable[..., Rating]


@pytest.fixture
def kusel_partner(cooperation: Cooperation) -> Partner:
    return cooperation.partners.get(municipality__ags="07336")


@pytest.fixture
def kaiserslautern_partner(cooperation: Cooperation) -> Partner:
    return cooperation.partners.get(municipality__ags="07335")


@pytest.fixture
def rate(cooperation: Cooperation, coordinator: User) -> Rate:
    """Rate as the coordination, on top of what is stored."""

    def make(factor_key: str, value: str, evidence: str = "", partner: Partner | None = None) -> Rating:
        stored = Rating.objects.filter(
            cooperation=cooperation, factor_key=factor_key, partner=partner
        ).first()
        return rate_factor(
            actor=coordinator,
            cooperation=cooperation,
            factor_key=factor_key,
            value=value,
            evidence=evidence,
            expected_version=stored.version if stored else 0,
            partner=partner,
        )

    return make
