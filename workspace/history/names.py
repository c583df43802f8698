"""What records are called that others lead to: one query per kind, whatever the number of rows."""

# ruff: noqa: SLF001 - Django documents _meta as its interface

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Model

from governance.models import PollOption
from ikz.ui.formatting import de_datetime
from municipalities.models import Municipality
from workspace.history.sources import source_of
from workspace.history.values import AREA

# Models whose name is made of others, with what has to be fetched along.
_JOINED: Final = {
    "agreements.AgreementVersion": ("agreement",),
    "agreements.CommentThread": ("clause",),
    "agreements.Proceeding": ("authority",),
    "cooperations.Partner": ("municipality",),
    "governance.Seat": ("partner__municipality",),
    "governance.Member": ("seat__partner__municipality",),
    "governance.Minutes": ("meeting",),
}


def names_of(wanted: Iterable[tuple[type[Model], Any]]) -> dict[tuple[str, Any], str]:
    """The names of these records, as they are called today; of deleted ones, what they were called last."""
    keys: dict[type[Model], set[Any]] = defaultdict(set)
    for model, key in wanted:
        keys[model].add(key)
    found: dict[tuple[str, Any], str] = {}
    for model, some in sorted(keys.items(), key=lambda pair: pair[0]._meta.label):
        label = model._meta.label
        rows = model._default_manager.filter(pk__in=some).select_related(*_JOINED.get(label, ()))
        for row in rows:
            found[label, _as_stored(row.pk)] = name_of(row)
        gone = {key for key in some if (label, key) not in found}
        if gone:
            found |= _last_names(model, gone)
    return found


def areas_of(keys: Iterable[str]) -> dict[tuple[str, Any], str]:
    """The places with these official keys, under the word that areas stand under; one query, none without keys."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Municipality.objects.filter(ags__in=wanted).values_list("ags", "display_name")
    return {(AREA, ags): name for ags, name in rows}


def name_of(row: Model) -> str:
    """What a record is called in lists of what happened."""
    return de_datetime(row.starts_at) if isinstance(row, PollOption) else str(row)


def _as_stored(key: Any) -> Any:
    """Keys come out of events as JSON has them: numbers as numbers, UUIDs as text."""
    return key if isinstance(key, int) else str(key)


def _last_names(model: type[Model], keys: set[Any]) -> dict[tuple[str, Any], str]:
    source = source_of(model)
    if source is None or not source.title or source.field(source.title[0]).is_relation:
        return {}
    column = source.title[0]
    rows = source.events.objects.filter(pgh_obj_id__in=keys).order_by("pgh_obj_id", "-pgh_id")
    rows = rows.distinct("pgh_obj_id").values_list("pgh_obj_id", column)
    return {(model._meta.label, key): f"{name} (gelöscht)" for key, name in rows}
