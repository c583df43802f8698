"""Writes to the register, memberships, authorities and mandates."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ikz.accounts.models import User
from municipalities.folding import fold
from municipalities.models import Authority, Kind, Mandate, Membership, Municipality


def _require_administrator(actor: User) -> None:
    if not (actor.is_valid_today and actor.is_administrator):
        raise PermissionDenied


@transaction.atomic
def register_municipality(
    *,
    ags: str,
    kind: Kind,
    name: str,
    display_name: str,
    designation: str = "",
    parent: Municipality | None = None,
    population: int | None = None,
    area_km2: Decimal | None = None,
) -> Municipality:
    """Enter or refresh a row of the register by its key; called by imports, never by a request."""
    facts = {
        "kind": kind,
        "name": name,
        "display_name": display_name,
        "folded_name": fold(display_name),
        "designation": designation,
        "parent": parent,
        "population": population,
        "area_km2": area_km2,
    }
    known = Municipality.objects.filter(ags=ags).first()
    row = known or Municipality(ags=ags, group=Group.objects.create(name=f"Kommune {ags}"))
    if known and all(getattr(row, field) == value for field, value in facts.items()):
        return row
    for field, value in facts.items():
        setattr(row, field, value)
    row.full_clean(exclude=["group"])
    row.save()
    return row


@transaction.atomic
def add_membership(
    *, actor: User, user: User, municipality: Municipality, valid_from: date, valid_until: date | None = None
) -> Membership:
    """Let ``user`` work for ``municipality``; accounts that only read cannot (ValidationError)."""
    _require_administrator(actor)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.read_only:
        raise ValidationError({"user": "Ein Konto der Aufsicht kann keiner Kommune angehören."})
    row = Membership(user=locked, municipality=municipality, valid_from=valid_from, valid_until=valid_until)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def end_membership(*, actor: User, membership_id: int, valid_until: date) -> Membership:
    """Set the last day of a membership."""
    _require_administrator(actor)
    row = Membership.objects.select_for_update().get(pk=membership_id)
    row.valid_until = valid_until
    row.full_clean()
    row.save(update_fields=["valid_until"])
    return row


@transaction.atomic
def create_authority(*, actor: User, name: str, land: str) -> Authority:
    """Enter a supervisory authority."""
    _require_administrator(actor)
    row = Authority(name=name.strip(), land=land, group=Group(name=f"Aufsicht {land} {name.strip()}"[:150]))
    row.full_clean(exclude=["group"])
    row.group.save()
    row.save()
    return row


@transaction.atomic
def grant_mandate(
    *, actor: User, user: User, authority: Authority, valid_from: date, valid_until: date
) -> Mandate:
    """Let ``user`` read for ``authority``; from then on the account writes nothing anywhere.

    Raises ValidationError for accounts that belong to a municipality or administrate.
    """
    _require_administrator(actor)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_administrator or Membership.objects.filter(user=locked).current().exists():
        raise ValidationError(
            {
                "user": "Dieses Konto gehört einer Kommune an oder administriert. Die Aufsicht braucht ein eigenes Konto."
            }
        )
    row = Mandate(user=locked, authority=authority, valid_from=valid_from, valid_until=valid_until)
    row.full_clean()
    if not locked.read_only:
        locked.read_only = True
        locked.save(update_fields=["read_only"])
    row.save()
    return row


@transaction.atomic
def end_mandate(*, actor: User, mandate_id: int, valid_until: date) -> Mandate:
    """Set the last day of a mandate."""
    _require_administrator(actor)
    row = Mandate.objects.select_for_update().get(pk=mandate_id)
    row.valid_until = valid_until
    row.full_clean()
    row.save(update_fields=["valid_until"])
    return row
