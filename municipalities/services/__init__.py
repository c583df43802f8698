"""Every write to this room."""

from municipalities.services.needs import change_need, close_need, describe_need, reopen_need
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

__all__ = [
    "add_membership",
    "change_mandate_end",
    "change_need",
    "close_need",
    "create_authority",
    "describe_need",
    "end_membership",
    "grant_mandate",
    "register_municipality",
    "rename_authority",
    "reopen_need",
    "save_profile",
]
