"""What the history tells of relations between rows: pghistory keeps each row that comes and goes, not the whole."""

from collections.abc import Iterable
from typing import Any


def linked_under(
    row: Any, version: int, links: Any, now: Iterable[int], *, source: str, target: str
) -> set[int]:
    """The keys that ``row`` was linked with under an earlier ``version``, out of those it is linked with ``now``.

    ``links`` is the history of the relation; ``source`` and ``target`` name its columns. What a later version wrote
    is undone step by step: a version and its links are written in one transaction and bear its time.
    """
    later = row.events.filter(version__gt=version).values("pgh_created_at")
    steps = links.filter(**{source: row.pk}, pgh_created_at__in=later).order_by("-pgh_id")
    found = set(now)
    for label, key in steps.values_list("pgh_label", target):
        if label == "insert":
            found.discard(key)
        else:
            found.add(key)
    return found
