"""Accounts, invitations to them, and the keys with which programs act for them."""

from ikz.accounts.models.invitations import Invitation
from ikz.accounts.models.replacements import NameReplacement
from ikz.accounts.models.tokens import ApiToken
from ikz.accounts.models.users import User, UserManager

__all__ = ["ApiToken", "Invitation", "NameReplacement", "User", "UserManager"]
