"""What the page of the register can be narrowed by, beyond what the register itself knows."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict

from municipalities import selectors
from municipalities.catalog import LAENDER
from municipalities.filters import DISTRICT_KEY, MunicipalityFilter, Rows
from municipalities.models import Municipality
from workspace.selectors.municipalities import cooperating

WITH, WITHOUT = "with", "without"


class RegisterFilter(MunicipalityFilter):
    """Also by cooperations; the Kreise to choose from are those of the chosen Land."""

    district = django_filters.CharFilter(
        label="Kreis",
        field_name="ags",
        lookup_expr="startswith",
        validators=[DISTRICT_KEY],
        widget=forms.Select,
    )
    cooperations = django_filters.ChoiceFilter(
        label="Kooperationen",
        choices=((WITH, "mit bekannter Kooperation"), (WITHOUT, "ohne bekannte Kooperation")),
        method="filter_cooperations",
        empty_label="mit und ohne",
    )

    class Meta:
        model = Municipality
        fields = ("search", "land", "district", "kind", "size", "cooperations", "sort", "dissolved")

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        super().__init__(_consistent(data), *args, **kwargs)
        land = self.data.get("land", "")
        known = selectors.districts(self.request.user, land) if land in LAENDER else []
        first = "alle Kreise" if known else "bitte zuerst ein Land wählen"
        self.form.fields["district"].widget.choices = [("", first), *known]

    def filter_cooperations(self, rows: Rows, name: str, value: str) -> Rows:
        """With or without a cooperation that the visitor may know of."""
        known = Q(pk__in=cooperating(self.request.user))
        return rows.filter(known if value == WITH else ~known)


def _consistent(data: QueryDict) -> QueryDict:
    """A Kreis brings its Land along; without JavaScript it stays behind where another Land is chosen."""
    land, district = data.get("land", ""), data.get("district", "")
    if not district or (land and district.startswith(land)):
        return data
    changed = data.copy()
    if land:
        del changed["district"]
    else:
        changed["land"] = district[:2]
    return changed
