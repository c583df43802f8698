"""Every write to cooperations, by topic."""

from cooperations.services.advice import keep_advice
from cooperations.services.answers import save_answer
from cooperations.services.conduct import (
    add_part,
    change_part,
    choose_criteria,
    describe_benefit,
    remove_part,
)
from cooperations.services.cooperations import create_cooperation, update_cooperation
from cooperations.services.evaluations import (
    record_self_evaluation,
    remind_of_self_evaluations,
    remove_self_evaluation,
)
from cooperations.services.measures import advance_measure, change_measure, plan_measure, remove_measure
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
    "add_part",
    "add_partner",
    "advance_measure",
    "appoint_coordinator",
    "change_lead",
    "change_measure",
    "change_part",
    "change_phase",
    "choose_criteria",
    "create_cooperation",
    "describe_benefit",
    "dismiss_coordinator",
    "express_interest",
    "keep_advice",
    "keep_search",
    "plan_measure",
    "record_self_evaluation",
    "remind_of_self_evaluations",
    "remove_measure",
    "remove_part",
    "remove_partner",
    "remove_self_evaluation",
    "respond_to_invitation",
    "save_answer",
    "update_cooperation",
    "update_figures",
]
