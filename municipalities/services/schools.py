"""Schools that a Schulträger keeps: enter, change, close, open again."""

from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.folding import fold
from municipalities.models import Kind, Municipality, School, SchoolAuthority, SchoolSource
from municipalities.own import own_municipality
from municipalities.schools.neutral import MOST_PUPILS
from municipalities.schools.owners import as_authority, home_of


@dataclass(frozen=True)
class SchoolData:
    """What is entered about a school; ``pupils_as_of`` is a school year ("2024/25") or a date in words."""

    name: str
    school_form: str
    register_number: str = ""
    pupils: int | None = None
    pupils_as_of: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""


def stored_values(row: School) -> dict[str, Any]:
    """What is stored, by the names of :class:`SchoolData`."""
    return {item.name: getattr(row, item.name) for item in fields(SchoolData)}


@transaction.atomic
def add_school(*, actor: User, municipality: Municipality, data: SchoolData) -> School:
    """Enter a school of the actor's own municipality, which becomes a Schulträger with its first one.

    Raises ValidationError by field, PermissionDenied for municipalities the actor does not work for.
    """
    owner = own_municipality(actor, lock=True, pk=municipality.pk)
    if owner.is_dissolved or owner.kind == Kind.LAND:
        raise ValidationError("Für diese Kommune können keine Schulen mehr eingetragen werden.")
    authority = SchoolAuthority.objects.filter(municipality=owner).first()
    if authority is None:
        authority = as_authority(owner)
        authority.save()
    row = School(authority=authority, version=0, **home_of(owner))
    return _save(row, data)


@transaction.atomic
def change_school(*, actor: User, school_id: int, data: SchoolData, expected_version: int) -> School:
    """Store other facts about a school of the actor's own municipality.

    Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    row = _locked(actor, school_id)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    return _save(row, data)


@transaction.atomic
def close_school(*, actor: User, school_id: int) -> School:
    """Let a school count no longer from today; doing it twice changes nothing more."""
    row = _locked(actor, school_id)
    if row.closed_on is None:
        row.closed_on = timezone.localdate()
        _keep(row)
    return row


@transaction.atomic
def reopen_school(*, actor: User, school_id: int) -> School:
    """Let a closed school count again."""
    row = _locked(actor, school_id)
    if row.closed_on is not None:
        row.closed_on = None
        _keep(row)
    return row


def _locked(actor: User, school_id: int) -> School:
    seen: School = get_editable(School.objects.select_related("authority"), actor, pk=school_id)
    # Names are compared among the schools of one Schulträger: whoever writes them queues.
    owner = seen.authority.municipality_id
    if owner is None:
        raise PermissionDenied
    own_municipality(actor, lock=True, pk=owner)
    row: School = get_editable(School.objects, actor, lock=True, pk=school_id)
    return row


def _save(row: School, data: SchoolData) -> School:
    for item in fields(data):
        setattr(row, item.name, getattr(data, item.name))
    _check(row)
    _keep(row)
    return row


def _keep(row: School) -> None:
    row.folded_name = fold(row.name)
    row.source = SchoolSource.TYPED
    row.version += 1
    row.full_clean()
    row.save()


def _check(row: School) -> None:
    errors: dict[str, str] = {}
    if row.pupils is not None and row.pupils > MOST_PUPILS:
        errors["pupils"] = (
            f"Keine Schule hat mehr als {MOST_PUPILS} Schülerinnen und Schüler; bitte prüfen Sie die Zahl."
        )
    if row.pupils is None and row.pupils_as_of:
        errors["pupils"] = "Bitte geben Sie zum Stand auch die Zahl an."
    others = School.objects.exclude(pk=row.pk).filter(register_number=row.register_number, land=row.land)
    if row.register_number and others.exists():
        errors["register_number"] = "Diese Schulnummer gibt es in diesem Land schon."
    same_name = School.objects.exclude(pk=row.pk).filter(
        authority=row.authority_id, folded_name=fold(row.name)
    )
    if not row.register_number and same_name.exists():
        errors["name"] = (
            "Eine Schule mit diesem Namen haben Sie schon. Gibt es wirklich zwei, unterscheiden Sie sie bitte durch "
            "die Schulnummer."
        )
    if errors:
        raise ValidationError(errors)
