"""Cost plans, their items and the key that holds: by the coordination."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cooperations.cost_sharing import CostKey, CostSharingError, Sharing, parts
from cooperations.models import PAID_SERVICES, Cooperation, CostFact, CostItem, CostPlan, Partner, VatAnswer
from cooperations.selectors.costs import bearers, stored_weights
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.models import Profile


@dataclass(frozen=True, kw_only=True)
class ItemData:
    """What is told about an item."""

    kind: str
    label: str
    net: Decimal
    vat: str = VatAnswer.OPEN
    vat_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyData:
    """A key with what belongs to it: weights of a mix, fixed parts by official key of the partner."""

    key: str
    weights: Mapping[CostKey, Decimal] = field(default_factory=dict)
    percents: Mapping[str, Decimal | None] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def create_plan(*, actor: User, cooperation: Cooperation, year: int) -> CostPlan:
    """Begin the plan of a year with the key and fixed parts of the latest one, and the devices of the profiles."""
    row = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    latest = CostPlan.objects.filter(cooperation=row).first()
    plan = CostPlan(cooperation=row, year=year)
    if latest is not None:
        plan.key, plan.weights = latest.key, latest.weights
    plan.full_clean()
    plan.save()
    partners = list(Partner.objects.filter(cooperation=row).confirmed())
    profiles = Profile.objects.visible_to(actor).filter(
        municipality__in=[partner.municipality_id for partner in partners]
    )
    devices = dict(profiles.values_list("municipality_id", "devices"))
    percents = dict(CostFact.objects.filter(plan=latest).values_list("partner_id", "percent"))
    CostFact.objects.bulk_create(
        CostFact(
            plan=plan,
            partner=partner,
            devices=devices.get(partner.municipality_id),
            percent=percents.get(partner.pk),
        )
        for partner in partners
    )
    return plan


@transaction.atomic
def remove_plan(*, actor: User, plan: CostPlan) -> None:
    """Remove a plan with its items and facts; the history keeps them."""
    get_editable(CostPlan.objects, actor, lock=True, pk=plan.pk).delete()


@transaction.atomic
def choose_key(*, actor: User, plan: CostPlan, data: KeyData, expected_version: int) -> CostPlan:
    """Store the key that holds, its weights and the fixed parts of the partners.

    ValidationError names ``weights``, ``percent`` or ``key`` where the key cannot be used with what is known;
    EditConflict where somebody chose another since ``expected_version``.
    """
    row: CostPlan = get_editable(CostPlan.objects, actor, lock=True, pk=plan.pk)
    partners = {bearer.payer.key: bearer for bearer in bearers(actor, row.cooperation, row)}
    before = stored_key(row, [bearer.fact for bearer in partners.values()], list(partners))
    wanted = _complete(data, before)
    if wanted == before:
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    row.key, row.note = wanted.key, wanted.note
    row.weights = {key.value: str(weight) for key, weight in wanted.weights.items()}
    row.version += 1
    row.full_clean()
    for ags, percent in wanted.percents.items():
        _store_percent(row, partners[ags].partner, percent)
    _usable(actor, row, Sharing(CostKey(wanted.key), wanted.weights))
    row.save()
    return row


def stored_key(plan: CostPlan, facts: list[CostFact | None], keys: list[str]) -> KeyData:
    """What is stored, in the words of :class:`KeyData`; ``facts`` in the order of the partners' ``keys``."""
    return KeyData(
        key=plan.key,
        weights=stored_weights(plan.weights),
        percents={key: fact.percent if fact else None for key, fact in zip(keys, facts, strict=True)},
        note=plan.note,
    )


def _complete(data: KeyData, before: KeyData) -> KeyData:
    """Fixed parts that are not told stay, those of strangers are left out; weights of nothing are not kept."""
    return KeyData(
        key=data.key,
        weights={key: weight for key, weight in data.weights.items() if weight},
        percents={key: data.percents.get(key, value) for key, value in before.percents.items()},
        note=data.note.replace("\r\n", "\n").strip(),
    )


def _store_percent(plan: CostPlan, partner: Partner, percent: Decimal | None) -> None:
    fact = CostFact.objects.filter(plan=plan, partner=partner).first() or CostFact(plan=plan, partner=partner)
    if fact.percent == percent:
        return
    fact.percent = percent
    try:
        fact.full_clean()
    except ValidationError as error:
        raise ValidationError({"percent": error.messages}) from error
    fact.save()


def _usable(actor: User, plan: CostPlan, sharing: Sharing) -> None:
    payers = [bearer.payer for bearer in bearers(actor, plan.cooperation, plan)]
    try:
        parts(sharing, payers)
    except CostSharingError as error:
        name = error.field if error.field in ("weights", "percent") else "key"
        raise ValidationError({name: error.message}) from error


def _check(row: CostItem) -> None:
    """Fields by the model, and the reason that the tax office will ask for."""
    errors: dict[str, Any] = {}
    try:
        row.full_clean()
    except ValidationError as error:
        errors = error.message_dict
    if row.kind in PAID_SERVICES and row.vat in (VatAnswer.NO, VatAnswer.INTERNAL) and not row.vat_reason:
        errors["vat_reason"] = ["Bitte begründen Sie, warum keine Umsatzsteuer anfällt."]
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def add_item(*, actor: User, plan: CostPlan, data: ItemData) -> CostItem:
    """Enter an item."""
    row = CostItem(plan=get_editable(CostPlan.objects, actor, lock=True, pk=plan.pk), **asdict(data))
    _check(row)
    row.save()
    return row


@transaction.atomic
def change_item(*, actor: User, item: CostItem, data: ItemData, expected_version: int) -> CostItem:
    """Change an item; EditConflict where somebody else did since ``expected_version``."""
    row: CostItem = get_editable(CostItem.objects, actor, lock=True, pk=item.pk)
    if stored_item(row) == data:
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    for name, value in asdict(data).items():
        setattr(row, name, value)
    row.version += 1
    _check(row)
    row.save()
    return row


def stored_item(row: CostItem) -> ItemData:
    """What is stored of an item."""
    return ItemData(kind=row.kind, label=row.label, net=row.net, vat=row.vat, vat_reason=row.vat_reason)


@transaction.atomic
def remove_item(*, actor: User, item: CostItem) -> None:
    """Remove an item; the history keeps it."""
    get_editable(CostItem.objects, actor, lock=True, pk=item.pk).delete()
