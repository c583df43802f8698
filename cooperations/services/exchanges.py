"""What partners give each other without paying: by the coordination and by staff of either side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation, Exchange, ExchangeKind, Partner
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class ExchangeData:
    """A service of ``partner`` for ``receiver``; ``value`` in euros where both agreed on one."""

    partner: Partner
    receiver: Partner
    given_on: date
    text: str
    quantity: Decimal
    unit: str
    value: Decimal | None = None
    kind: str = ExchangeKind.OTHER


@transaction.atomic
def record_exchange(*, actor: User, cooperation: Cooperation, data: ExchangeData) -> Exchange:
    """Enter a service; one side must be the actor's own, the coordination enters all."""
    seen = get_visible(Cooperation.objects, actor, pk=cooperation.pk)
    row = Exchange(cooperation=Cooperation.objects.select_for_update().get(pk=seen.pk), recorded_by=actor)
    _store(actor, row, data)
    return row


@transaction.atomic
def change_exchange(
    *, actor: User, exchange: Exchange, data: ExchangeData, expected_version: int
) -> Exchange:
    """Change a service; EditConflict where somebody else did since ``expected_version``."""
    row: Exchange = get_editable(Exchange.objects, actor, lock=True, pk=exchange.pk)
    if stored_exchange(row) == data:
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    row.version += 1
    _store(actor, row, data)
    return row


def stored_exchange(row: Exchange) -> ExchangeData:
    """What is stored of a service."""
    return ExchangeData(**{name: getattr(row, name) for name in ExchangeData.__dataclass_fields__})


@transaction.atomic
def remove_exchange(*, actor: User, exchange: Exchange) -> None:
    """Remove a service; the history keeps it."""
    get_editable(Exchange.objects, actor, lock=True, pk=exchange.pk).delete()


def _store(actor: User, row: Exchange, data: ExchangeData) -> None:
    own = Partner.objects.filter(cooperation=row.cooperation_id).answerable_by(actor)
    own_ids = set(own.values_list("pk", flat=True))
    if not own_ids:
        raise PermissionDenied
    for name, value in asdict_shallow(data).items():
        setattr(row, name, value)
    row.unit, row.text = " ".join(row.unit.split()), row.text.strip()
    errors: dict[str, Any] = {}
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as error:
        errors = error.message_dict
    if data.partner == data.receiver:
        errors["receiver"] = ["Gebende und erhaltende Kommune sind dieselbe."]
    elif not own_ids & {data.partner.pk, data.receiver.pk}:
        errors["partner"] = ["Eine der beiden Kommunen muss Ihre eigene sein."]
    for name in ("partner", "receiver"):
        if getattr(data, name).cooperation_id != row.cooperation_id:
            errors[name] = ["Diese Kommune ist nicht Partner der Kooperation."]
    if not EARLIEST <= data.given_on <= timezone.localdate():
        errors["given_on"] = [
            "Bitte geben Sie den Tag an, an dem die Leistung erbracht wurde, spätestens heute."
        ]
    if errors:
        raise ValidationError(errors)
    row.save()


def asdict_shallow(data: ExchangeData) -> dict[str, Any]:
    """The fields of ``data``; ``asdict`` would copy the partners."""
    return {name: getattr(data, name) for name in ExchangeData.__dataclass_fields__}
