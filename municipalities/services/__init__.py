"""Every write to this room."""

from municipalities.services.areas import set_authority_area, set_mandate_area
from municipalities.services.imports import (
    confirm_import,
    discard_import,
    force_import,
    retry_import,
    start_import,
)
from municipalities.services.needs import change_need, close_need, describe_need, reopen_need
from municipalities.services.offers import (
    change_offer,
    enter_offer,
    record_review,
    remove_review,
    restore_offer,
    withdraw_offer,
)
from municipalities.services.people import (
    add_membership,
    change_mandate_end,
    create_authority,
    end_membership,
    grant_mandate,
    rename_authority,
)
from municipalities.services.profiles import save_profile
from municipalities.services.register import register_municipality
from municipalities.services.schools import add_school, change_school, close_school, reopen_school

__all__ = [
    "add_membership",
    "add_school",
    "change_mandate_end",
    "change_need",
    "change_offer",
    "change_school",
    "close_need",
    "close_school",
    "confirm_import",
    "create_authority",
    "describe_need",
    "discard_import",
    "end_membership",
    "enter_offer",
    "force_import",
    "grant_mandate",
    "record_review",
    "register_municipality",
    "remove_review",
    "rename_authority",
    "reopen_need",
    "reopen_school",
    "restore_offer",
    "retry_import",
    "save_profile",
    "set_authority_area",
    "set_mandate_area",
    "start_import",
    "withdraw_offer",
]
