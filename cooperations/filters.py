"""What a list of cooperations can be narrowed and sorted by."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from cooperations import catalog
from cooperations.models import Cooperation, Partner, Phase
from cooperations.querysets import CooperationQuerySet
from municipalities.catalog import task_areas
from municipalities.folding import fold

# Key of the choice, its label, and the columns; the primary key last makes every order total.
SORTS = {
    "title": ("Titel", ("title",)),
    "changed": ("zuletzt geändert", ("-updated_at",)),
    "pupils": ("Schülerinnen und Schüler", ("-pupil_count", "title")),
    "schools": ("Schulen", ("-school_count", "title")),
    "partners": ("Zahl der Partner", ("-partner_count", "title")),
}


class CooperationFilter(django_filters.FilterSet):
    """``search`` reads titles and partners; ``model`` and ``task_area`` are keys of the catalogs.

    Sums are worked out only where the rows are sorted by them.
    """

    search = django_filters.CharFilter(label="Titel oder Partner", method="filter_search", max_length=100)
    phase = django_filters.ChoiceFilter(label="Phase", choices=Phase.choices, empty_label="alle Phasen")
    model = django_filters.ChoiceFilter(
        label="Modell",
        choices=lambda: [(row.key, row.label) for row in catalog.models().values()],
        method="filter_model",
        empty_label="alle Modelle",
    )
    task_area = django_filters.ChoiceFilter(
        label="Aufgabenbereich",
        choices=lambda: [(row.key, row.label) for row in task_areas().values()],
        method="filter_task_area",
        empty_label="alle Aufgabenbereiche",
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="title",
    )

    class Meta:
        model = Cooperation
        fields: tuple[str, ...] = ("search", "phase", "model", "task_area", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A search form needs no "(optional)" behind every label.
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_search(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Rows that have every word in title, subtitle or the name of a partner."""
        for word in value.split():
            partner = Partner.objects.filter(
                cooperation=OuterRef("pk"), municipality__folded_name__contains=fold(word)
            ).present()
            rows = rows.filter(Q(title__icontains=word) | Q(subtitle__icontains=word) | Q(Exists(partner)))
        return rows

    def filter_model(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Rows that use the form of cooperation."""
        return rows.filter(model_keys__contains=[value])

    def filter_task_area(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Rows that share the task area."""
        return rows.filter(task_areas__contains=[value])

    def filter_sort(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Order the rows; without a choice they stand by title."""
        columns = SORTS[value][1]
        sums = any(column.endswith("_count") for column in columns)
        return (rows.with_totals() if sums else rows).order_by(*columns, "pk")
