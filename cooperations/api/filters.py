"""What the list of cooperations can be narrowed by in the REST API."""

import django_filters
from django.db.models import Exists, OuterRef, Q

from cooperations.models import Cooperation, Partner, Phase
from cooperations.querysets import CooperationQuerySet
from municipalities.folding import fold


class CooperationFilter(django_filters.FilterSet):
    """``search`` reads titles and names of partners; ``model`` and ``partner`` are keys."""

    search = django_filters.CharFilter(method="filter_search", max_length=100)
    phase = django_filters.ChoiceFilter(choices=Phase.choices)
    model = django_filters.CharFilter(method="filter_model", max_length=40)
    partner = django_filters.CharFilter(method="filter_partner", max_length=9)

    class Meta:
        model = Cooperation
        fields = ("search", "phase", "model", "partner")

    def filter_search(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Part of the title, or of the name of a partner."""
        named = Partner.objects.present().filter(
            cooperation=OuterRef("pk"), municipality__folded_name__contains=fold(value)
        )
        return rows.filter(Q(title__icontains=value) | Q(Exists(named)))

    def filter_model(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Cooperations that chose this form."""
        return rows.filter(model_keys__contains=[value])

    def filter_partner(
        self, rows: CooperationQuerySet[Cooperation], name: str, value: str
    ) -> CooperationQuerySet[Cooperation]:
        """Cooperations in which the municipality with this official key takes part or is asked to."""
        takes_part = Partner.objects.present().filter(cooperation=OuterRef("pk"), municipality__ags=value)
        return rows.filter(Exists(takes_part))
