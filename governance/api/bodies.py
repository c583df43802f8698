"""Bodies in the REST API, with their seats; who sits there is told by function, never by address."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from governance.api.filters import BodyFilter
from governance.models import Body, Member, Office, Seat
from municipalities.querysets import valid_today


class MemberSerializer(serializers.Serializer[Member]):
    """Somebody on a seat."""

    function = serializers.CharField()
    office = serializers.ChoiceField(choices=Office.choices)
    is_deputy = serializers.BooleanField()


class SeatSerializer(serializers.Serializer[Seat]):
    """A seat that is held today; without ``municipality`` it advises and has no vote."""

    municipality = serializers.CharField(source="partner.municipality.ags", default=None, allow_null=True)
    name = serializers.CharField(source="__str__")
    vote_weight = serializers.IntegerField()
    members = MemberSerializer(many=True)


class BodySerializer(serializers.ModelSerializer[Body]):
    """A body with its rules and seats."""

    cooperation = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    seats = SeatSerializer(many=True, read_only=True)

    class Meta:
        model = Body
        fields = (
            "id",
            "cooperation",
            "kind",
            "title",
            "orientation",
            "purpose",
            "majority",
            "quorum",
            "notice_days",
            "reminder_days",
            "is_public",
            "dissolved_on",
            "seats",
        )
        read_only_fields = fields


@extend_schema_view(list=extend_schema(summary="Gremien"), retrieve=extend_schema(summary="Ein Gremium"))
class BodyViewSet(viewsets.ReadOnlyModelViewSet[Body]):
    """Bodies of the caller's cooperations."""

    serializer_class = BodySerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = BodyFilter
    lookup_value_converter = "int"
    queryset: Any = Body.objects.none()

    def get_queryset(self) -> QuerySet[Body]:
        """Bodies the caller may read."""
        members: Any = Member.objects.filter(valid_today()).order_by("is_deputy", "pk")
        seats: Any = Seat.objects.filter(valid_today()).select_related("partner__municipality")
        seats = seats.prefetch_related(Prefetch("members", members))
        rows = Body.objects.visible_to(self.request.user).select_related("cooperation")
        return rows.prefetch_related(Prefetch("seats", seats)).order_by("cooperation", "pk")
