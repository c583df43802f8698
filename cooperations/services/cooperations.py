"""Create a cooperation and change its own data."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cooperations import catalog, grants
from cooperations.models import Cooperation, Coordinator, Duration
from cooperations.rules import date_errors
from cooperations.services.invitations import announce_invitation
from cooperations.services.partners import Announce, enter_partners
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.catalog import mep_phases, task_areas
from municipalities.folding import fold
from municipalities.models import Municipality

# Addresses below /kooperationen/ that are pages of their own.
RESERVED_SLUGS = frozenset({"neu"})
MAX_LINES = 30


@dataclass(frozen=True)
class CooperationData:
    """What a person enters about a cooperation; keys are those of the catalogs, months their first days."""

    title: str
    subtitle: str = ""
    goals: Sequence[str] = ()
    motives: Sequence[str] = ()
    model_keys: Sequence[str] = ()
    task_areas: Sequence[str] = ()
    mep_phases: Sequence[str] = ()
    legal_basis: str = ""
    duration: str = Duration.OPEN
    ends_on: date | None = None
    build_up_from: date | None = None
    build_up_to: date | None = None


def stored_values(row: Cooperation) -> dict[str, Any]:
    """What is stored, by the names of :class:`CooperationData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(CooperationData)}


def _check(data: CooperationData) -> None:
    known: dict[str, Iterable[str]] = {
        "model_keys": catalog.models(),
        "task_areas": task_areas(),
        "mep_phases": mep_phases(),
    }
    errors = {
        name: f"Unbekannte Auswahl: {', '.join(unknown)}."
        for name, keys in known.items()
        if (unknown := sorted(set(getattr(data, name)) - set(keys)))
    }
    for name in ("goals", "motives"):
        lines = getattr(data, name)
        if len(lines) > MAX_LINES:
            errors[name] = f"Bitte geben Sie höchstens {MAX_LINES} Zeilen ein."
        elif any(len(line.splitlines()) > 1 for line in lines):
            errors[name] = "Jeder Eintrag ist eine Zeile, ohne Umbruch."
    errors |= date_errors(
        duration=data.duration,
        ends_on=data.ends_on,
        build_up_from=data.build_up_from,
        build_up_to=data.build_up_to,
    )
    if errors:
        raise ValidationError(errors)


def _fill(row: Cooperation, data: CooperationData) -> None:
    _check(data)
    for item in fields(data):
        value = getattr(data, item.name)
        # Each entry of a list counts once.
        setattr(row, item.name, list(dict.fromkeys(value)) if isinstance(value, (list, tuple)) else value)
    row.full_clean(exclude=["slug"])


def _free_slug(title: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:70].strip("-") or "kooperation"
    taken = (
        set(Cooperation.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    )
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _save_under_free_slug(row: Cooperation) -> None:
    while True:
        row.slug = _free_slug(row.title)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            # Somebody with the same title was quicker: the next number is tried.
            if not Cooperation.objects.filter(slug=row.slug).exists():
                raise
        else:
            return


@transaction.atomic
def create_cooperation(
    *,
    actor: User,
    data: CooperationData,
    lead: Municipality,
    partners: Iterable[Municipality],
    slug: str | None = None,
    announce: Announce = announce_invitation,
) -> Cooperation:
    """Create a cooperation in Sondierung with its lead and partners; ``actor`` coordinates it.

    The municipality ``actor`` works for takes part and is confirmed at once, all others are "eingeladen" and
    told by ``announce``: by the usual mail unless the caller writes a letter of its own.
    Raises ValidationError by field (``partners``, ``lead``, fields of ``data``) and PermissionDenied for
    accounts that work for none of the partners.
    """
    if not actor.is_valid_today or actor.read_only:
        raise PermissionDenied
    row = Cooperation()
    _fill(row, data)
    if slug:
        row.slug = slug
        row.save()
    else:
        _save_under_free_slug(row)
    enter_partners(actor=actor, cooperation=row, lead=lead, partners=partners, announce=announce)
    Coordinator.objects.create(cooperation=row, user=actor)
    grants.sync([row.pk])
    return row


@transaction.atomic
def update_cooperation(
    *, actor: User, cooperation: Cooperation, data: CooperationData, expected_version: int
) -> Cooperation:
    """Store changed data; raises EditConflict when somebody saved in between, ValidationError by field."""
    row: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data)
    row.version += 1
    row.save()
    return row
