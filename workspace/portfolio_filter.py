"""What the portfolio can be narrowed by: what every list of cooperations can, and how they stand."""

import django_filters
from django.db.models import Exists, OuterRef

from cooperations.filters import CooperationFilter
from cooperations.models import Cooperation, Measure
from cooperations.querysets import CooperationQuerySet
from workspace.selectors.lights import with_light
from workspace.traffic_light import Light


class PortfolioFilter(CooperationFilter):
    """``light`` is a traffic light, ``overdue`` whether a measure is.

    Filters run in the order of ``fields``: the light comes after all that narrow the rows in SQL.
    """

    overdue = django_filters.ChoiceFilter(
        label="Maßnahmen",
        choices=[("yes", "mit überfälligen"), ("no", "ohne überfällige")],
        method="filter_overdue",
        empty_label="alle",
    )
    light = django_filters.ChoiceFilter(
        label="Ampel",
        choices=[(light.value, light.label) for light in Light],
        method="filter_light",
        empty_label="alle",
    )

    class Meta(CooperationFilter.Meta):
        fields = ("search", "phase", "model", "task_area", "overdue", "light", "sort")

    def filter_overdue(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Rows that have a measure whose day has passed, or have none."""
        overdue = Exists(Measure.objects.overdue().filter(cooperation=OuterRef("pk")))
        return rows.filter(overdue if value == "yes" else ~overdue)

    def filter_light(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Rows that show this light today."""
        return with_light(rows, Light(value))
