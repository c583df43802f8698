"""Standing items: what every agenda of a body begins with."""

from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from governance.body_presets import REFLECTION
from governance.models import Body, ItemKind, StandingItem
from governance.models.meetings import LONGEST_MINUTES
from governance.services.bodies import working_body
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

MOST = 20
KEYS = ("", REFLECTION)


@dataclass(frozen=True, kw_only=True)
class StandingData:
    """A standing item; ``key`` is ``reflection`` where it brings the four questions of the method along."""

    title: str
    kind: str
    orientation: str
    minutes: int
    key: str = ""


def stored_standing(row: StandingItem) -> dict[str, Any]:
    """What is stored, by the names of :class:`StandingData`."""
    return {item.name: getattr(row, item.name) for item in fields(StandingData)}


@transaction.atomic
def add_standing_item(*, actor: User, body: Body, data: StandingData) -> StandingItem:
    """Put an item behind the others; agendas made from now on have it. Raises ValidationError by field."""
    owner = working_body(actor, body)
    if owner.standing_items.count() >= MOST:
        raise ValidationError(f"Mehr als {MOST} ständige Punkte füllen jede Sitzung schon vorher.")
    last = owner.standing_items.aggregate(last=Max("position"))["last"] or 0
    row = StandingItem(body=owner, position=last + 1)
    _fill(row, data)
    row.save()
    return row


@transaction.atomic
def change_standing_item(*, actor: User, item: StandingItem, data: StandingData) -> StandingItem:
    """Change an item; agendas that exist stay as they are. Raises ValidationError by field."""
    row = _locked(actor, item)
    _fill(row, data)
    row.save()
    return row


@transaction.atomic
def remove_standing_item(*, actor: User, item: StandingItem) -> None:
    """Delete an item; agendas that exist keep theirs."""
    row = _locked(actor, item)
    body, position = row.body, row.position
    row.delete()
    body.standing_items.filter(position__gt=position).update(position=F("position") - 1)


@transaction.atomic
def move_standing_item(*, actor: User, item: StandingItem, up: bool) -> None:
    """Change places with the item before or behind; at the end nothing happens."""
    row = _locked(actor, item)
    others = row.body.standing_items.exclude(pk=row.pk)
    if up:
        neighbour = others.filter(position__lt=row.position).order_by("-position").first()
    else:
        neighbour = others.filter(position__gt=row.position).order_by("position").first()
    if neighbour is None:
        return
    row.position, neighbour.position = neighbour.position, row.position
    row.save()
    neighbour.save()


def _locked(actor: User, item: StandingItem) -> StandingItem:
    seen: StandingItem = get_editable(StandingItem.objects, actor, pk=item.pk)
    working_body(actor, seen.body)
    row: StandingItem = get_editable(StandingItem.objects, actor, lock=True, pk=item.pk)
    return row


def _fill(row: StandingItem, data: StandingData) -> None:
    errors = {}
    if data.kind not in ItemKind.values:
        errors["kind"] = "Bitte wählen Sie die Art des Punktes."
    if data.minutes > LONGEST_MINUTES:
        errors["minutes"] = f"Bitte geben Sie höchstens {LONGEST_MINUTES} Minuten an."
    namesakes = StandingItem.objects.filter(body=row.body, title=data.title.strip()).exclude(pk=row.pk)
    if data.title.strip() and namesakes.exists():
        errors["title"] = "Diesen ständigen Punkt hat das Gremium schon."
    if data.key not in KEYS:
        errors["key"] = "Diese Vorlage kennen wir nicht."
    if errors:
        raise ValidationError(errors)
    row.title, row.kind, row.orientation = data.title.strip(), data.kind, data.orientation
    row.minutes, row.key = data.minutes, data.key
    row.full_clean(validate_constraints=False)
