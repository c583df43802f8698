"""Names in texts: where they stand, and how they give way to the function.

Every text of a kind that has a history is searched, in the records and in their events, besides the frozen minutes
and agendas, files' names and mails. What bodies and councils resolved and what partners agreed keeps its wording.
"""

# ruff: noqa: SLF001 - Django documents _meta as its interface

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_
from typing import Any, Final

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, EmailField, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from ikz.accounts.services.replacements import GONE_DOMAIN
from workspace.history.sources import sources

# Resolutions and agreements: their wording is what was decided. Beside it stand the words of whoever recorded it, which
# are treated as all others.
KEPT: Final[dict[str, tuple[str, ...]]] = {
    "governance.Ballot": ("withdrawn_because",),
    "governance.Resolution": ("state_note",),
    "agreements.Agreement": ("vat_note", "procurement_note", "data_protection_note", "clarification"),
    "agreements.Clause": (),
    "agreements.Proposal": ("reason", "decision_note"),
    "agreements.AgreementVersion": ("end_reason",),
    "agreements.VersionStep": ("reason",),
    "agreements.CouncilResolution": (),
    "agreements.Proceeding": ("missing_reason", "decision_note"),
    "agreements.ProceedingEntry": ("text",),
}
# Keys of catalogs and calendars: a word that happens to be a name is not meant.
KEYS: Final = frozenset(
    {
        "slug",
        "key",
        "kind",
        "source",
        "rrule",
        "question_key",
        "factor_key",
        "model_keys",
        "task_areas",
        "mep_phases",
        "criteria",
        "weights",
        "catalog_version",
    }
)
# Texts beside those of a cooperation's history: frozen ones, mails, and what municipalities write of themselves.
MORE: Final[dict[str, tuple[str, ...]]] = {
    "governance.MinutesVersion": ("content",),
    "governance.AgendaSnapshot": ("content", "changes"),
    "cooperations.PartnerSearch": ("result",),
    "municipalities.Need": ("goal",),
    "municipalities.OfferReview": ("note",),
    "municipalities.Profile": ("contact_office", "contact_email", "contact_phone"),
    "municipalities.Offer": ("modules", "conditions", "contact_office", "contact_email", "source"),
    "cooperations.LawNote": ("text", "source"),
    "accounts.ApiToken": ("name",),
    "files.StoredFile": ("name",),
    "agreements.DocumentAccess": ("detail",),
    "notifications.OutgoingMail": ("subject", "body_text", "body_html", "calendar"),
}
# In minutes: the words of a motion stay as they were put to the vote.
_WORDING: Final = frozenset({"motion"})
_HISTORY: Final = ("insert_insert", "update_update", "delete_delete")

Replace = Callable[[str], str]


@dataclass(frozen=True)
class Found:
    """A kind of record with the number of those in which a name stands."""

    label: str
    count: int


def replacing(names: Sequence[str], function: str) -> Replace:
    """A function that puts ``function`` in place of whole ``names`` and addresses, whatever their case."""
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile("|".join(map(_whole, longest_first)), re.IGNORECASE)
    return lambda text: pattern.sub(lambda _: function, text)


def _whole(name: str) -> str:
    """Names end where letters do; addresses have dots and hyphens, and end where a longer one would go on."""
    if "@" in name:
        return rf"(?<![\w.+-]){re.escape(name)}(?![\w@]|[.-]\w)"
    # In texts a line may end between first name and last, and in names of files there are no spaces.
    spaced = r"[\s_]+".join(map(re.escape, name.split()))
    return rf"(?<![^\W_]){spaced}(?![^\W_])"


@cache
def places() -> dict[type[Model], tuple[str, ...]]:
    """Every model with the names of its free texts."""
    found = {
        source.model: KEPT.get(source.label, _free(source.model))
        for source in sources().values()
        if not source.model._meta.proxy
    }
    for label, names in MORE.items():
        model = apps.get_model(label)
        found[model] = tuple(dict.fromkeys((*found.get(model, ()), *names)))
    return {model: names for model, names in found.items() if names}


def _free(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.concrete_fields if _is_free(field))


def _is_free(field: Any) -> bool:
    if isinstance(field, ArrayField):
        return _is_free(field.base_field)
    return (
        isinstance(field, (CharField, TextField, JSONField)) and not field.choices and field.name not in KEYS
    )


def found(names: Sequence[str]) -> list[Found]:
    """In how many records of each kind one of the names stands today."""
    result = []
    for model, fields in places().items():
        count = sum(
            1 for row in _holding(model, fields, names) if _changed(row, fields, replacing(names, ""))
        )
        if count:
            result.append(Found(str(model._meta.verbose_name_plural), count))
    return result


def replace_in_texts(names: Sequence[str], function: str) -> list[tuple[type[Model], Any]]:
    """Replace the names in every text and in its history; return model and key of each changed record.

    The guards that keep minutes, agendas and histories as they are rest meanwhile, for this transaction's statements
    only; the triggers that write the history do not.
    """
    replace = replacing(names, function)
    touched: list[tuple[type[Model], Any]] = []
    for model, fields in places().items():
        for kept in _with_events(model):
            there = tuple(name for name in fields if name in {field.name for field in kept._meta.fields})
            with pgtrigger.ignore(*guards(kept)):
                # Locked before they are read: what somebody saves at this moment is not written over.
                rows = _holding(kept, there, names).select_for_update(of=("self",), no_key=True)
                keys = [row.pk for row in rows if _rewrite(row, there, replace)]
            if kept is model:
                touched += [(model, key) for key in keys]
    return touched


def _with_events(model: type[Model]) -> Iterator[type[Model]]:
    # The past first: what is written to the records adds events that say what the past says now.
    if hasattr(model, "pgh_event_models"):
        yield model.pgh_event_model  # type: ignore[attr-defined]
    yield model


def guards(model: type[Model]) -> list[str]:
    """The triggers that keep rows of a model as they are; never those that write its history."""
    label = model._meta.label
    return [
        f"{label}:{trigger.name}"
        for registered, trigger in pgtrigger.registered()
        if registered._meta.label == label and trigger.name not in _HISTORY
    ]


def _holding(model: type[Model], fields: Sequence[str], names: Sequence[str]) -> Any:
    anywhere, casts = Q(pk__in=[]), {}
    for name in fields:
        casts[f"{name}_words"] = Cast(name, TextField())
        for word in names:
            parts = (Q(**{f"{name}_words__icontains": part}) for part in _plain_parts(word))
            anywhere |= reduce(and_, parts, Q(pk__isnull=False))
    return model._default_manager.annotate(**casts).filter(anywhere)


def _plain_parts(word: str) -> list[str]:
    """What of a name the database finds whatever the case: it knows capitals of plain letters only."""
    return re.findall(r"[A-Za-z0-9@.]{2,}", word)


def _changed(row: Model, fields: Sequence[str], replace: Replace) -> dict[str, Any]:
    changes = {}
    for name in fields:
        old = getattr(row, name)
        new = _replaced(old, replace)
        if new != old:
            changes[name] = _fitting(row, row._meta.get_field(name), new)
    return changes


def _fitting(row: Model, field: Any, value: Any) -> Any:
    """An address that went leaves its field empty, but for members known by nothing else; texts keep their length."""
    if isinstance(field, EmailField):
        return f"entfernt{GONE_DOMAIN}" if row._meta.label.startswith("governance.Member") else ""
    if isinstance(field, ArrayField) and isinstance(value, list):
        return [_fitting(row, field.base_field, item) for item in value]
    return value[: field.max_length] if isinstance(value, str) and field.max_length else value


def _rewrite(row: Model, fields: Sequence[str], replace: Replace) -> bool:
    changes = _changed(row, fields, replace)
    if changes:
        type(row)._default_manager.filter(pk=row.pk).update(**changes)
    return bool(changes)


def _replaced(value: Any, replace: Replace) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_replaced(item, replace) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _WORDING else _replaced(item, replace) for key, item in value.items()}
    return value
