"""Steps of a history as people read them: who did what to which record, and what stood there before and after."""

# ruff: noqa: SLF001 - Django documents _meta as its interface

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.db.models import ForeignKey

from ikz.accounts.models import User
from ikz.ui.textdiff import Piece, compare
from workspace.history import sql
from workspace.history.fields import Told, told
from workspace.history.names import areas_of, names_of
from workspace.history.sources import AREAS, Source
from workspace.history.values import AREAS_BY_KEY, Names, text_of

STEPS: Final = {"insert": "angelegt", "update": "geändert", "delete": "gelöscht"}
KINDS: Final = {"insert": "done", "update": "info", "delete": "warning"}
NOBODY: Final = "Anwendung (automatisch)"
BY_LINK: Final = "Ohne Anmeldung (Link aus einer E-Mail)"
WITHHELD: Final = "liest nur die Koordination"
# Longer texts are compared word by word behind a summary.
LONG: Final = 160
# More words than these are shown side by side: comparing them would keep the processor busy.
MOST_COMPARED: Final = 6000
_ALL: Final = 2**31


@dataclass(frozen=True)
class Change:
    """One field of one step; ``pieces`` compare long texts word by word."""

    label: str
    old: str
    new: str
    pieces: Sequence[Piece] = ()

    @property
    def is_long(self) -> bool:
        """Whether it is put behind a summary."""
        return max(len(self.old), len(self.new)) > LONG


@dataclass(frozen=True)
class Entry:
    """One step: an event of one record."""

    when: datetime
    who: str
    area: str
    kind: str
    title: str
    step: str
    changes: Sequence[Change]

    @property
    def word(self) -> str:
        """What happened, in a word."""
        return STEPS[self.step]

    @property
    def status(self) -> str:
        """How the word is marked."""
        return KINDS[self.step]


@dataclass(frozen=True)
class _Event:
    source: Source
    key: int
    when: datetime
    step: str
    context: str | None
    user: str | None


class History:
    """A history that a paginator can count and slice: three queries, and one per kind of record that is named.

    ``reads_all`` is whether the reader coordinates, and so reads what is kept from the others; without
    ``tells_changes`` entries say that a record was changed, and not what.
    """

    def __init__(self, scope: sql.Scope, *, reads_all: bool, tells_changes: bool = True) -> None:
        self.scope, self.reads_all, self.tells_changes = scope, reads_all, tells_changes

    def count(self) -> int:
        """How many steps there are."""
        statement, parameters = sql.union(self.scope)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({statement}) steps", parameters)  # noqa: S608 - own statement
            return int(cursor.fetchone()[0])

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Entry]:
        start = wanted.start or 0
        return self.entries(start, (wanted.stop or start) - start)

    def in_chunks(self, size: int) -> Iterator[Entry]:
        """All steps, the latest first: found at once, and what they say fetched ``size`` at a time."""
        events = self._events(0, _ALL)
        for start in range(0, len(events), size):
            yield from self._told(events[start : start + size])

    def entries(self, start: int, count: int) -> list[Entry]:
        """Some steps, the latest first."""
        return self._told(self._events(start, count))

    def _told(self, events: list[_Event]) -> list[Entry]:
        said = self._said(events)
        names = names_of(_links(events, said)) | areas_of(_area_keys(events, said))
        return [self._entry(event, *said[event.source.label, event.key], names) for event in events]

    def people(self) -> list[tuple[str, str]]:
        """Key and name of everybody who took a step, by name; two queries."""
        statement, parameters = sql.union(self.scope)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT c.metadata->>'user' FROM pghistory_context c"  # noqa: S608 - own statement
                f" WHERE c.id IN (SELECT steps.pgh_context_id FROM ({statement}) steps)",
                parameters,
            )
            keys = [int(row[0]) for row in cursor.fetchall() if row[0]]
        found = [(str(row.pk), str(row)) for row in User.objects.filter(pk__in=keys)]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def _events(self, start: int, count: int) -> list[_Event]:
        statement, parameters = sql.union(self.scope)
        by_label = {source.label: source for source in self.scope.sources}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT steps.kind, steps.pgh_id, steps.pgh_created_at, steps.pgh_label, c.id, c.metadata->>'user'"  # noqa: S608
                f" FROM (SELECT * FROM ({statement}) found ORDER BY pgh_created_at DESC, kind DESC, pgh_id DESC"
                " LIMIT %(count)s OFFSET %(start)s) steps"
                " LEFT JOIN pghistory_context c ON c.id = steps.pgh_context_id"
                " ORDER BY steps.pgh_created_at DESC, steps.kind DESC, steps.pgh_id DESC",
                parameters | {"start": start, "count": count},
            )
            return [_Event(by_label[row[0]], *row[1:]) for row in cursor.fetchall()]

    def _said(self, events: list[_Event]) -> dict[tuple[str, int], tuple[dict[str, Any], dict[str, Any]]]:
        """What each event says and what the one before it said, by kind and key."""
        keys: dict[Source, list[int]] = defaultdict(list)
        for event in events:
            keys[event.source].append(event.key)
        if not keys:
            return {}
        parameters = {f"keys_{number}": some for number, some in enumerate(keys.values())}
        with connection.cursor() as cursor:
            cursor.execute(sql.contents(keys), parameters)
            return {(row[0], row[1]): (_read(row[2]), _read(row[3])) for row in cursor.fetchall()}

    def _entry(self, event: _Event, now: dict[str, Any], before: dict[str, Any], names: Names) -> Entry:
        source = event.source
        return Entry(
            when=event.when,
            who=_who(event, names),
            area=AREAS[source.area],
            kind=source.name,
            title=_title(source, now, names),
            step=event.step,
            changes=list(self._changes(event, now, before, names)) if self.tells_changes else (),
        )

    def _changes(
        self, event: _Event, now: dict[str, Any], before: dict[str, Any], names: Names
    ) -> Iterator[Change]:
        for field in told(event.source):
            new, old = now.get(field.column), before.get(field.column)
            if event.step == "insert":
                old = None
            elif event.step == "delete":
                old, new = new, None
            # What was never filled in is not worth a line.
            if new == old or (_is_empty(old) and _is_empty(new)):
                continue
            if field.guarded and not self.reads_all:
                yield Change(field.label, "", WITHHELD)
                continue
            yield _change(event.source, field, old, new, names)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _change(source: Source, field: Told, old: Any, new: Any, names: Names) -> Change:
    was = text_of(source.label, field.field, old, names)
    now = text_of(source.label, field.field, new, names)
    words = len(was.split()) + len(now.split())
    compared = was and now and max(len(was), len(now)) > LONG and words <= MOST_COMPARED
    return Change(field.label, was, now, compare(was, now) if compared else ())


def _read(text: str | None) -> dict[str, Any]:
    # Amounts are exact in the database, and stay so.
    return json.loads(text, parse_float=Decimal) if text else {}


def _links(events: list[_Event], said: dict[tuple[str, int], Any]) -> Iterator[tuple[type[Any], Any]]:
    """Every record that the page has to name."""
    for event in events:
        if event.user:
            yield User, int(event.user)
        for content in said[event.source.label, event.key]:
            for name, column in _linked_columns(event.source):
                if content.get(column) is not None:
                    yield event.source.field(name).related_model, content[column]  # type: ignore[misc]


def _area_keys(events: list[_Event], said: dict[tuple[str, int], Any]) -> Iterator[str]:
    """The official keys of every area that the page has to name."""
    for event in events:
        for label, column in AREAS_BY_KEY:
            if event.source.label == label:
                for content in said[label, event.key]:
                    yield from content.get(column) or ()


def _linked_columns(source: Source) -> list[tuple[str, str]]:
    named = {field.name: field.column for field in told(source)}
    named |= {name: str(source.field(name).column) for name in source.title}
    return [(name, column) for name, column in named.items() if isinstance(source.field(name), ForeignKey)]


def _who(event: _Event, names: Names) -> str:
    if event.user:
        return names.get((User._meta.label, int(event.user)), "gelöschtes Konto")
    return BY_LINK if event.context else NOBODY


def _title(source: Source, said: dict[str, Any], names: Names) -> str:
    texts = []
    for name in source.title:
        field = source.field(name)
        texts.append(text_of(source.label, field, said.get(str(field.column)), names))
    return " – ".join(text for text in texts if text)
