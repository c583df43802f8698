"""The register, its people, and what Schulträger keep about themselves."""

from municipalities.models.imports import ImportJob, ImportKind, ImportStage
from municipalities.models.needs import Aim, Need, Urgency, Visibility
from municipalities.models.offers import Offer, OfferArea, OfferKind, OfferReview, ReviewOutcome
from municipalities.models.people import Authority, Mandate, Membership
from municipalities.models.register import Kind, Municipality
from municipalities.models.register_state import RegisterState
from municipalities.models.schools import AuthorityForm, Profile, School, SchoolAuthority, SchoolSource

__all__ = [
    "Aim",
    "Authority",
    "AuthorityForm",
    "ImportJob",
    "ImportKind",
    "ImportStage",
    "Kind",
    "Mandate",
    "Membership",
    "Municipality",
    "Need",
    "Offer",
    "OfferArea",
    "OfferKind",
    "OfferReview",
    "Profile",
    "RegisterState",
    "ReviewOutcome",
    "School",
    "SchoolAuthority",
    "SchoolSource",
    "Urgency",
    "Visibility",
]
