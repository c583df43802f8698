"""What the register can be narrowed by, the same for page and API."""

from typing import Any

import django_filters

from municipalities import selectors
from municipalities.catalog import LAND_CHOICES
from municipalities.models import Kind, Municipality
from municipalities.querysets import MunicipalityQuerySet


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

    class Meta:
        model = Municipality
        fields = ("search", "land", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            field.required = False

    def filter_search(
        self, rows: MunicipalityQuerySet[Municipality], name: str, value: str
    ) -> MunicipalityQuerySet[Municipality]:
        """Search by folded words or by key."""
        return selectors.search(rows, value)
