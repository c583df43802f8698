"""Every write to accounts; all keyword-only, what the administration does takes its ``actor``."""

from ikz.accounts.services.administration import (
    deactivate_account,
    reactivate_account,
    reset_second_factor,
    update_account,
)
from ikz.accounts.services.invitations import accept, invite, resend_invitation, revoke_invitation
from ikz.accounts.services.own import create_api_token, end_other_sessions, revoke_api_token
from ikz.accounts.services.replacements import replace_name

__all__ = [
    "accept",
    "create_api_token",
    "deactivate_account",
    "end_other_sessions",
    "invite",
    "reactivate_account",
    "replace_name",
    "resend_invitation",
    "reset_second_factor",
    "revoke_api_token",
    "revoke_invitation",
    "update_account",
]
