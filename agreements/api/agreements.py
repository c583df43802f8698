"""Agreements as a list and one by one; only to be read: drafting takes place in pages, where partners see each other."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.api.rows import agreements_for, instrument, next_deadline, parties
from agreements.deadlines import LABELS, Kind
from agreements.instruments import CHOICES
from agreements.models import Agreement, DocumentPart
from agreements.models.versions import STATE_CHOICES
from agreements.views.accesses import note_access
from cooperations.catalog import models
from ikz.access.actors import actor_of
from municipalities.catalog import LAND_CHOICES


class PartySerializer(serializers.Serializer[Any]):
    """A party: official key, name, and ``lead`` or ``partner``."""

    ags = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()


class DeadlineSerializer(serializers.Serializer[Any]):
    """A day to keep in mind, with what it is for and how it was computed."""

    day = serializers.DateField()
    kind = serializers.ChoiceField(choices=[(kind.value, LABELS[kind]) for kind in Kind])
    title = serializers.CharField()
    how = serializers.CharField()
    foundation = serializers.CharField(source="source")


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """An agreement: for partners by its draft, for supervision by the version submitted last.

    ``next_deadline`` is that of the version in force, null without one. ``state`` is that of ``latest_version``, both
    null while there is only a draft. ``cooperation`` (its address) is null for supervision, which does not see
    cooperations.
    """

    cooperation = serializers.SerializerMethodField()
    cooperation_title = serializers.CharField(source="shown_cooperation", read_only=True)
    title = serializers.CharField(source="shown_title", read_only=True)
    instrument = serializers.SerializerMethodField()
    forms = serializers.ListField(source="shown_forms", child=serializers.CharField(), read_only=True)
    land = serializers.ChoiceField(source="shown_land", choices=LAND_CHOICES, read_only=True)
    partners = serializers.SerializerMethodField()
    state = serializers.ChoiceField(
        source="latest_state", choices=STATE_CHOICES, read_only=True, allow_null=True
    )
    latest_version = serializers.IntegerField(source="latest_number", read_only=True, allow_null=True)
    version_in_force = serializers.IntegerField(source="in_force_number", read_only=True, allow_null=True)
    next_deadline = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = (
            "id",
            "cooperation",
            "cooperation_title",
            "title",
            "instrument",
            "forms",
            "land",
            "partners",
            "state",
            "latest_version",
            "version_in_force",
            "next_deadline",
        )
        read_only_fields = fields

    def get_cooperation(self, row: Agreement) -> str | None:
        """The address of the cooperation, for those who see it."""
        return None if self.context["request"].user.read_only else row.cooperation.slug

    @extend_schema_field(serializers.ChoiceField(choices=CHOICES))
    def get_instrument(self, row: Any) -> str:
        """Agreement, statute or letter of intent."""
        return instrument(row)

    @extend_schema_field(DeadlineSerializer(allow_null=True))
    def get_next_deadline(self, row: Agreement) -> dict[str, Any] | None:
        """The earliest day ahead by the terms of the version in force."""
        found = next_deadline(row, timezone.localdate())
        return None if found is None else dict(DeadlineSerializer(found).data)

    @extend_schema_field(PartySerializer(many=True))
    def get_partners(self, row: Agreement) -> list[dict[str, str]]:
        """The parties."""
        return parties(row)


class AgreementFilter(django_filters.FilterSet):
    """Agreements by cooperation, state of the latest version, Land and form; ``search`` reads the titles."""

    search = django_filters.CharFilter(method="filter_search", label="Text, der vorkommt", max_length=200)
    cooperation = django_filters.CharFilter(method="filter_cooperation", label="Adresse der Kooperation")
    state = django_filters.ChoiceFilter(
        field_name="latest_state", choices=STATE_CHOICES, label="Stand der neuesten Fassung"
    )
    land = django_filters.ChoiceFilter(field_name="shown_land", choices=LAND_CHOICES, label="Land")
    form = django_filters.ChoiceFilter(
        method="filter_form",
        choices=lambda: [(key, row.label) for key, row in models().items()],
        label="Form der Zusammenarbeit",
    )

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()

    def filter_search(self, rows: "QuerySet[Agreement]", _name: str, value: str) -> "QuerySet[Agreement]":
        """Rows in which every word occurs, in their own title or that of the cooperation."""
        for word in value.replace("\x00", "").split()[:8]:
            rows = rows.filter(Q(shown_title__icontains=word) | Q(shown_cooperation__icontains=word))
        return rows

    def filter_cooperation(
        self, rows: "QuerySet[Agreement]", _name: str, value: str
    ) -> "QuerySet[Agreement]":
        """Rows of one cooperation; none for supervision, to which its address says nothing."""
        user = getattr(self.request, "user", None)
        return rows.none() if user is None or user.read_only else rows.filter(cooperation__slug=value)

    def filter_form(self, rows: Any, _name: str, value: str) -> Any:
        """Rows that are of this form, alone or with others."""
        return rows.filter(shown_forms__contains=[value])


@extend_schema_view(list=extend_schema(summary="Vereinbarungen"))
class AgreementViewSet(viewsets.ReadOnlyModelViewSet[Agreement]):
    """Agreements of the caller's cooperations; for supervision those submitted to its authority."""

    serializer_class = AgreementSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = AgreementFilter
    lookup_value_converter = "int"
    queryset: Any = Agreement.objects.none()

    def get_queryset(self) -> QuerySet[Agreement]:
        """Agreements the caller may read."""
        rows: Any = agreements_for(actor_of(self.request))
        # For supervision titles lie in the long content of versions: no list is sorted by reading all of them.
        order = ("pk",) if actor_of(self.request).read_only else ("shown_title", "pk")
        found: QuerySet[Agreement] = rows.order_by(*order)
        return found

    @extend_schema(summary="Eine Vereinbarung")
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One agreement; what supervision reads is kept."""
        row = self.get_object()
        note_access(request, row, DocumentPart.API)
        return Response(self.get_serializer(row).data)
