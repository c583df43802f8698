"""Needs in the REST API; every write is the service that pages use."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from ikz.access.actors import actor_of
from ikz.access.api_errors import Conflict
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from municipalities.models import Aim, Municipality, Need, Urgency, Visibility
from municipalities.models.needs import GOAL_LENGTH
from municipalities.need_filters import ApiNeedFilter, order
from municipalities.need_selectors import needs
from municipalities.services import change_need, describe_need
from municipalities.services.needs import NeedData, stored_values

CONFLICT = OpenApiResponse(
    description="Inzwischen wurde eine andere Fassung gespeichert; ``current`` zeigt sie."
)


class NeedSerializer(serializers.ModelSerializer[Need]):
    """A need; keys are those of the catalog. Send ``version`` back with every change."""

    municipality = serializers.CharField(source="municipality.ags", read_only=True)
    municipality_name = serializers.CharField(source="municipality.display_name", read_only=True)
    open = serializers.BooleanField(source="is_open", read_only=True)

    class Meta:
        model = Need
        fields = (
            "id",
            "municipality",
            "municipality_name",
            "task_area",
            "aim",
            "goal",
            "mep_phase",
            "remote_suffices",
            "urgency",
            "visibility",
            "open",
            "version",
            "created_at",
            "updated_at",
            "closed_at",
        )
        read_only_fields = fields


class NeedWriteSerializer(serializers.Serializer[Any]):
    """What a need says; without ``mep_phase`` it goes where its task area usually belongs."""

    task_area = serializers.CharField(max_length=30)
    aim = serializers.ChoiceField(choices=Aim.choices)
    goal = serializers.CharField(max_length=GOAL_LENGTH)
    mep_phase = serializers.CharField(max_length=20, required=False, allow_blank=True)
    remote_suffices = serializers.BooleanField(required=False, allow_null=True)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)


class NeedCreateSerializer(NeedWriteSerializer):
    """A new need of the caller's own municipality, named by its official key."""

    municipality = serializers.CharField(max_length=9)

    def validate_municipality(self, value: str) -> Municipality:
        """Replace the key by the municipality it stands for."""
        row = Municipality.objects.visible_to(self.context["request"].user).filter(ags=value).first()
        if row is None:
            raise serializers.ValidationError(f"Unbekannter amtlicher Schlüssel: {value}.")
        return row


class NeedUpdateSerializer(NeedWriteSerializer):
    """Fields to change; ``version`` is the one that was read."""

    version = serializers.IntegerField(min_value=1)


@extend_schema_view(list=extend_schema(summary="Bedarfe"), retrieve=extend_schema(summary="Ein Bedarf"))
class NeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Need]):
    """Needs, open and closed, as far as the caller may read them."""

    serializer_class = NeedSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ApiNeedFilter
    lookup_value_converter = "int"
    queryset: Any = Need.objects.none()

    def get_queryset(self) -> QuerySet[Need]:
        """Needs the caller may read, open ones first."""
        return needs(self.request.user).order_by(*order("urgency"))

    @extend_schema(
        summary="Bedarf beschreiben", request=NeedCreateSerializer, responses={201: NeedSerializer}
    )
    def create(self, request: Request) -> Response:
        """Describe a need of the caller's own municipality."""
        entered = NeedCreateSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        municipality = values.pop("municipality")
        row = describe_need(actor=actor_of(request), municipality=municipality, data=NeedData(**values))
        return Response(
            NeedSerializer(row).data,
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api:need-detail", args=[row.pk], request=request)},
        )

    @extend_schema(
        summary="Bedarf ändern",
        request=NeedUpdateSerializer,
        responses={200: NeedSerializer, 409: CONFLICT},
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change fields of an open need; ``version`` must be the stored one."""
        row = get_editable(Need.objects.select_related("municipality"), request.user, pk=pk)
        entered = NeedUpdateSerializer(data=request.data, partial=True)
        entered.is_valid(raise_exception=True)
        changes = dict(entered.validated_data)
        version = changes.pop("version", None)
        if version is None:
            raise serializers.ValidationError({"version": ["Dieses Feld ist zwingend erforderlich."]})
        data = replace(NeedData(**stored_values(row)), **changes)
        try:
            row = change_need(actor=actor_of(request), need=row, data=data, expected_version=version)
        except EditConflict as conflict:
            raise Conflict(conflict, NeedSerializer(conflict.current).data) from conflict
        return Response(NeedSerializer(row).data)
