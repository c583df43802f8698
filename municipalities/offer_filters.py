"""What the list of offers can be narrowed by, the same for page, export and API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from ikz.access.actors import actor_of
from municipalities.catalog import LAND_CHOICES, task_areas
from municipalities.folding import fold
from municipalities.models import Municipality, Offer, OfferKind
from municipalities.offer_selectors import chain, serving, serving_land
from municipalities.querysets.school_it import OfferQuerySet

Offers = OfferQuerySet[Offer]
WITHDRAWN = "zurueckgezogen"


class OfferFilter(django_filters.FilterSet):
    """What the list of offers is narrowed by.

    ``search`` reads names and modules; ``task_area``, ``kind`` and ``land`` are keys; ``own`` asks for offers that
    serve a municipality one works for. Withdrawn offers are shown only when asked for.
    """

    search = django_filters.CharFilter(label="Name oder Leistung", method="filter_search", max_length=100)
    task_area = django_filters.ChoiceFilter(
        label="Aufgabenbereich",
        method="filter_task_area",
        choices=lambda: [(key, area.label) for key, area in task_areas().items()],
        empty_label="alle Aufgabenbereiche",
    )
    kind = django_filters.ChoiceFilter(label="Art", choices=OfferKind.choices, empty_label="alle Arten")
    land = django_filters.ChoiceFilter(
        label="Land", method="filter_land", choices=LAND_CHOICES, empty_label="alle Länder"
    )
    state = django_filters.ChoiceFilter(
        label="Stand",
        method="filter_state",
        choices=[(WITHDRAWN, "zurückgezogene Angebote")],
        empty_label="aktuelle Angebote",
    )
    own = django_filters.BooleanFilter(
        label="versorgt meine Kommune", method="filter_own", widget=forms.CheckboxInput
    )

    class Meta:
        model = Offer
        fields = ("search", "task_area", "kind", "land", "state", "own")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A search form needs no "(optional)" behind every label.
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a choice of the state, offers that can be joined."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.available()

    def filter_search(self, rows: Offers, name: str, value: str) -> Offers:
        """Every word must occur in name or modules; in names umlauts may be written out."""
        for word in value.replace("\0", "").split():
            rows = rows.filter(Q(folded_name__contains=fold(word)) | Q(modules__icontains=word))
        return rows

    def filter_task_area(self, rows: Offers, name: str, value: str) -> Offers:
        """Offers that cover the task area."""
        return rows.filter(task_areas__contains=[value])

    def filter_land(self, rows: Offers, name: str, value: str) -> Offers:
        """Offers that serve the Land or a part of it."""
        return serving_land(rows, value)

    def filter_state(self, rows: Offers, name: str, value: str) -> Offers:
        """Withdrawn offers."""
        return rows.exclude(withdrawn_at=None)

    def filter_own(self, rows: Offers, name: str, value: bool) -> Offers:
        """Offers that serve one of the municipalities the visitor works for."""
        if not value or self.request is None:
            return rows
        own = Municipality.objects.represented_by(actor_of(self.request))
        chains = [chain(row) for row in own.select_related("parent__parent__parent")]
        return serving(rows, chains)
