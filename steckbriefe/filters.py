"""What the public catalogue can be narrowed and sorted by, the same for page, export and API."""

from typing import Any

import django_filters
from django.db.models import F

from cooperations import catalog
from municipalities.catalog import LAND_CHOICES
from municipalities.folding import fold
from steckbriefe.models import Edition
from steckbriefe.querysets import EditionQuerySet

Editions = EditionQuerySet[Edition]
SORTS = {
    "neu": ("Neueste zuerst", F("published_by__published_at").desc()),
    "titel": ("Titel", F("search_text").asc()),
    "schueler": ("Meiste Schülerinnen und Schüler", F("snapshot__totals__pupils").desc()),
}


def _model_choices() -> list[tuple[str, str]]:
    return [(model.key, model.label) for model in catalog.models().values()]


class EditionFilter(django_filters.FilterSet):
    """``search`` reads titles, partners, tasks and aims; ``land`` and ``model`` are keys."""

    search = django_filters.CharFilter(
        label="Thema, Aufgabe oder Kommune", method="filter_search", max_length=100
    )
    land = django_filters.ChoiceFilter(
        label="Land", method="filter_land", choices=LAND_CHOICES, empty_label="alle Länder"
    )
    model = django_filters.ChoiceFilter(
        label="Kooperationsmodell", method="filter_model", choices=_model_choices, empty_label="alle Modelle"
    )
    sort = django_filters.ChoiceFilter(
        label="Sortierung",
        method="filter_sort",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        empty_label=None,
    )

    class Meta:
        model = Edition
        fields = ("search", "land", "model", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            field.required = False

    def filter_search(self, rows: Editions, name: str, value: str) -> Editions:
        """Every word must occur; umlauts may be written out."""
        for word in fold(value).split():
            rows = rows.filter(search_text__contains=word)
        return rows

    def filter_land(self, rows: Editions, name: str, value: str) -> Editions:
        """Steckbriefe with a partner in this Land."""
        return rows.filter(land_keys__contains=[value])

    def filter_model(self, rows: Editions, name: str, value: str) -> Editions:
        """Steckbriefe of this form of cooperation."""
        return rows.filter(model_keys__contains=[value])

    def filter_sort(self, rows: Editions, name: str, value: str) -> Editions:
        """Order by one of SORTS; rows that are equal keep one order from page to page."""
        return rows.order_by(SORTS[value][1], "-pk")
