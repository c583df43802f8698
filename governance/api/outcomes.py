"""Resolutions and action items in the REST API; every write is the service that pages use."""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cooperations.models import Cooperation, Partner
from governance.api.filters import ActionItemFilter, ResolutionFilter
from governance.models import ActionItem, ActionState, Resolution, ResolutionState
from governance.services.actions import ActionData, ProgressData, create_action, record_progress
from governance.services.resolutions import ImplementationData, record_implementation
from ikz.access.actors import actor_of
from ikz.access.api_errors import Conflict
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable

CONFLICT = OpenApiResponse(
    description="Inzwischen wurde eine andere Fassung gespeichert; ``current`` zeigt sie."
)


class ResolutionSerializer(serializers.ModelSerializer[Resolution]):
    """A resolution of the register; ``reference`` is year and number."""

    cooperation = serializers.CharField(source="cooperation.slug", read_only=True)
    body = serializers.IntegerField(source="body_id", read_only=True)
    meeting = serializers.IntegerField(source="meeting_id", read_only=True, allow_null=True)
    reference = serializers.CharField(read_only=True)
    votes = serializers.CharField(source="ballot.summary", read_only=True)

    class Meta:
        model = Resolution
        fields = (
            "id",
            "cooperation",
            "reference",
            "year",
            "number",
            "body",
            "meeting",
            "title",
            "text",
            "decided_on",
            "votes",
            "state",
            "state_note",
            "version",
            "updated_at",
        )
        read_only_fields = fields


class ImplementationSerializer(serializers.Serializer[Any]):
    """How far a resolution is carried out; ``version`` is the one that was read."""

    state = serializers.ChoiceField(choices=ResolutionState.choices)
    state_note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1)


@extend_schema_view(list=extend_schema(summary="Beschlüsse"), retrieve=extend_schema(summary="Ein Beschluss"))
class ResolutionViewSet(viewsets.ReadOnlyModelViewSet[Resolution]):
    """The registers of resolutions of the caller's cooperations, the latest first."""

    serializer_class = ResolutionSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ResolutionFilter
    lookup_value_converter = "int"
    queryset: Any = Resolution.objects.none()

    def get_queryset(self) -> QuerySet[Resolution]:
        """Resolutions the caller may read."""
        rows = Resolution.objects.visible_to(self.request.user)
        return rows.select_related("cooperation", "ballot").order_by("-year", "-number", "-pk")

    @extend_schema(
        summary="Stand der Umsetzung eintragen",
        request=ImplementationSerializer,
        responses={200: ResolutionSerializer, 409: CONFLICT},
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """Tell how far a resolution is carried out."""
        # Asked first: whoever may not write at all is not told what is wrong with what they sent.
        row = get_editable(Resolution.objects, actor_of(request), pk=pk)
        entered = ImplementationSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        version = values.pop("version")
        try:
            row = record_implementation(
                actor=actor_of(request),
                resolution=row,
                data=ImplementationData(**values),
                expected_version=version,
            )
        except EditConflict as conflict:
            raise Conflict(conflict, ResolutionSerializer(conflict.current).data) from conflict
        return Response(ResolutionSerializer(row).data)


class ActionItemSerializer(serializers.ModelSerializer[ActionItem]):
    """Something to be done, by whom and until when."""

    cooperation = serializers.CharField(source="cooperation.slug", read_only=True)
    meeting = serializers.IntegerField(source="meeting_id", read_only=True, allow_null=True)
    resolution = serializers.IntegerField(source="resolution_id", read_only=True, allow_null=True)
    municipality = serializers.CharField(source="partner.municipality.ags", read_only=True)

    class Meta:
        model = ActionItem
        fields = (
            "id",
            "cooperation",
            "meeting",
            "resolution",
            "title",
            "description",
            "municipality",
            "function",
            "due_on",
            "state",
            "note",
            "version",
            "updated_at",
        )
        read_only_fields = fields


class ActionItemCreateSerializer(serializers.Serializer[Any]):
    """A new action item; municipality, function and day are all needed."""

    cooperation = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    municipality = serializers.CharField(max_length=9)
    function = serializers.CharField(max_length=120)
    due_on = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Replace slug and official key by the rows they stand for."""
        user = self.context["request"].user
        cooperation = Cooperation.objects.visible_to(user).filter(slug=attrs["cooperation"]).first()
        if cooperation is None:
            raise serializers.ValidationError({"cooperation": "Diese Kooperation gibt es nicht."})
        partner = Partner.objects.filter(
            cooperation=cooperation, municipality__ags=attrs["municipality"]
        ).first()
        if partner is None:
            raise serializers.ValidationError(
                {"municipality": "Diese Kommune ist kein Partner der Kooperation."}
            )
        return {**attrs, "cooperation": cooperation, "municipality": partner}


class ProgressSerializer(serializers.Serializer[Any]):
    """How far an action item is; ``version`` is the one that was read."""

    state = serializers.ChoiceField(choices=ActionState.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1)


@extend_schema_view(list=extend_schema(summary="Aufgaben"), retrieve=extend_schema(summary="Eine Aufgabe"))
class ActionItemViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ActionItem]
):
    """Action items of the caller's cooperations, the most urgent first."""

    serializer_class = ActionItemSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ActionItemFilter
    lookup_value_converter = "int"
    queryset: Any = ActionItem.objects.none()

    def get_queryset(self) -> QuerySet[ActionItem]:
        """Action items the caller may read."""
        rows = ActionItem.objects.visible_to(self.request.user)
        return rows.select_related("cooperation", "partner__municipality").order_by("due_on", "pk")

    @extend_schema(
        summary="Aufgabe eintragen", request=ActionItemCreateSerializer, responses={201: ActionItemSerializer}
    )
    def create(self, request: Request) -> Response:
        """Give a municipality something to do."""
        entered = ActionItemCreateSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        cooperation, partner = values.pop("cooperation"), values.pop("municipality")
        row = create_action(
            actor=actor_of(request), cooperation=cooperation, data=ActionData(partner=partner.pk, **values)
        )
        return Response(
            ActionItemSerializer(row).data,
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api:action-item-detail", args=[row.pk], request=request)},
        )

    @extend_schema(
        summary="Stand der Aufgabe eintragen",
        request=ProgressSerializer,
        responses={200: ActionItemSerializer, 409: CONFLICT},
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """Tell how far an action item is."""
        row = self.get_object()
        entered = ProgressSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        version = values.pop("version")
        try:
            row = record_progress(
                actor=actor_of(request), action=row, data=ProgressData(**values), expected_version=version
            )
        except EditConflict as conflict:
            raise Conflict(conflict, ActionItemSerializer(conflict.current).data) from conflict
        return Response(ActionItemSerializer(row).data)
