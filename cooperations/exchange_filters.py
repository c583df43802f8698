"""What the ledger of exchange without money can be narrowed and sorted by."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from cooperations.models import Exchange, ExchangeKind, Partner
from cooperations.querysets import ExchangeQuerySet

Rows = ExchangeQuerySet[Exchange]
GIVEN, RECEIVED = "given", "received"
# Key of the choice, its label, and the columns; the primary key last makes every order total.
SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "latest": ("neueste zuerst", ("-given_on",)),
    "earliest": ("älteste zuerst", ("given_on",)),
    "giver": ("wer gegeben hat", ("partner__municipality__folded_name", "-given_on")),
    "receiver": ("wer erhalten hat", ("receiver__municipality__folded_name", "-given_on")),
    "text": ("Leistung", ("text",)),
}


class ExchangeFilter(django_filters.FilterSet):
    """Entries of one cooperation; ``years`` and ``partners`` are the choices, ``direction`` is seen from ``partner``."""

    jahr = django_filters.ChoiceFilter(field_name="given_on__year", label="Jahr", empty_label=None)
    partner = django_filters.ModelChoiceFilter(
        label="Kommune", queryset=Partner.objects.none(), method="filter_partner", empty_label="alle Kommunen"
    )
    direction = django_filters.ChoiceFilter(
        label="Die Kommune hat",
        choices=[(GIVEN, "gegeben"), (RECEIVED, "erhalten")],
        method="filter_direction",
        empty_label="gegeben oder erhalten",
    )
    kind = django_filters.ChoiceFilter(label="Art", choices=ExchangeKind.choices, empty_label="jede Art")
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="latest",
    )

    class Meta:
        model = Exchange
        fields = ("jahr", "partner", "direction", "kind", "sort")

    def __init__(self, *args: Any, years: Sequence[int], partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.form.fields
        fields["jahr"].choices = [(str(year), str(year)) for year in years]
        fields["partner"].queryset = partners
        # A search form needs no "(optional)" behind every label.
        for field in fields.values():
            field.widget.is_required = False

    def filter_partner(self, rows: Rows, name: str, value: Partner) -> Rows:
        """What a municipality gave or received; which of both is told by ``direction``."""
        sides = {GIVEN: Q(partner=value), RECEIVED: Q(receiver=value)}
        return rows.filter(
            sides.get(self.form.cleaned_data.get("direction", ""), sides[GIVEN] | sides[RECEIVED])
        )

    def filter_direction(self, rows: Rows, name: str, value: str) -> Rows:
        """Nothing by itself: without a municipality everything is both given and received."""
        return rows

    def filter_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Order the rows; without a choice the latest come first."""
        return rows.order_by(*SORTS[value][1], "pk")
