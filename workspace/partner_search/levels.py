"""The levels of municipalities a search looks through, and which of them it takes unless told otherwise."""

from django.db import models
from django.db.models import Q

from municipalities.models import Kind, Municipality

# Official keys end like this where a town is its own Kreis: no further number is needed within it.
CITY_ENDING = "000"


class Level(models.TextChoices):
    """Municipalities with like tasks; Länder are never partners."""

    DISTRICT = "district", "Kreise"
    CITY = "city", "kreisfreie Städte"
    ASSOCIATION = "association", "Gemeindeverbände"
    MUNICIPALITY = "municipality", "kreisangehörige Gemeinden"


CITY = Q(kind=Kind.MUNICIPALITY, ags__endswith=CITY_ENDING)
_ROWS = {
    Level.DISTRICT: Q(kind=Kind.DISTRICT),
    Level.CITY: CITY,
    Level.ASSOCIATION: Q(kind=Kind.ASSOCIATION),
    Level.MUNICIPALITY: Q(kind=Kind.MUNICIPALITY) & ~CITY,
}


def level_of(municipality: Municipality) -> Level:
    """The level of a municipality; a Land, which never searches, counts as a Kreis."""
    if municipality.kind == Kind.ASSOCIATION:
        return Level.ASSOCIATION
    if municipality.kind == Kind.MUNICIPALITY:
        return Level.CITY if municipality.ags.endswith(CITY_ENDING) else Level.MUNICIPALITY
    return Level.DISTRICT


def usual_levels(municipality: Municipality) -> tuple[Level, ...]:
    """Whom a municipality looks for first: those that do the same for their schools."""
    if level_of(municipality) in (Level.DISTRICT, Level.CITY):
        return (Level.DISTRICT, Level.CITY)
    return (Level.CITY, Level.ASSOCIATION, Level.MUNICIPALITY)


def rows_of(levels: tuple[Level, ...]) -> Q:
    """A filter for these levels."""
    if set(levels) == set(Level):
        return ~Q(kind=Kind.LAND)
    chosen = Q()
    for level in levels:
        chosen |= _ROWS[level]
    return chosen
