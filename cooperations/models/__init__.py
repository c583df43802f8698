"""Cooperations: partners and coordination, guiding answers, conduct, measures, costs, advice, partner searches."""

from cooperations.models.advice import LawNote, LawTopic, ModelAdvice
from cooperations.models.conduct import (
    ActorKind,
    Barrier,
    ExternalActor,
    PhaseChange,
    Prerequisite,
    Progress,
    SelfEvaluation,
)
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
from cooperations.models.costs import (
    PAID_SERVICES,
    CostFact,
    CostItem,
    CostKind,
    CostPlan,
    Exchange,
    ExchangeKind,
    VatAnswer,
)
from cooperations.models.measures import Measure, MeasureDependency, MeasureState
from cooperations.models.search import Interest, PartnerSearch
from cooperations.models.sheets import HandoverSheet, ModelSheet

__all__ = [
    "PAID_SERVICES",
    "PRESENT",
    "ActorKind",
    "Barrier",
    "Cooperation",
    "CooperationGroupPermission",
    "CooperationUserPermission",
    "Coordinator",
    "CostFact",
    "CostItem",
    "CostKind",
    "CostPlan",
    "Duration",
    "Exchange",
    "ExchangeKind",
    "ExternalActor",
    "GuidingAnswer",
    "HandoverSheet",
    "Interest",
    "LawNote",
    "LawTopic",
    "Measure",
    "MeasureDependency",
    "MeasureState",
    "ModelAdvice",
    "ModelSheet",
    "Partner",
    "PartnerRole",
    "PartnerSearch",
    "PartnerStatus",
    "Phase",
    "PhaseChange",
    "Prerequisite",
    "Progress",
    "SelfEvaluation",
    "VatAnswer",
    "partner_of_same_cooperation",
]
