"""Cooperations and their phases in the REST API; every write is the service that pages use."""

from dataclasses import fields, replace
from typing import Any, cast

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cooperations.api import guiding
from cooperations.api.filters import CooperationFilter
from cooperations.api.serializers import (
    CooperationCreateSerializer,
    CooperationListSerializer,
    CooperationSerializer,
    CooperationUpdateSerializer,
)
from cooperations.models import Cooperation
from cooperations.querysets import CooperationQuerySet
from cooperations.services import create_cooperation, save_answer, update_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.access.api_errors import Conflict
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.accounts.models import User

CONFLICT = OpenApiResponse(
    description="Inzwischen wurde eine andere Fassung gespeichert; ``current`` zeigt sie."
)


class CooperationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Cooperation]
):
    """Cooperations of the caller's municipalities."""

    serializer_class = CooperationSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = CooperationFilter
    lookup_field = "slug"
    queryset: Any = Cooperation.objects.none()

    def get_queryset(self) -> CooperationQuerySet[Cooperation]:
        """Cooperations the caller may read, with their partners."""
        return Cooperation.objects.visible_to(self.request.user).prefetch_related("partners__municipality")

    def get_serializer_class(self) -> Any:
        """Lists are short, a single cooperation is told in full."""
        return CooperationListSerializer if self.action == "list" else CooperationSerializer

    @extend_schema(request=CooperationCreateSerializer, responses={201: CooperationSerializer})
    def create(self, request: Request) -> Response:
        """Create a cooperation; the caller coordinates it, other partners are invited."""
        entered = CooperationCreateSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        lead, partners = values.pop("lead"), values.pop("partners")
        row = create_cooperation(
            actor=self._actor, data=CooperationData(**values), lead=lead, partners=partners
        )
        return Response(
            self._shown(row),
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api:cooperation-detail", args=[row.slug], request=request)},
        )

    @extend_schema(request=CooperationUpdateSerializer, responses={200: CooperationSerializer, 409: CONFLICT})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change fields of a cooperation; ``version`` must be the stored one."""
        row = self.get_object()
        entered = CooperationUpdateSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        changes = dict(entered.validated_data)
        version = changes.pop("version")
        stored = CooperationData(
            **{field.name: getattr(row, field.name) for field in fields(CooperationData)}
        )
        try:
            row = update_cooperation(
                actor=self._actor,
                cooperation=row,
                data=replace(stored, **changes),
                expected_version=version,
            )
        except EditConflict as conflict:
            raise Conflict(conflict, self._shown(conflict.current)) from conflict
        return Response(self._shown(row))

    @extend_schema(filters=False, responses=guiding.PhaseSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def phases(self, request: Request, slug: str) -> Response:
        """The phases with their guiding questions and the answers given so far."""
        return Response(guiding.phases_of(self._actor, self.get_object()))

    @extend_schema(
        filters=False,
        request=guiding.AnswerWriteSerializer,
        responses={200: guiding.AnswerSerializer, 409: CONFLICT},
    )
    @phases.mapping.post
    def answer(self, request: Request, slug: str) -> Response:
        """Answer a guiding question, for one partner or for all."""
        row = self.get_object()
        entered = guiding.AnswerWriteSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        values = entered.validated_data
        try:
            answer = save_answer(
                actor=self._actor,
                cooperation=row,
                question_key=values["question"],
                text=values["text"],
                expected_version=values["version"],
                partner=guiding.partner_by_key(self._actor, row, values.get("partner")),
            )
        except EditConflict as conflict:
            raise Conflict(conflict, guiding.AnswerSerializer(conflict.current).data) from conflict
        return Response(guiding.AnswerSerializer(answer).data)

    @property
    def _actor(self) -> User:
        # The gate's permission lets nobody in who is not signed in.
        return cast("User", self.request.user)

    def _shown(self, row: Cooperation) -> Any:
        fresh = get_visible(Cooperation.objects, self.request.user, pk=row.pk)
        return CooperationSerializer(fresh).data
