"""Cooperations and their phases in the REST API; every write is the service that pages use."""

from dataclasses import replace
from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cooperations.api import guiding
from cooperations.api.serializers import (
    CooperationCreateSerializer,
    CooperationListSerializer,
    CooperationSerializer,
    CooperationUpdateSerializer,
    with_partners,
)
from cooperations.filters import CooperationFilter
from cooperations.models import Cooperation
from cooperations.querysets import CooperationQuerySet
from cooperations.services import create_cooperation, save_answer, update_cooperation
from cooperations.services.cooperations import CooperationData, stored_values
from ikz.access.actors import actor_of
from ikz.access.api_errors import Conflict
from ikz.access.conflicts import EditConflict

# What lists show of a row: a page makes hundreds of objects, so they stay small.
LIST_COLUMNS = ("slug", "title", "phase", "model_keys", "task_areas")
CONFLICT = OpenApiResponse(
    description="Inzwischen wurde eine andere Fassung gespeichert; ``current`` zeigt sie."
)


@extend_schema_view(
    list=extend_schema(summary="Kooperationen"), retrieve=extend_schema(summary="Eine Kooperation")
)
class CooperationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Cooperation]
):
    """Cooperations of the caller's municipalities."""

    serializer_class = CooperationSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = CooperationFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"
    queryset: Any = Cooperation.objects.none()

    def get_queryset(self) -> CooperationQuerySet[Cooperation]:
        """Cooperations the caller may read."""
        rows = Cooperation.objects.visible_to(self.request.user)
        return rows.only(*LIST_COLUMNS) if self.action == "list" else rows

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page, with the partners of its rows."""
        rows = super().paginate_queryset(queryset)
        return None if rows is None else with_partners(rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One cooperation in full, with its partners."""
        [row] = with_partners([self.get_object()])
        return Response(self.get_serializer(row).data)

    def get_serializer_class(self) -> Any:
        """Lists are short, a single cooperation is told in full."""
        return CooperationListSerializer if self.action == "list" else CooperationSerializer

    @extend_schema(
        summary="Kooperation anlegen",
        request=CooperationCreateSerializer,
        responses={201: CooperationSerializer},
    )
    def create(self, request: Request) -> Response:
        """Create a cooperation; the caller coordinates it, other partners are invited."""
        entered = CooperationCreateSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        lead, partners = values.pop("lead"), values.pop("partners")
        row = create_cooperation(
            actor=actor_of(request), data=CooperationData(**values), lead=lead, partners=partners
        )
        return Response(
            self._shown(row),
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api:cooperation-detail", args=[row.slug], request=request)},
        )

    @extend_schema(
        summary="Angaben ändern",
        request=CooperationUpdateSerializer,
        responses={200: CooperationSerializer, 409: CONFLICT},
    )
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change fields of a cooperation; ``version`` must be the stored one."""
        row = self.get_object()
        entered = CooperationUpdateSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        changes = dict(entered.validated_data)
        version = changes.pop("version")
        stored = CooperationData(**stored_values(row))
        try:
            row = update_cooperation(
                actor=actor_of(request),
                cooperation=row,
                data=replace(stored, **changes),
                expected_version=version,
            )
        except EditConflict as conflict:
            raise Conflict(conflict, self._shown(conflict.current)) from conflict
        return Response(self._shown(row))

    @extend_schema(
        summary="Phasen mit Leitfragen und Antworten",
        filters=False,
        responses=guiding.PhaseSerializer(many=True),
    )
    @action(detail=True, pagination_class=None)
    def phases(self, request: Request, slug: str) -> Response:
        """The phases with their guiding questions and the answers given so far."""
        return Response(guiding.phases_of(actor_of(request), self.get_object()))

    @extend_schema(
        summary="Eine Leitfrage beantworten",
        filters=False,
        request=guiding.AnswerWriteSerializer,
        responses={200: guiding.AnswerSerializer, 409: CONFLICT},
    )
    @phases.mapping.put
    def answer(self, request: Request, slug: str) -> Response:
        """Answer one guiding question, for one partner or for all."""
        row = self.get_object()
        entered = guiding.AnswerWriteSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        values = entered.validated_data
        try:
            answer = save_answer(
                actor=actor_of(request),
                cooperation=row,
                question_key=values["question"],
                text=values["text"],
                expected_version=values["version"],
                partner=guiding.partner_by_key(actor_of(request), row, values.get("partner")),
            )
        except EditConflict as conflict:
            problem = Conflict(conflict, guiding.AnswerSerializer(conflict.current).data)
            problem.detail["submitted"] = conflict.submitted
            raise problem from conflict
        return Response(guiding.AnswerSerializer(answer).data)

    def _shown(self, row: Cooperation) -> Any:
        rows = Cooperation.objects.visible_to(self.request.user)
        [shown] = with_partners([rows.get(pk=row.pk)])
        return CooperationSerializer(shown).data
