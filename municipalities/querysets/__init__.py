"""Who sees and changes the rows of this room."""

from municipalities.querysets.people import (
    AuthorityQuerySet,
    MandateQuerySet,
    MembershipQuerySet,
    PeriodQuerySet,
    valid_today,
)
from municipalities.querysets.register import MunicipalityQuerySet, represented

__all__ = [
    "AuthorityQuerySet",
    "MandateQuerySet",
    "MembershipQuerySet",
    "MunicipalityQuerySet",
    "PeriodQuerySet",
    "represented",
    "valid_today",
]
