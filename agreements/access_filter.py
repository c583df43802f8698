"""What the partners narrow the log of supervision's reading by."""

from typing import Any

import django_filters

from agreements.models import DocumentAccess, DocumentPart
from ikz.ui.forms import DateField


class _DayFilter(django_filters.DateFilter):
    """A day as German readers type it."""

    field_class = DateField


class AccessFilter(django_filters.FilterSet):
    """Entries by authority, version, what was opened, and day."""

    authority = django_filters.ChoiceFilter(
        label="Aufsichtsbehörde", field_name="authority_id", empty_label="alle Behörden"
    )
    version = django_filters.ChoiceFilter(
        label="Fassung", field_name="version__number", empty_label="alle Fassungen"
    )
    part = django_filters.ChoiceFilter(label="Geöffnet", choices=DocumentPart.choices, empty_label="alles")
    since = _DayFilter(label="Ab", field_name="accessed_at__date", lookup_expr="gte", help_text="")
    until = _DayFilter(label="Bis", field_name="accessed_at__date", lookup_expr="lte", help_text="")

    class Meta:
        model = DocumentAccess
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.queryset is not None  # noqa: S101 - the view gives one
        rows = self.queryset.order_by()
        self.filters["authority"].extra["choices"] = list(
            rows.exclude(authority=None)
            .values_list("authority_id", "authority__name")
            .distinct()
            .order_by("authority__name")
        )
        numbers = rows.exclude(version=None).values_list("version__number", flat=True).distinct()
        self.filters["version"].extra["choices"] = [
            (number, f"Fassung {number}") for number in numbers.order_by("version__number")
        ]
        for field in self.form.fields.values():
            field.widget.is_required = False
