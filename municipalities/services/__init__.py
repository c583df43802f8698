"""Every write to this room."""

from municipalities.services.people import (
    add_membership,
    change_mandate_end,
    create_authority,
    end_membership,
    grant_mandate,
    rename_authority,
)
from municipalities.services.register import register_municipality

__all__ = [
    "add_membership",
    "change_mandate_end",
    "create_authority",
    "end_membership",
    "grant_mandate",
    "register_municipality",
    "rename_authority",
]
