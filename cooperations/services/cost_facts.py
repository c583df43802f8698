"""What keys count for one partner in a plan: by its own staff or the coordination."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from cooperations.models import CostFact, CostPlan, Partner
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class FactData:
    """Devices, usage, and what it would cost without the others; None is "not known yet"."""

    devices: int | None = None
    usage: Decimal | None = None
    alone: Decimal | None = None


@transaction.atomic
def save_facts(
    *, actor: User, plan: CostPlan, partner: Partner, data: FactData, seen: FactData | None = None
) -> CostFact:
    """Store a partner's facts. Where others are stored than those ``seen``, EditConflict is raised."""
    row = get_visible(CostPlan.objects, actor, pk=plan.pk)
    # Locked before the question, so that nobody leaves between it and the write.
    row = CostPlan.objects.select_for_update(of=("self",)).get(pk=row.pk)
    one = Partner.objects.filter(pk=partner.pk, cooperation=row.cooperation_id)
    if not one.answerable_by(actor).exists():
        if one.exists():
            raise PermissionDenied
        raise Http404
    fact = CostFact.objects.filter(plan=row, partner=partner).first() or CostFact(plan=row, partner=partner)
    if fact.pk and stored_facts(fact) == data:
        return fact
    if seen is not None and stored_facts(fact) != seen:
        raise EditConflict(current=fact, submitted=data)
    for name, value in asdict(data).items():
        setattr(fact, name, value)
    fact.full_clean()
    fact.save()
    return fact


def stored_facts(fact: CostFact | None) -> FactData:
    """What is stored; nothing where there is no row yet."""
    if fact is None:
        return FactData()
    return FactData(devices=fact.devices, usage=fact.usage, alone=fact.alone)
