"""What lists of schools can be narrowed and sorted by, the same for pages and API."""

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import Any

import django_filters
from django.db.models import F, Q

from municipalities.catalog import LAND_CHOICES
from municipalities.folding import fold
from municipalities.models import School
from municipalities.querysets.school_it import SchoolQuerySet

Rows = SchoolQuerySet[School]
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "name": ("Name", ("folded_name", "pk")),
    "school_form": ("Schulform", ("school_form", "folded_name", "pk")),
    "pupils": ("Zahl der Schülerinnen und Schüler", (F("pupils").desc(nulls_last=True), "folded_name", "pk")),
}
RUNNING, CLOSED, ALL = "running", "closed", "all"
STATES = [(RUNNING, "laufende Schulen"), (CLOSED, "geschlossene Schulen"), (ALL, "alle Schulen")]


class SchoolFilter(django_filters.FilterSet):
    """Schools of one Schulträger; without a choice only those that run."""

    search = django_filters.CharFilter(label="Name oder Schulnummer", method="filter_search", max_length=100)
    school_form = django_filters.ChoiceFilter(label="Schulform", empty_label="alle Schulformen")
    state = django_filters.ChoiceFilter(
        label="Stand", choices=STATES, method="filter_state", empty_label=None, initial=RUNNING
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="name",
    )

    class Meta:
        model = School
        fields: tuple[str, ...] = ("search", "school_form", "state", "sort")

    def __init__(self, *args: Any, school_forms: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_form = self.filters["school_form"]
        if isinstance(by_form, django_filters.ChoiceFilter):
            by_form.extra["choices"] = [(form, form) for form in school_forms]
        # A search form needs no "(optional)" behind every label.
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_queryset(self, queryset: Any) -> Any:
        """Running schools only, unless somebody asked for others."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.running()

    def filter_search(self, rows: Rows, name: str, value: str) -> Rows:
        """Schools whose name holds every word, or whose number begins with it."""
        words = fold(value).split()
        if not words:
            return rows
        by_name = reduce(and_, (Q(folded_name__contains=word) for word in words))
        return rows.filter(by_name | Q(register_number__startswith=words[0]))

    def filter_state(self, rows: Rows, name: str, value: str) -> Rows:
        """Running, closed or all schools."""
        return rows if value == ALL else rows.filter(closed_on__isnull=value == RUNNING)

    def filter_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Order the rows; without a choice they stand by name."""
        return rows.order_by(*SORTS[value][1])


class ApiSchoolFilter(SchoolFilter):
    """Schools of the whole country; ``municipality`` is the official key of the Schulträger."""

    municipality = django_filters.CharFilter(
        label="Amtlicher Schlüssel des Schulträgers", field_name="authority__municipality__ags", max_length=9
    )
    land = django_filters.ChoiceFilter(label="Land", choices=LAND_CHOICES)
    school_form = django_filters.CharFilter(label="Schulform", max_length=80)

    class Meta(SchoolFilter.Meta):
        fields = ("search", "municipality", "land", "school_form", "state", "sort")
