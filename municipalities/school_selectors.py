"""Reads of schools that pages, API and the partner search share."""

from collections.abc import Iterable

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from municipalities.models import Municipality, School

Totals = tuple[int, int]


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
        schools=Count("pk"), pupils=Coalesce(Sum("pupils"), 0)
    )
    return {key: (count, pupils) for key, count, pupils in rows.order_by()}
