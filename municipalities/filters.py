"""What the register can be narrowed by, the same for page and API."""

from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import F, Q

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
KINDS = (
    (Kind.LAND.value, "Länder"),
    (Kind.DISTRICT.value, "Kreise und kreisfreie Städte"),
    (Kind.ASSOCIATION.value, "Gemeindeverbände"),
    (Kind.MUNICIPALITY.value, "Städte und Gemeinden"),
)
# Key, label, and population from (included) to (excluded).
SIZES = (
    ("small", "unter 5.000", 0, 5_000),
    ("medium", "5.000 bis unter 20.000", 5_000, 20_000),
    ("large", "20.000 bis unter 100.000", 20_000, 100_000),
    ("city", "ab 100.000", 100_000, None),
)
# A kreisfreie Stadt is one row with eight digits; its Kreis has no other municipality, so it has number 000.
IS_DISTRICT = Q(kind=Kind.DISTRICT) | Q(kind=Kind.MUNICIPALITY, ags__endswith="000")

DISTRICT_KEY = RegexValidator(r"^\d{5}$", "Der Schlüssel eines Kreises hat fünf Ziffern.")

Rows = MunicipalityQuerySet[Municipality]


class MunicipalityFilter(django_filters.FilterSet):
    """``search`` reads names, former names, keys and postal codes; ``land`` and ``district`` are keys.

    ``kind=district`` are the Kreise and the kreisfreie Städte, which are municipalities as well; ``size`` is a class
    of population; rows that the directory no longer has are left out unless ``dissolved`` is set.
    """

    search = django_filters.CharFilter(
        label="Name, Schlüssel oder PLZ", method="filter_search", max_length=100
    )
    land = django_filters.ChoiceFilter(
        label="Land",
        choices=LAND_CHOICES,
        field_name="ags",
        lookup_expr="startswith",
        empty_label="alle Länder",
    )
    district = django_filters.CharFilter(
        label="Kreis",
        field_name="ags",
        lookup_expr="startswith",
        validators=[DISTRICT_KEY],
    )
    kind = django_filters.ChoiceFilter(
        label="Ebene", choices=KINDS, method="filter_kind", empty_label="alle Ebenen"
    )
    size = django_filters.ChoiceFilter(
        label="Bevölkerung",
        choices=[(key, label) for key, label, _, _ in SIZES],
        method="filter_size",
        empty_label="alle Größen",
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label="passend zur Suche",
    )
    dissolved = django_filters.BooleanFilter(
        label="auch aufgelöste", method="filter_dissolved", widget=forms.CheckboxInput
    )

    class Meta:
        model = Municipality
        fields = ("search", "land", "district", "kind", "size", "sort", "dissolved")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A search form needs no "(optional)" behind every label.
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_search(self, rows: Rows, name: str, value: str) -> Rows:
        """Search by folded words, key or postal code, the best first."""
        return selectors.search(rows, value)

    def filter_kind(self, rows: Rows, name: str, value: str) -> Rows:
        """One level; kreisfreie Städte are on two."""
        return rows.filter(IS_DISTRICT if value == Kind.DISTRICT else Q(kind=value))

    def filter_size(self, rows: Rows, name: str, value: str) -> Rows:
        """A class of population; rows without one are in none."""
        least, below = next((least, below) for key, _, least, below in SIZES if key == value)
        rows = rows.filter(population__gte=least)
        return rows if below is None else rows.filter(population__lt=below)

    def filter_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Order the rows; without a choice the best come first, or they stand by name."""
        return rows.order_by(*SORTS[value][1])

    def filter_dissolved(self, rows: Rows, name: str, value: bool) -> Rows:
        """Leave out what the directory no longer has, unless it is asked for."""
        return rows if value else rows.present()
