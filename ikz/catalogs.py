"""Reading catalogs: fixed reference data in YAML beside the code, checked while it is read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml


class CatalogError(Exception):
    """A catalog file contradicts itself; the application does not start with it."""


def read_yaml(path: Path) -> dict[str, Any]:
    """A catalog file as a mapping."""
    # libyaml, where the wheel brings it, reads the larger files four times as quickly.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are the safe ones
    if not isinstance(content, dict):
        raise CatalogError(f"{path.name}: mapping expected")
    return content


def check_unique(name: str, keys: Iterable[str]) -> None:
    """Raise CatalogError where a key of the file ``name`` occurs twice."""
    listed = list(keys)
    twice = sorted({key for key in listed if listed.count(key) > 1})
    if twice:
        raise CatalogError(f"{name}: keys occur twice: {', '.join(twice)}")
