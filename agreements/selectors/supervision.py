"""What supervision reads of an authority's work: what was submitted, by the frozen version and never by the draft.

The titles, forms and partners shown here are those of the submitted version: the draft goes on behind it, and is the
partners' own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Func, JSONField, Prefetch
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone

from agreements.instruments import LABELS as INSTRUMENTS
from agreements.instruments import Instrument, form_label
from agreements.models import Proceeding, ProceedingEntry
from agreements.path import FINAL, LABELS, State
from agreements.querysets import ProceedingQuerySet
from agreements.selectors.proceedings import clock_for, open_requests
from ikz.accounts.models import User
from municipalities.areas import area_names
from municipalities.catalog import LAENDER
from municipalities.models import Mandate

# So long before its end a mandate says so: extending it takes somebody else's time.
SOON = timedelta(days=60)


@dataclass(frozen=True)
class OwnMandate:
    """One's own mandate of today; ``area`` names the places it is limited to, none where it is the authority's."""

    row: Mandate
    area: list[str]
    ends_soon: bool


def own_mandates(user: User) -> list[OwnMandate]:
    """The mandates by which ``user`` reads today, in two queries; empty for everybody else."""
    # Administrators see all mandates, but only one's own makes one a reader.
    rows = list(
        Mandate.objects.visible_to(user)
        .current()
        .filter(user=user)
        .select_related("authority")
        .order_by("authority__name", "valid_until")
    )
    names = area_names(user, (key for row in rows for key in row.area or row.authority.area))
    last = timezone.localdate() + SOON
    return [
        OwnMandate(
            row=row,
            area=[names.get(key, key) for key in row.area or row.authority.area],
            ends_soon=row.valid_until <= last,
        )
        for row in rows
    ]


def submissions(user: User) -> "ProceedingQuerySet[Proceeding]":
    """What was submitted to the authorities ``user`` reads for, with what the list shows of the frozen version.

    The content itself is long and stays in the database.
    """
    # Django's types give an annotated row another type than the model's.
    rows: Any = (
        Proceeding.objects.visible_to(user)
        .select_related("version", "authority")
        .prefetch_related(Prefetch("entries", ProceedingEntry.objects.visible_to(user)))
        .defer("version__content")
        .annotate(
            title=KeyTextTransform("title", "version__content"),
            cooperation=KeyTextTransform("cooperation", "version__content"),
            instrument=KeyTextTransform("instrument", "version__content"),
            land=KeyTextTransform("land", "version__content"),
            forms=KeyTransform("forms", "version__content"),
            partners=KeyTransform("partners", "version__content"),
        )
    )
    found: ProceedingQuerySet[Proceeding] = rows
    return found


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A line of the list: one version before one authority, in the words of the frozen version.

    ``period`` is the day on which the authority's own period ends, ``awaited`` the day until which the cooperation is
    to answer; both only while nothing is decided.
    """

    row: Proceeding
    title: str
    instrument: str
    cooperation: str
    land: str
    forms: list[str]
    partners: list[str]
    state: str
    period: date | None
    awaited: date | None

    @property
    def due(self) -> date | None:
        """The first of the two days."""
        return min((day for day in (self.period, self.awaited) if day), default=None)


def lines(rows: "Iterable[Proceeding]", today: date) -> list[Submission]:
    """The lines of rows of :func:`submissions`, without a query of its own."""
    return [_line(row, today) for row in rows]


def _line(row: Any, today: date) -> Submission:
    waits = not row.decision and row.version.state not in FINAL
    clock = clock_for(row, today, forms=row.forms) if waits else None
    return Submission(
        row=row,
        title=row.title,
        instrument=INSTRUMENTS[Instrument(row.instrument)],
        cooperation=row.cooperation,
        land=LAENDER[row.land],
        forms=[form_label(key) for key in row.forms],
        partners=[partner["name"] for partner in row.partners],
        state=LABELS[State(row.version.state)],
        period=clock.due_on if clock else None,
        awaited=min(
            (entry.answer_due_on for entry in open_requests(row) if waits and entry.answer_due_on),
            default=None,
        ),
    )


def due_days(rows: "ProceedingQuerySet[Proceeding]", today: date) -> dict[int, date]:
    """The next day of each open row of :func:`submissions` that has one; for filters and for sorting by it.

    What follows from silence is the law's, with holidays and all: no statement of the database computes it. An
    authority has few open proceedings at a time.
    """
    return {line.row.pk: line.due for line in lines(rows.open(), today) if line.due}


_SHORT = "%(expressions)s - '{clauses,check,left_out,terms}'::text[]"

# What came in this long ago is new.
NEW = timedelta(days=14)


@dataclass(frozen=True)
class Desk:
    """What lies before the own authorities undecided: the most urgent lines, and how many there are.

    Lines whose period ends first come first, then those that wait longest.
    """

    lines: list[Submission]
    count: int
    new: int
    overdue: int


def desk_of(user: User, most: int, today: date) -> Desk:
    """The desk of ``user`` with at most so many lines; two queries.

    What was overtaken or has ended is not waited for, though nobody closed its proceedings.
    """
    found = lines(submissions(user).open().exclude(version__state__in=FINAL), today)
    found.sort(key=lambda line: (line.due or date.max, line.row.submitted_on, line.row.pk))
    return Desk(
        lines=found[:most],
        count=len(found),
        new=sum(line.row.submitted_on > today - NEW for line in found),
        overdue=sum(line.due is not None and line.due < today for line in found),
    )


@dataclass(frozen=True)
class Facets:
    """What occurs in the visible submissions, as choices of a filter: key and word, sorted by the word."""

    forms: list[tuple[str, str]]
    partners: list[tuple[str, str]]
    laender: list[tuple[str, str]]
    authorities: list[tuple[str, str]]


def facets(rows: Any) -> Facets:
    """The choices that occur in rows of :func:`submissions`, in one query.

    The long content of each version is unpacked once, and what no choice comes from stays in the database.
    """
    found: tuple[dict[str, str], ...] = ({}, {}, {}, {})
    forms, partners, laender, authorities = found
    short = Func(F("version__content"), template=_SHORT, output_field=JSONField())
    for head, pk, name in (
        rows.order_by().annotate(head=short).values_list("head", "authority_id", "authority__name")
    ):
        keys, named, land = head["forms"], head["partners"], head["land"]
        forms |= {key: form_label(key) for key in keys}
        partners |= {one["ags"]: one["name"] for one in named}
        laender[land] = LAENDER[land]
        authorities[str(pk)] = name
    return Facets(*(sorted(one.items(), key=lambda item: item[1]) for one in found))
