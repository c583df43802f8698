"""What surrounds the work of a cooperation: criteria, benefit, others involved, prerequisites, barriers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404

from cooperations import catalog
from cooperations.models import PRESENT, Barrier, Cooperation, ExternalActor, Partner, Prerequisite, Progress
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

# More than a page can show at a glance helps nobody.
MOST_PARTS = 100


@dataclass(frozen=True, kw_only=True)
class ActorData:
    """Somebody outside the partners: which body, and how and when it is involved."""

    kind: str
    name: str
    how: str
    when: str


@dataclass(frozen=True, kw_only=True)
class PrerequisiteData:
    """What has to be there within one partner, or between all where ``partner_id`` is None."""

    text: str
    partner_id: int | None = None
    state: str = Progress.OPEN


@dataclass(frozen=True, kw_only=True)
class BarrierData:
    """What stands in the way, and what is done about it."""

    text: str
    counter_measure: str = ""
    resolved: bool = False


PartData = ActorData | PrerequisiteData | BarrierData
Part = ExternalActor | Prerequisite | Barrier
MODELS: dict[type[PartData], type[Part]] = {
    ActorData: ExternalActor,
    PrerequisiteData: Prerequisite,
    BarrierData: Barrier,
}


def data_of(row: Any, kind: type[PartData]) -> PartData:
    """What is stored, as data; also of a row of the history."""
    return kind(**{item.name: getattr(row, item.name) for item in fields(kind)})


def _tidy(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _fill(row: Part, data: PartData) -> None:
    # One that has left keeps what was entered for it; nothing new is entered for it.
    if isinstance(data, PrerequisiteData) and data.partner_id not in (None, getattr(row, "partner_id", None)):
        partners = Partner.objects.filter(cooperation=row.cooperation_id, status__in=PRESENT)
        if not partners.filter(pk=data.partner_id).exists():
            raise ValidationError({"partner_id": "Diese Kommune nimmt nicht teil."})
    for name, value in asdict(data).items():
        setattr(row, name, _tidy(value))
    row.full_clean()


@transaction.atomic
def add_part(*, actor: User, cooperation: Cooperation, data: PartData) -> Part:
    """Enter somebody involved, a prerequisite or a barrier; by the coordination. The same again is the one there."""
    owner = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    model = MODELS[type(data)]
    if model.objects.filter(cooperation=owner).count() >= MOST_PARTS:
        raise ValidationError(f"Mehr als {MOST_PARTS} Einträge sind nicht möglich.")
    row = model(cooperation=owner)
    _fill(row, data)
    # A second click is no second entry.
    if found := model.objects.filter(cooperation=owner, **asdict(data_of(row, type(data)))).first():
        return found
    row.save()
    return row


@transaction.atomic
def change_part(*, actor: User, part: Part, data: PartData, expected_version: int) -> Part:
    """Store changed data; raises EditConflict when somebody saved other data in between."""
    row: Part = get_editable(MODELS[type(data)].objects, actor, lock=True, pk=part.pk)
    if row.version != expected_version and data_of(row, type(data)) != data:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def remove_part(*, actor: User, part: Part) -> None:
    """Remove an entry; the history keeps it."""
    get_editable(type(part).objects, actor, lock=True, pk=part.pk).delete()


@transaction.atomic
def choose_criteria(
    *, actor: User, cooperation: Cooperation, criteria: Mapping[str, str], expected_version: int
) -> Cooperation:
    """Store the chosen value of each distinguishing criterion; an empty value is none.

    Raises EditConflict when other criteria were saved in between, ValidationError by criterion.
    """
    row: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    known = catalog.criteria()
    chosen = {key: value for key, value in criteria.items() if value}
    wrong = {
        key: "Unbekannte Auswahl."
        for key, value in chosen.items()
        if key not in known or value not in known[key].values
    }
    if wrong:
        raise ValidationError(wrong)
    if row.criteria == chosen:
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=chosen)
    row.criteria = chosen
    row.version += 1
    row.save()
    return row


@transaction.atomic
def describe_benefit(*, actor: User, partner: Partner, benefit: str, seen: str) -> Partner:
    """Say what a partner gains; by its own staff or the coordination.

    ``seen`` is the text the person had before them: EditConflict where another is stored by now.
    """
    row = Partner.objects.answerable_by(actor).filter(pk=partner.pk).select_for_update(of=("self",)).first()
    if row is None:
        if Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
            raise PermissionDenied
        raise Http404
    benefit, seen = _tidy(benefit), _tidy(seen)
    if row.benefit not in (seen, benefit):
        raise EditConflict(current=row, submitted=benefit)
    row.benefit = benefit
    row.full_clean()
    row.save()
    return row
