"""Two versions of an offer, field by field."""

from dataclasses import fields
from typing import Any

from ikz.access.history import linked_under
from ikz.ui.versions import MINE, STORED, Difference
from municipalities.catalog import LAENDER, task_areas
from municipalities.models import Municipality, Offer, OfferArea, OfferKind
from municipalities.offer_forms import OfferForm
from municipalities.services.offers import OfferData, stored_values

# The order of these means nothing.
_SETS = ("task_areas", "land_keys", "serves")


def differences(current: Offer, mine: OfferData, seen_version: int, form: OfferForm) -> list[Difference]:
    """Fields in which the stored offer and what somebody wanted to store differ."""
    stored, before = stored_values(current), _earlier_values(current, seen_version)
    found = []
    for item in fields(mine):
        name, value = item.name, getattr(mine, item.name)
        if _same(name, stored[name], value):
            continue
        untouched = name in before and _same(name, before[name], value)
        found.append(
            Difference(
                name=name,
                label=str(form[name].label),
                stored=_display(name, stored[name]),
                mine=_display(name, value),
                preset=STORED if untouched else MINE,
                untouched=untouched,
            )
        )
    return found


def _earlier_values(row: Offer, version: int) -> dict[str, Any]:
    """What was stored under an earlier version; empty where the history does not have it."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    if event is None:
        return {}
    links = OfferArea.pgh_event_model.objects.all()
    now = row.serves.values_list("pk", flat=True)
    served = linked_under(row, version, links, now, source="offer_id", target="municipality_id")
    values = {item.name: getattr(event, item.name) for item in fields(OfferData) if item.name != "serves"}
    return values | {"serves": list(Municipality.objects.filter(pk__in=served))}


def _same(name: str, one: Any, other: Any) -> bool:
    if name in _SETS:
        return set(one) == set(other)
    return bool(str(one).split() == str(other).split())


def _display(name: str, value: Any) -> list[str]:
    if name == "kind":
        return [str(OfferKind(value).label)]
    if name == "task_areas":
        return [area.label for key, area in task_areas().items() if key in value]
    if name == "land_keys":
        return [LAENDER[key] for key in value]
    if name == "serves":
        return [str(row) for row in value]
    return value.splitlines() if value else []
