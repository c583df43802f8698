"""Reports as rows keep them, and whether two of them promise the same."""

import hashlib
import json
from typing import Any

from municipalities.reports import ImportReport

# What a person confirms; notes are explanations and may differ between check and apply.
_WORDS = "notes"


def storable(report: ImportReport) -> dict[str, Any]:
    """The report as plain values that PostgreSQL can hold, whatever the file contained.

    jsonb sorts the keys of objects; what is read in an order of its own becomes a list of pairs.
    """
    values: dict[str, Any] = _clean(report.to_json())
    values["levels"] = _pairs(values["levels"])
    for change in values["changes"]:
        change["before"], change["after"] = _pairs(change["before"]), _pairs(change["after"])
    return values


def restored(stored: dict[str, Any]) -> ImportReport:
    """The report that :func:`storable` wrote."""
    changes = [
        {**change, "before": dict(change["before"]), "after": dict(change["after"])}
        for change in stored["changes"]
    ]
    return ImportReport.from_json({**stored, "levels": dict(stored["levels"]), "changes": changes})


def _pairs(values: dict[str, Any]) -> list[list[Any]]:
    return [[key, value] for key, value in values.items()]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        # jsonb knows neither NUL nor halves of surrogate pairs.
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two stored reports promise the same changes."""
    return {**one, _WORDS: []} == {**other, _WORDS: []}


def fingerprint(report: dict[str, Any] | None) -> str:
    """Names a preview, so that nobody confirms another one than they have seen."""
    text = json.dumps(report, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
