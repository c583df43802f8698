"""Needs of a municipality: described, changed, closed when they are met or dropped, opened again."""

from dataclasses import dataclass, fields, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.catalog import mep_phases, task_areas
from municipalities.models import Municipality, Need, Urgency, Visibility
from municipalities.own import own_municipality

OPEN_TWICE = (
    "Für diesen Aufgabenbereich und dieses Ziel hat Ihre Kommune schon einen offenen Bedarf. Ändern Sie diesen oder "
    "wählen Sie etwas anderes."
)


@dataclass(frozen=True)
class NeedData:
    """What a person enters about a need.

    ``task_area`` and ``mep_phase`` are keys of the catalog; without a phase the need goes where its task area
    usually belongs. ``remote_suffices`` is None while that is open.
    """

    task_area: str
    aim: str
    goal: str
    mep_phase: str = ""
    remote_suffices: bool | None = None
    urgency: str = Urgency.SOON
    visibility: str = Visibility.SIGNED_IN


def stored_values(row: Need) -> dict[str, Any]:
    """What is stored, by the names of :class:`NeedData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(NeedData)}


def tidy(data: NeedData) -> NeedData:
    """The data as it is stored: lines end in one way, and the phase is that of the task area unless chosen."""
    area = task_areas().get(data.task_area)
    phase = data.mep_phase or (area.mep if area else "")
    return replace(data, goal="\n".join(data.goal.strip().splitlines()), mep_phase=phase)


@transaction.atomic
def describe_need(*, actor: User, municipality: Municipality, data: NeedData) -> Need:
    """Enter a need of the actor's own municipality.

    Raises ValidationError by field, also for a second open need with the same task area and aim, and for a
    municipality that the register no longer has.
    """
    own = own_municipality(actor, lock=True, pk=municipality.pk)
    if own.is_dissolved:
        raise ValidationError(
            f"{own} steht nicht mehr im amtlichen Verzeichnis. Neue Bedarfe beschreibt die Nachfolgerin."
        )
    row = Need(municipality=own, updated_by=actor)
    _fill(row, data)
    row.save()
    return row


@transaction.atomic
def change_need(*, actor: User, need: Need, data: NeedData, expected_version: int) -> Need:
    """Store changed data of an open need; EditConflict when somebody saved in between, ValidationError by field."""
    row = _locked(actor, need)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    if not row.is_open:
        raise ValidationError("Dieser Bedarf ist erledigt. Öffnen Sie ihn wieder, bevor Sie ihn ändern.")
    _fill(row, data)
    return _save(row, actor)


@transaction.atomic
def close_need(*, actor: User, need: Need) -> Need:
    """Mark an open need as met or dropped; nobody is offered it any more."""
    row = _locked(actor, need)
    if not row.is_open:
        raise ValidationError("Dieser Bedarf ist schon erledigt.")
    row.closed_at = timezone.now()
    return _save(row, actor)


@transaction.atomic
def reopen_need(*, actor: User, need: Need) -> Need:
    """Open a closed need again; ValidationError where another one took its place meanwhile."""
    row = _locked(actor, need)
    if row.is_open:
        raise ValidationError("Dieser Bedarf ist noch offen.")
    if _same_open(row).exists():
        raise ValidationError(
            "Für diesen Aufgabenbereich und dieses Ziel gibt es inzwischen einen anderen offenen Bedarf."
        )
    row.closed_at = None
    return _save(row, actor)


def _locked(actor: User, need: Need) -> Need:
    # First the municipality, as everywhere: all that looks for a second open need queues there.
    get_editable(Need.objects, actor, pk=need.pk)
    own_municipality(actor, lock=True, pk=need.municipality_id)
    row: Need = get_editable(Need.objects, actor, lock=True, pk=need.pk)
    return row


def _save(row: Need, actor: User) -> Need:
    row.version += 1
    row.updated_by = actor
    row.save()
    return row


def _fill(row: Need, data: NeedData) -> None:
    whole = tidy(data)
    if whole.task_area not in task_areas():
        raise ValidationError({"task_area": "Diesen Aufgabenbereich gibt es nicht."})
    if whole.mep_phase not in mep_phases():
        raise ValidationError({"mep_phase": "Diese Phase der Medienentwicklungsplanung gibt es nicht."})
    for item in fields(whole):
        setattr(row, item.name, getattr(whole, item.name))
    row.full_clean(validate_constraints=False)
    if _same_open(row).exists():
        raise ValidationError({"task_area": OPEN_TWICE})


def _same_open(row: Need) -> Any:
    same = Need.objects.open().filter(municipality=row.municipality_id, task_area=row.task_area, aim=row.aim)
    return same.exclude(pk=row.pk)
