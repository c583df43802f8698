"""Cooperations, their partners and coordination, guiding answers, and how partners were found."""

from cooperations.models.cooperation import (
    PRESENT,
    Cooperation,
    CooperationGroupPermission,
    CooperationUserPermission,
    Coordinator,
    Duration,
    GuidingAnswer,
    Partner,
    PartnerRole,
    PartnerStatus,
    Phase,
    partner_of_same_cooperation,
)
from cooperations.models.search import Interest, PartnerSearch

__all__ = [
    "PRESENT",
    "Cooperation",
    "CooperationGroupPermission",
    "CooperationUserPermission",
    "Coordinator",
    "Duration",
    "GuidingAnswer",
    "Interest",
    "Partner",
    "PartnerRole",
    "PartnerSearch",
    "PartnerStatus",
    "Phase",
    "partner_of_same_cooperation",
]
