"""Writes to memberships, authorities and mandates."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.accounts.services.guards import lock_administrators
from municipalities.models import Authority, Mandate, Membership, Municipality
from municipalities.services.areas import checked_area, outside


def _require_administrator(actor: User) -> None:
    if not (actor.is_valid_today and actor.is_administrator):
        raise PermissionDenied


@transaction.atomic
def add_membership(
    *, actor: User, user: User, municipality: Municipality, valid_from: date, valid_until: date | None = None
) -> Membership:
    """Let ``user`` work for ``municipality``; accounts that only read cannot (ValidationError)."""
    _require_administrator(actor)
    _check_period(valid_from, valid_until)
    # The lock queues other memberships and mandates of the same account.
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.read_only:
        raise ValidationError({"user": "Ein Konto der Aufsicht kann keiner Kommune angehören."})
    overlapping = Membership.objects.filter(user=locked, municipality=municipality).overlapping(
        valid_from, valid_until
    )
    if overlapping.exists():
        raise ValidationError(
            {"municipality": "Das Konto gehört dieser Kommune in diesem Zeitraum schon an."}
        )
    row = Membership(user=locked, municipality=municipality, valid_from=valid_from, valid_until=valid_until)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def end_membership(*, actor: User, membership_id: int, valid_until: date) -> Membership:
    """Set the last day of a membership.

    Raises ValidationError where it would go on beside another one, or for an account that only reads by now.
    """
    seen: Membership = get_editable(Membership.objects, actor, pk=membership_id)
    owner = User.objects.select_for_update().get(pk=seen.user_id)
    row: Membership = get_editable(Membership.objects, actor, lock=True, pk=membership_id)
    _check_period(row.valid_from, valid_until)
    if owner.read_only and valid_until >= timezone.localdate():
        raise ValidationError({"valid_until": "Ein Konto der Aufsicht kann keiner Kommune angehören."})
    others = Membership.objects.filter(user=owner, municipality=row.municipality_id).exclude(pk=row.pk)
    if others.overlapping(row.valid_from, valid_until).exists():
        raise ValidationError(
            {"valid_until": "In diesem Zeitraum gehört das Konto der Kommune schon ein weiteres Mal an."}
        )
    row.valid_until = valid_until
    row.full_clean()
    row.save(update_fields=["valid_until"])
    return row


@transaction.atomic
def create_authority(*, actor: User, name: str, land: str, area: Sequence[str] = ()) -> Authority:
    """Enter a supervisory authority; ``area`` are official keys, empty for the whole Land.

    Raises ValidationError for one that the Land has already, and for an area that is not in it.
    """
    lock_administrators(actor)
    # The group is found by the authority, never by its name, which only has to be unlike any other.
    row = Authority(name=_authority_name(name, land), land=land, group=Group(name=f"Aufsicht {uuid4()}"))
    row.full_clean(exclude=["group"])
    row.area = checked_area(area, land=land)
    row.group.save()
    row.save()
    return row


@transaction.atomic
def rename_authority(*, actor: User, authority_id: int, name: str) -> Authority:
    """Change the name of an authority; its Land stays, for its mandates were given for that Land."""
    lock_administrators(actor)
    row: Authority = get_editable(Authority.objects, actor, lock=True, pk=authority_id)
    row.name = _authority_name(name, row.land, besides=row.pk)
    row.full_clean(exclude=["group"])
    row.save(update_fields=["name"])
    return row


@transaction.atomic
def grant_mandate(
    *,
    actor: User,
    user: User,
    authority: Authority,
    valid_from: date,
    valid_until: date,
    area: Sequence[str] = (),
) -> Mandate:
    """Let ``user`` read for ``authority``; from then on the account writes nothing anywhere.

    ``area`` narrows it to a part of the authority's, by official keys; empty is all of it. Raises ValidationError for
    accounts that administrate, or belong to a municipality now or later, and for an area beyond the authority's.
    """
    _require_administrator(actor)
    _check_period(valid_from, valid_until)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_administrator or Membership.objects.filter(user=locked).not_over().exists():
        raise ValidationError(
            {
                "user": "Dieses Konto gehört einer Kommune an oder administriert. Die Aufsicht braucht ein eigenes Konto."
            }
        )
    if Mandate.objects.filter(user=locked, authority=authority).overlapping(valid_from, valid_until).exists():
        raise ValidationError(
            {"authority": "Das Konto hat für diese Behörde in diesem Zeitraum schon ein Mandat."}
        )
    # The lock keeps the authority's area from shrinking meanwhile.
    held = Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    row = Mandate(user=locked, authority=held, valid_from=valid_from, valid_until=valid_until)
    row.area = checked_area(area, land=held.land, within=held.area)
    row.full_clean()
    if not locked.read_only:
        locked.read_only = True
        locked.save(update_fields=["read_only"])
    row.save()
    return row


@transaction.atomic
def change_mandate_end(*, actor: User, mandate_id: int, valid_until: date) -> Mandate:
    """Set another last day of a mandate: an earlier one ends it, a later one extends it."""
    seen: Mandate = get_editable(Mandate.objects, actor, pk=mandate_id)
    User.objects.select_for_update().get(pk=seen.user_id)
    row: Mandate = get_editable(Mandate.objects, actor, lock=True, pk=mandate_id)
    _check_period(row.valid_from, valid_until)
    others = Mandate.objects.filter(user=row.user_id, authority=row.authority_id).exclude(pk=row.pk)
    if others.overlapping(row.valid_from, valid_until).exists():
        raise ValidationError({"valid_until": "In diesem Zeitraum gibt es schon ein weiteres Mandat."})
    if valid_until >= timezone.localdate() and outside(row.area, row.authority.area):
        raise ValidationError(
            {
                "valid_until": "Das Mandat reicht über das Gebiet der Behörde hinaus. Ändern Sie zuerst sein Gebiet."
            }
        )
    row.valid_until = valid_until
    row.full_clean()
    row.save(update_fields=["valid_until"])
    return row


def _check_period(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise ValidationError({"valid_until": f"Das Ende liegt vor dem Anfang ({valid_from:%d.%m.%Y})."})


def _authority_name(name: str, land: str, *, besides: int = 0) -> str:
    tidy = " ".join(name.split())
    same = Authority.objects.filter(land=land, name__iexact=tidy)
    if same.exclude(pk=besides).exists():
        raise ValidationError({"name": "Diese Aufsichtsbehörde gibt es in diesem Land schon."})
    return tidy
