"""Every write to cooperations, by topic."""

from cooperations.services.answers import save_answer
from cooperations.services.cooperations import create_cooperation, update_cooperation
from cooperations.services.partners import (
    add_partner,
    appoint_coordinator,
    change_lead,
    dismiss_coordinator,
    remove_partner,
    respond_to_invitation,
    update_figures,
)
from cooperations.services.phases import change_phase
from cooperations.services.searches import express_interest, keep_search

__all__ = [
    "add_partner",
    "appoint_coordinator",
    "change_lead",
    "change_phase",
    "create_cooperation",
    "dismiss_coordinator",
    "express_interest",
    "keep_search",
    "remove_partner",
    "respond_to_invitation",
    "save_answer",
    "update_cooperation",
    "update_figures",
]
