"""The forms of cooperation in the REST API, for everybody."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from cooperations import catalog, model_words
from cooperations.model_words import Sheet
from ikz.access.permissions import PublicReadPermission
from municipalities.folding import fold


class CooperationModelSerializer(serializers.Serializer[Sheet]):
    """A form of cooperation; fields ending in ``_label`` are the German words for the key beside them."""

    key = serializers.CharField(source="model.key")
    label = serializers.CharField(source="model.label")  # type: ignore[assignment]
    core = serializers.BooleanField(source="model.core")
    instrument = serializers.CharField(source="model.instrument")
    binding = serializers.CharField(source="model.binding")
    binding_label = serializers.CharField(source="binding")
    task_transfer = serializers.CharField(source="model.task_transfer")
    task_transfer_label = serializers.CharField(source="task_transfer")
    new_legal_person = serializers.BooleanField(source="model.new_legal_person")
    law_form_label = serializers.CharField(source="law_form")
    suits = serializers.CharField(source="model.suits")
    limits = serializers.CharField(source="model.limits")
    governance = serializers.CharField(source="model.governance")
    typical_bodies = serializers.ListField(source="model.typical_bodies", child=serializers.CharField())
    variants = serializers.ListField(source="model.variants", child=serializers.CharField())
    follows = serializers.CharField(source="model.follows")


class CooperationModelViewSet(viewsets.GenericViewSet[Sheet]):  # type: ignore[type-var]
    """Sheets of the forms of cooperation."""

    serializer_class = CooperationModelSerializer
    permission_classes = (PublicReadPermission,)
    filter_backends = ()
    lookup_field = "key"
    lookup_value_converter = "slug"

    @extend_schema(
        operation_id="models_list",
        summary="Formen der Zusammenarbeit",
        parameters=[OpenApiParameter("search", str, description="Teil der Bezeichnung")],
        responses=CooperationModelSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """All forms in the order of the catalog."""
        wanted = fold(request.query_params.get("search", ""))
        sheets = [sheet for sheet in model_words.sheets() if wanted in fold(sheet.model.label)]
        page = self.paginate_queryset(sheets)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(summary="Eine Form der Zusammenarbeit")
    def retrieve(self, request: Request, key: str) -> Response:
        """One form by its key."""
        model = catalog.models().get(key)
        if model is None:
            raise Http404
        return Response(self.get_serializer(model_words.sheet(model)).data)
