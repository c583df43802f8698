"""Reads of schools that pages, API and the partner search share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from ikz.access.querysets import Viewer
from ikz.ui.exports import Cell
from municipalities.models import Municipality, School
from municipalities.querysets.school_it import SchoolQuerySet
from municipalities.schools.neutral import COLUMNS

Rows = SchoolQuerySet[School]
Totals = tuple[int, int]
# The columns of a list that can be read in again; only administrators name the Schulträger.
HEADER = COLUMNS[:-1]
OTHERS_HEADER = (*HEADER, "Schulträger", "Trägerschaft")


def school_totals(municipality: Municipality) -> Totals:
    """Number of running schools of a Schulträger, and of their pupils as far as known."""
    return school_totals_of([municipality.pk]).get(municipality.pk, (0, 0))


def school_totals_of(keys: Iterable[int] | None = None) -> dict[int, Totals]:
    """Running schools and pupils by key of the municipality that runs them; those without schools are missing.

    One statement: for ``keys`` only, or for everybody.
    """
    schools = School.objects.running().filter(authority__municipality__isnull=False)
    if keys is not None:
        schools = schools.filter(authority__municipality__in=list(keys))
    rows = schools.values_list("authority__municipality_id").annotate(
        number=Count("pk"), total=Coalesce(Sum("pupils"), 0)
    )
    return {key: (count, pupils) for key, count, pupils in rows.order_by()}


@dataclass(frozen=True)
class Figures:
    """Running schools of a Schulträger; ``uncounted`` are those whose pupils are not known."""

    schools: int
    pupils: int
    uncounted: int


def figures(rows: Rows) -> Figures:
    """Totals of the running schools among ``rows``, in one statement."""
    found = rows.running().aggregate(
        number=Count("pk"), counted=Count("pupils"), total=Coalesce(Sum("pupils"), 0)
    )
    return Figures(found["number"], found["total"], found["number"] - found["counted"])


def schools_of(user: Viewer, municipality: Municipality) -> Rows:
    """The schools a municipality runs."""
    return School.objects.visible_to(user).filter(authority__municipality=municipality)


def schools_of_others(user: Viewer, municipality: Municipality) -> Rows:
    """Running schools that stand in a municipality, or whose Schulträger sits there, and that others run."""
    here = Q(location=municipality) | Q(authority__seat=municipality)
    rows = School.objects.visible_to(user).running().filter(here)
    others = rows.exclude(authority__municipality=municipality)
    return others.select_related("authority").order_by("authority__form", "folded_name", "pk")


def related_to(rows: Rows, ags: str) -> Rows:
    """The schools that the page of a municipality lists: its own, those that stand there or sit there."""
    return rows.filter(
        Q(authority__municipality__ags=ags) | Q(location__ags=ags) | Q(authority__seat__ags=ags)
    )


def forms_of(rows: Rows) -> list[str]:
    """The Schulformen that occur."""
    return sorted(set(rows.order_by().values_list("school_form", flat=True).distinct()))


def lines(rows: Iterable[School]) -> Iterator[list[Cell]]:
    """Schools for a spreadsheet, in the columns that can be read in again."""
    for row in rows:
        yield [
            row.register_number,
            row.name,
            row.school_form,
            row.street,
            row.postal_code,
            row.city,
            row.pupils,
            row.pupils_as_of,
        ]


def lines_of_others(rows: Iterable[School]) -> Iterator[list[Cell]]:
    """Schools of others for a spreadsheet, with who runs them."""
    listed = list(rows)
    for row, line in zip(listed, lines(listed), strict=True):
        yield [*line, row.authority.name, row.authority.get_form_display()]
