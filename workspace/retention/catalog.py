"""The periods of retention as they are shown, read from ``workspace/catalog/retention.yaml``."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from ikz.catalogs import CatalogError, check_unique, read_yaml
from ikz.ui.formatting import plural_de

FILE: Final = Path(__file__).parent.parent / "catalog" / "retention.yaml"
REMOVE, LIST, KEEP = "remove", "list", "keep"
ACTIONS: Final = {REMOVE: "geht von selbst", LIST: "wird hier gemeldet", KEEP: "bleibt"}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record with its period; ``action`` is ``remove``, ``list`` or ``keep``."""

    key: str
    label: str
    action: str
    counted_from: str
    happens: str
    reason: str
    fixed: str = ""

    @property
    def action_label(self) -> str:
        """What becomes of it, in words."""
        return ACTIONS[self.action]

    @property
    def period(self) -> str:
        """How long, in words; from the settings where they say."""
        if self.fixed:
            return self.fixed
        if self.key == "cooperations":
            return plural_de(settings.RETENTION_COOPERATION_YEARS, "Jahr", "Jahre")
        if self.key == "agreements":
            return "wie in der Vereinbarung"
        if self.key == "unused_accounts":
            return plural_de(settings.RETENTION_UNUSED_ACCOUNT_DAYS, "Tag", "Tage")
        return plural_de(settings.RETENTION_DAYS[self.key], "Tag", "Tage")


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by key, in the order of the file."""
    rows = read_yaml(FILE)["kinds"]
    check_unique(FILE.name, [row["key"] for row in rows])
    found = {row["key"]: Kind(**row) for row in rows}
    for kind in found.values():
        if kind.action not in ACTIONS:
            raise CatalogError(f"{FILE.name}: {kind.key} has no known action")
    return found
