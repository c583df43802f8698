"""Which texts of the minutes changed since somebody opened the page."""

from collections.abc import Iterable, Sequence

from governance.models import AgendaItem
from ikz.accounts.models import User


def known_mark(rows: Iterable[AgendaItem]) -> str:
    """What a page has seen: ``<key>-<version>`` of each item."""
    return ",".join(f"{row.pk}-{row.record_version}" for row in rows)


def newer_items(rows: Sequence[AgendaItem], known: str, user: User) -> list[AgendaItem]:
    """The items with a later text than ``known`` that somebody other than ``user`` saved last."""
    seen = dict(pair.split("-", 1) for pair in known.split(",") if "-" in pair)
    return [
        row
        for row in rows
        if seen.get(str(row.pk)) != str(row.record_version) and row.recorded_by_id not in (None, user.pk)
    ]


def shown_mark(rows: Iterable[AgendaItem]) -> str:
    """What a hint tells; equal marks are equal hints."""
    return known_mark(rows)
