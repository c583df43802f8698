"""Inviting people together with what they will be here, all or nothing."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ikz.accounts.models import Invitation, User
from ikz.accounts.services import invite
from municipalities.models import Authority, Municipality
from municipalities.services import add_membership, grant_mandate


@dataclass(frozen=True)
class WorkFor:
    """Works for a municipality; without a last day until further notice."""

    municipality: Municipality
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class ReadFor:
    """Reads for a supervisory authority, up to a last day; ``area`` are official keys, empty for all of it."""

    authority: Authority
    valid_from: date
    valid_until: date
    area: tuple[str, ...] = ()


@dataclass(frozen=True)
class Administrate:
    """Administrates this installation."""


Role = WorkFor | ReadFor | Administrate


@transaction.atomic
def invite_with_role(*, actor: User, email: str, label: str, role: Role) -> Invitation:
    """Prepare an account with its membership, mandate or administration, and mail the invitation.

    Raises ValidationError with the errors of whichever step refuses; then nothing is written and nothing leaves.
    """
    invitation = invite(
        actor=actor, email=email, label=label, is_administrator=isinstance(role, Administrate)
    )
    if isinstance(role, WorkFor):
        add_membership(
            actor=actor,
            user=invitation.user,
            municipality=role.municipality,
            valid_from=role.valid_from,
            valid_until=role.valid_until,
        )
    elif isinstance(role, ReadFor):
        grant_mandate(
            actor=actor,
            user=invitation.user,
            authority=role.authority,
            valid_from=role.valid_from,
            valid_until=role.valid_until,
            area=role.area,
        )
    return invitation
