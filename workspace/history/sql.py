"""The one statement behind every history: the tables of events joined, filtered and limited in the database.

What belongs to a cooperation is found through the events of the records above, not through the records themselves:
so the history of what was deleted, with everything above it, is found as well. All identifiers are the models' own;
whatever a person enters is a parameter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from workspace.history.sources import Source, source_of

# Whom nobody sent: workers, commands, the schedule.
AUTOMATIC = "auto"
# Sent by somebody who was not signed in: the link of an invitation answered.
BY_LINK = "link"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of a history is asked for; ``person`` is the key of an account, :data:`AUTOMATIC` or :data:`BY_LINK`."""

    labels: frozenset[str] = frozenset()
    steps: tuple[str, ...] = ()
    person: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Scope:
    """Whose history: ``root`` is the model and ``key`` the record that everything hangs on; all records without."""

    sources: tuple[Source, ...]
    root: type[Model] | None = None
    key: int = 0
    wanted: Wanted = field(default_factory=Wanted)

    def chosen(self) -> list[Source]:
        """The sources that are asked for."""
        return [row for row in self.sources if not self.wanted.labels or row.label in self.wanted.labels]


def union(scope: Scope) -> tuple[str, dict[str, Any]]:
    """Kind, key, time, step and context of every event in scope, unordered; with the parameters."""
    parts = [_branch(source, scope) for source in scope.chosen()]
    if not parts:
        parts = ["SELECT ''::text, 0, now(), ''::text, NULL::uuid WHERE false"]
    return " UNION ALL ".join(parts), _parameters(scope)


def _branch(source: Source, scope: Scope) -> str:
    conditions = ["true"] if scope.root is None else [_belongs(source, scope.root, "e")]
    wanted = scope.wanted
    if wanted.steps:
        conditions.append("e.pgh_label = ANY(%(steps)s)")
    if wanted.first_day:
        conditions.append("e.pgh_created_at >= %(begins)s")
    if wanted.last_day:
        conditions.append("e.pgh_created_at < %(ends)s")
    if wanted.person == AUTOMATIC:
        conditions.append("e.pgh_context_id IS NULL")
    elif wanted.person:
        named = "IS NULL" if wanted.person == BY_LINK else "= %(person)s"
        conditions.append(
            "EXISTS (SELECT 1 FROM pghistory_context c"  # noqa: S608 - constant words
            f" WHERE c.id = e.pgh_context_id AND c.metadata->>'user' {named})"
        )
    return (
        f"SELECT '{source.label}'::text AS kind, e.pgh_id, e.pgh_created_at, e.pgh_label, e.pgh_context_id"  # noqa: S608 - names of models
        f" FROM {source.table} e WHERE {' AND '.join(conditions)}"
    )


def _belongs(source: Source, root: type[Model], alias: str) -> str:
    if source.model is root:
        return f"{alias}.id = %(root)s"
    link = source.field(source.parent)
    column = f"{alias}.{link.column}"
    above = link.related_model
    if above is root:
        return f"{column} = %(root)s"
    parent = source_of(above) if isinstance(above, type) else None
    if parent is None:
        raise LookupError(f"{source.label}.{source.parent} leads to nothing that has a history")
    inner = f"{alias}p"
    where = _belongs(parent, root, inner)
    return f"{column} IN (SELECT {inner}.id FROM {parent.table} {inner} WHERE {where})"  # noqa: S608 - names of models


def _parameters(scope: Scope) -> dict[str, Any]:
    wanted = scope.wanted
    parameters: dict[str, Any] = {"root": scope.key, "steps": list(wanted.steps), "person": wanted.person}
    if wanted.first_day:
        parameters["begins"] = _midnight(wanted.first_day)
    if wanted.last_day:
        parameters["ends"] = _midnight(wanted.last_day + timedelta(days=1))
    return parameters


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def contents(chosen: Iterable[Source]) -> str:
    """What the events of a page say, as JSON, each with the event of the same record before it.

    Takes the keys of each kind as the parameter of its label.
    """
    return " UNION ALL ".join(_content(source, number) for number, source in enumerate(chosen))


def _content(source: Source, number: int) -> str:
    before = "NULL"
    if source.identity:
        before = (
            f"(SELECT to_jsonb(p)::text FROM {source.table} p"  # noqa: S608 - names of models
            f" WHERE p.{source.identity} = e.{source.identity} AND p.pgh_id < e.pgh_id"
            " ORDER BY p.pgh_id DESC LIMIT 1)"
        )
    return (
        f"SELECT '{source.label}'::text, e.pgh_id, to_jsonb(e)::text, {before}"  # noqa: S608 - names of models
        f" FROM {source.table} e WHERE e.pgh_id = ANY(%(keys_{number})s)"
    )
