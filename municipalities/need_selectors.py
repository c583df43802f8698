"""Reads of needs that pages, API and export share."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Case, F, QuerySet, Value, When

from ikz.access.querysets import Viewer
from ikz.ui.exports import Cell
from municipalities.models import Aim, Municipality, Need
from municipalities.querysets.school_it import NeedQuerySet

# A glance; the list of all needs shows the rest.
MOST_SIMILAR = 8
OPEN_FIRST = F("closed_at").desc(nulls_first=True)
HEADER = (
    "Kommune",
    "Schlüssel",
    "Land",
    "Aufgabenbereich",
    "Ziel der Zusammenarbeit",
    "Konkretes Ziel",
    "Phase der Medienentwicklungsplanung",
    "Reicht Hilfe aus der Ferne?",
    "Dringlichkeit",
    "Sichtbar für",
    "Beschrieben am",
    "Erledigt am",
    "Adresse",
)


def with_place(rows: NeedQuerySet[Need]) -> NeedQuerySet[Need]:
    """Fetch each need's municipality and the one above it along."""
    return rows.select_related("municipality", "municipality__parent")


def needs(user: Viewer) -> NeedQuerySet[Need]:
    """Needs as ``user`` may read them, each with its place."""
    return with_place(Need.objects.visible_to(user))


def open_needs(user: Viewer) -> NeedQuerySet[Need]:
    """Open needs across the country, as far as ``user`` may read them."""
    return needs(user).open()


def needs_of(user: Viewer, municipality: Municipality) -> NeedQuerySet[Need]:
    """The needs of one municipality."""
    return needs(user).filter(municipality=municipality)


def similar_needs(user: Viewer, need: Need) -> QuerySet[Need]:
    """Open needs of others in the same task area: same aim first, then same Land, then the latest."""
    same_land = When(municipality__ags__startswith=need.municipality.land, then=Value(0))
    return (
        open_needs(user)
        .filter(task_area=need.task_area)
        .exclude(municipality=need.municipality_id)
        .order_by(
            Case(When(aim=need.aim, then=Value(0)), default=Value(1)),
            Case(same_land, default=Value(1)),
            "-created_at",
            "pk",
        )[:MOST_SIMILAR]
    )


def lines(rows: QuerySet[Need]) -> Iterator[list[Cell]]:
    """Rows of an export under :data:`HEADER`; they come from :func:`needs`."""
    for row in rows:
        place = row.municipality
        yield [
            place.display_name,
            place.ags,
            place.land_name,
            row.task_area_label,
            Aim(row.aim).label,
            row.goal,
            row.mep_phase_label,
            row.remote_label,
            row.get_urgency_display(),
            row.get_visibility_display(),
            row.created_at,
            row.closed_at,
            f"{settings.BASE_URL}/kommunen/{place.ags}/bedarfe/{row.pk}/",
        ]
