"""Earlier versions of a cooperation's data, and its values in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cooperations import catalog
from cooperations.models import Cooperation, Duration
from cooperations.services.cooperations import stored_values
from ikz.ui.formatting import de_date, de_month
from municipalities.catalog import mep_phases, task_areas


def earlier_values(row: Cooperation, version: int) -> dict[str, Any]:
    """What was stored under an earlier version; empty where the history does not have it."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return {} if event is None else stored_values(event)


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values mean the same; the order of keys of a catalog means nothing."""
    if name in _catalogs():
        return set(one) == set(other)
    if isinstance(one, (list, tuple)):
        return list(one) == list(other)
    return bool(one == other)


def display(name: str, value: Any) -> list[str]:
    """A value of :class:`CooperationData` as lines for readers."""
    labels = _catalogs().get(name)
    if labels is not None:
        return [row.label for key, row in labels.items() if key in value]
    if name == "duration":
        return [str(Duration(value).label)]
    if isinstance(value, date):
        return [de_month(value) if name.startswith("build_up") else de_date(value)]
    return list(value) if isinstance(value, (list, tuple)) else [value] if value else []


def _catalogs() -> dict[str, Mapping[str, Any]]:
    return {
        "model_keys": catalog.models(),
        "task_areas": task_areas(),
        "mep_phases": mep_phases(),
    }
