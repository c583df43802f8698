"""What the register can be narrowed by, the same for page and API."""

from typing import Any

import django_filters
from django.db.models import F

from municipalities import selectors
from municipalities.catalog import LAND_CHOICES
from municipalities.models import Kind, Municipality
from municipalities.querysets import MunicipalityQuerySet

# Key of the choice, its label, and the order; rows without a population come last.
SORTS = {
    "name": ("Name", ("folded_name", "ags")),
    "ags": ("Schlüssel", ("ags",)),
    "population": ("Bevölkerung", (F("population").desc(nulls_last=True), "folded_name", "ags")),
}


class MunicipalityFilter(django_filters.FilterSet):
    """``search`` reads name or official key, ``kind`` the level, ``land`` the two-digit key of the Land."""

    search = django_filters.CharFilter(
        label="Name oder amtlicher Schlüssel", method="filter_search", max_length=100
    )
    land = django_filters.ChoiceFilter(
        label="Land",
        choices=LAND_CHOICES,
        field_name="ags",
        lookup_expr="startswith",
        empty_label="alle Länder",
    )
    kind = django_filters.ChoiceFilter(label="Ebene", choices=Kind.choices, empty_label="alle Ebenen")
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="name",
    )

    class Meta:
        model = Municipality
        fields = ("search", "land", "kind", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A search form needs no "(optional)" behind every label.
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_search(
        self, rows: MunicipalityQuerySet[Municipality], name: str, value: str
    ) -> MunicipalityQuerySet[Municipality]:
        """Search by folded words or by key."""
        return selectors.search(rows, value)

    def filter_sort(
        self, rows: MunicipalityQuerySet[Municipality], name: str, value: str
    ) -> MunicipalityQuerySet[Municipality]:
        """Order the rows; without a choice they stand by name."""
        return rows.order_by(*SORTS[value][1])
