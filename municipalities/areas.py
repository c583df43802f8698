"""The areas of authorities and mandates, as people read them."""

from collections.abc import Iterable, Sequence

from ikz.access.querysets import Viewer
from municipalities.models import Authority, Mandate, Municipality


def area_names(user: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """The names of places by official key, in one query; keys that the register does not know are missing."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Municipality.objects.visible_to(user).filter(ags__in=wanted)
    return dict(rows.values_list("ags", "display_name"))


def name_areas(user: Viewer, rows: Sequence[Authority | Mandate]) -> None:
    """Put the names of each row's area on it, as ``area_names``; one query for all, none without areas."""
    names = area_names(user, (key for row in rows for key in row.area))
    for row in rows:
        # A key that went out of the register stands for itself.
        row.area_names = [names.get(key, key) for key in row.area]  # type: ignore[union-attr]
