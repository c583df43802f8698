"""What lists of the governance are narrowed by, in the API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import (
    ActionItem,
    ActionState,
    Body,
    BodyKind,
    Meeting,
    MeetingState,
    Resolution,
    ResolutionState,
)


class _Filter(django_filters.FilterSet):
    """All lists can be narrowed to a cooperation and searched."""

    searched: tuple[str, ...] = ("title",)

    search = django_filters.CharFilter(method="filter_search", label="Text, der vorkommt", max_length=200)

    def filter_search(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Rows in which every word of ``value`` occurs."""
        for word in value.replace("\x00", "").split()[:8]:
            found = Q()
            for field in self.searched:
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        return rows


class BodyFilter(_Filter):
    """Bodies by cooperation and kind."""

    cooperation = django_filters.CharFilter(field_name="cooperation__slug", label="Adresse der Kooperation")
    kind = django_filters.ChoiceFilter(choices=BodyKind.choices, label="Art")

    class Meta:
        model = Body
        fields: tuple[str, ...] = ()


class MeetingFilter(_Filter):
    """Meetings by cooperation, body, state and day."""

    searched = ("title", "purpose")

    cooperation = django_filters.CharFilter(
        field_name="body__cooperation__slug", label="Adresse der Kooperation"
    )
    body = django_filters.NumberFilter(field_name="body_id", label="Gremium", min_value=1, max_value=2**31)
    state = django_filters.ChoiceFilter(choices=MeetingState.choices, label="Stand")
    since = django_filters.DateFilter(field_name="starts_at__date", lookup_expr="gte", label="ab diesem Tag")
    until = django_filters.DateFilter(
        field_name="starts_at__date", lookup_expr="lte", label="bis zu diesem Tag"
    )

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


class ResolutionFilter(_Filter):
    """Resolutions by cooperation, body, year and state of implementation."""

    searched = ("title", "text")

    cooperation = django_filters.CharFilter(field_name="cooperation__slug", label="Adresse der Kooperation")
    body = django_filters.NumberFilter(field_name="body_id", label="Gremium", min_value=1, max_value=2**31)
    year = django_filters.NumberFilter(label="Jahr", min_value=1, max_value=9999)
    state = django_filters.ChoiceFilter(choices=ResolutionState.choices, label="Stand der Umsetzung")

    class Meta:
        model = Resolution
        fields: tuple[str, ...] = ()


class ActionItemFilter(_Filter):
    """Action items by cooperation, responsible municipality and state."""

    searched = ("title", "description", "function")

    cooperation = django_filters.CharFilter(field_name="cooperation__slug", label="Adresse der Kooperation")
    municipality = django_filters.CharFilter(
        field_name="partner__municipality__ags", label="amtlicher Schlüssel der verantwortlichen Kommune"
    )
    state = django_filters.ChoiceFilter(choices=ActionState.choices, label="Stand")
    overdue = django_filters.BooleanFilter(method="filter_overdue", label="überfällig")

    class Meta:
        model = ActionItem
        fields: tuple[str, ...] = ()

    def filter_overdue(self, rows: "QuerySet[Any]", _name: str, value: bool) -> "QuerySet[Any]":
        """Open ones whose day has passed, or all others."""
        late = Q(state=ActionState.OPEN, due_on__lt=timezone.localdate())
        return rows.filter(late) if value else rows.exclude(late)
