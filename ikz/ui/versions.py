"""Two versions of the same form, field by field: what the page of an edit conflict offers to choose from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Values of the fields ``choice_<name>`` of that page.
STORED = "stored"
MINE = "mine"


@dataclass(frozen=True)
class Difference:
    """A field in which the stored and the submitted version differ; ``preset`` is the choice offered first."""

    name: str
    label: str
    stored: list[str]
    mine: list[str]
    preset: str
    untouched: bool


def differences(
    *,
    labels: Mapping[str, str],
    stored: Mapping[str, Any],
    mine: Mapping[str, Any],
    before: Mapping[str, Any],
    show: Callable[[str, Any], list[str]],
) -> list[Difference]:
    """The fields of ``labels`` in which both versions differ, each with its lines for readers from ``show``.

    ``before`` is what the person started from (empty where that is unknown): a field they left alone is preset to
    the stored version.
    """
    found = []
    for name, label in labels.items():
        if stored[name] == mine[name]:
            continue
        untouched = name in before and before[name] == mine[name]
        found.append(
            Difference(
                name=name,
                label=label,
                stored=show(name, stored[name]),
                mine=show(name, mine[name]),
                preset=STORED if untouched else MINE,
                untouched=untouched,
            )
        )
    return found


def taken_as_stored(choices: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values of the fields for which the person chose them; ``choices`` is what the page sent."""
    return {name: value for name, value in stored.items() if choices.get(f"choice_{name}") == STORED}
