"""What stood in a field, as German readers say it; events come as JSON."""

# ruff: noqa: SLF001 - Django documents _meta as its interface

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cooperations import catalog
from cooperations.cost_sharing import LABELS as COST_KEYS
from cooperations.cost_sharing import CostKey
from governance import recurrence
from governance.models import Choice
from ikz.ui.formatting import de_date, de_datetime, de_decimal, de_int
from municipalities.catalog import LAND_CHOICES, mep_phases, task_areas
from quickcheck import catalog as quickcheck
from steckbriefe import catalog as steckbrief

# Names of records that foreign keys lead to, by model and key.
Names = Mapping[tuple[str, Any], str]
Words = Callable[[str], str]
# Lists of official keys, which people read as names; under this word they stand among the names.
AREA: Final = "area"
AREAS_BY_KEY: Final = frozenset({("municipalities.Authority", "area"), ("municipalities.Mandate", "area")})


def text_of(label: str, field: Any, value: Any, names: Names) -> str:
    """The value of a field of the kind ``label`` in words; an empty text where there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model._meta.label, value), "gelöschter Eintrag")
    words = _words(label, field)
    if (label, field.name) in AREAS_BY_KEY:
        return ", ".join(names.get((AREA, key), key) for key in value)
    if isinstance(field, ArrayField):
        return ", ".join(_plain(field.base_field, item, words) for item in value)
    if isinstance(field, models.JSONField):
        return _json(value, words)
    return _plain(field, value, words)


def _plain(field: Any, value: Any, words: Words) -> str:
    if isinstance(field, models.BooleanField):
        return "ja" if value else "nein"
    if isinstance(field, models.DateTimeField):
        return de_datetime(datetime.fromisoformat(value))
    if isinstance(field, models.DateField):
        return de_date(date.fromisoformat(value))
    if isinstance(field, models.TimeField):
        return f"{time.fromisoformat(value):%H:%M} Uhr"
    if isinstance(field, models.DecimalField):
        return de_decimal(Decimal(str(value)), field.decimal_places)
    if isinstance(field, models.IntegerField) and not field.choices:
        # Years are no amounts: no dot between their thousands.
        return str(value) if field.name == "year" else de_int(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return words(str(value))


def _json(value: Any, words: Words) -> str:
    """Lists by comma, pairs line by line; what they hold may be nested once more."""
    if isinstance(value, Mapping):
        lines = (f"{words(str(key))}: {_json(item, words)}" for key, item in value.items())
        return "\n".join(lines)
    if isinstance(value, list):
        several = any(isinstance(item, (Mapping, list)) for item in value)
        return ("\n" if several else ", ").join(_json(item, words).replace("\n", ", ") for item in value)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if value is None:
        return "–"
    return words(value) if isinstance(value, str) else de_decimal(value, 0 if value == int(value) else 2)


def _words(label: str, field: Any) -> Words:
    return _CATALOGS.get((label, field.name), _same)


def _same(text: str) -> str:
    return text


def _from(labels: Callable[[], Mapping[str, str]]) -> Words:
    return lambda key: labels().get(key, key)


@cache
def _criteria() -> dict[str, str]:
    found = {key: row.label for key, row in catalog.criteria().items()}
    for row in catalog.criteria().values():
        found |= row.values
    return found


_CATALOGS: Final[dict[tuple[str, str], Words]] = {
    ("cooperations.Cooperation", "model_keys"): _from(
        lambda: {key: row.label for key, row in catalog.models().items()}
    ),
    ("cooperations.Cooperation", "task_areas"): _from(
        lambda: {key: row.label for key, row in task_areas().items()}
    ),
    ("cooperations.Cooperation", "mep_phases"): _from(
        lambda: {key: row.label for key, row in mep_phases().items()}
    ),
    ("cooperations.Cooperation", "criteria"): _from(_criteria),
    ("agreements.Agreement", "form_keys"): _from(
        lambda: {key: row.label for key, row in catalog.models().items()}
    ),
    ("cooperations.GuidingAnswer", "question_key"): _from(
        lambda: {key: row.text for key, row in catalog.questions().items()}
    ),
    ("governance.AgendaItem", "answers"): _from(
        lambda: {key: row.text for key, row in catalog.questions().items()}
    ),
    ("quickcheck.Rating", "factor_key"): _from(
        lambda: {key: row.title for key, row in quickcheck.factors().items()}
    ),
    ("steckbriefe.Steckbrief", "texts"): _from(
        lambda: {key: row.label for key, row in steckbrief.text_fields().items()}
    ),
    ("cooperations.CostPlan", "weights"): _from(lambda: {key.value: COST_KEYS[key] for key in CostKey}),
    ("governance.MeetingSeries", "rrule"): recurrence.in_words,
    ("governance.Ballot", "electorate"): _from(
        lambda: {"name": "Kommune", "weight": "Stimmgewicht", "partner": "Nummer"}
    ),
    ("governance.Ballot", "counts"): _from(
        lambda: {
            **{row.value: str(row.label) for row in Choice},
            **{f"{row.value}_weight": f"{row.label} (Stimmgewicht)" for row in Choice},
        }
    ),
    ("municipalities.Authority", "land"): _from(lambda: dict(LAND_CHOICES)),
}
