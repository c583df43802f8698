"""Every write to this room."""

from municipalities.services.imports import (
    confirm_import,
    discard_import,
    force_import,
    retry_import,
    start_import,
)
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
    "confirm_import",
    "create_authority",
    "describe_need",
    "discard_import",
    "end_membership",
    "force_import",
    "grant_mandate",
    "register_municipality",
    "rename_authority",
    "reopen_need",
    "retry_import",
    "save_profile",
    "start_import",
]
