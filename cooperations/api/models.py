"""The forms of cooperation in the REST API, for everybody."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from cooperations import catalog, model_words
from cooperations.advice_result import note_in_words
from cooperations.api.advice import NoteSerializer
from cooperations.law import Requirement, Source
from cooperations.law_sheet import LawSheet, law_sheet
from cooperations.model_words import Sheet
from cooperations.selectors.law_notes import public_notes
from ikz.access.permissions import PublicReadPermission
from municipalities.catalog import LAENDER
from municipalities.folding import fold

LAND = OpenApiParameter(
    "land",
    str,
    enum=list(LAENDER),
    description="zweistelliger Schlüssel des Landes, dessen Recht unter law stehen soll",
)


class SourceSerializer(serializers.Serializer[Source]):
    """Where an entry comes from."""

    title = serializers.CharField()
    url = serializers.CharField(help_text="leer, wo es keine Adresse gibt")
    version_note = serializers.CharField()


class FormLawSerializer(serializers.Serializer[LawSheet]):
    """What the law of a Land says about a form; ``to_check`` means that nobody should rely on it unchecked."""

    land = serializers.CharField(source="land.land")
    local_name = serializers.CharField(help_text="Name der Form in diesem Land, leer ohne Angabe")
    section = serializers.CharField(source="sections")
    requirement = serializers.ChoiceField(
        source="form.supervision.requirement",
        choices=[item.value for item in Requirement],
        default=Requirement.UNKNOWN.value,
        help_text="was gegenüber der Aufsicht zu tun ist; unknown heißt nicht, dass keine Pflicht besteht",
    )
    label = serializers.CharField(  # type: ignore[assignment]
        source="requirement", help_text="dasselbe in Worten; „Bitte prüfen“, wo es nicht gesichert ist"
    )
    to_check = serializers.SerializerMethodField()
    doubts = serializers.ListField(child=serializers.CharField())
    sources = serializers.SerializerMethodField()
    compiled_on = serializers.DateField(help_text="Stand der Angaben")
    notes = serializers.SerializerMethodField()

    def get_to_check(self, law: LawSheet) -> bool:
        """Whether there is a reason to check."""
        return bool(law.doubts)

    @extend_schema_field(SourceSerializer(many=True))
    def get_sources(self, law: LawSheet) -> Any:
        """Sources of name and duty, each once."""
        return [SourceSerializer(source).data for source in law.sources]

    @extend_schema_field(NoteSerializer(many=True))
    def get_notes(self, law: LawSheet) -> Any:
        """Notes of the administration on this form or on all."""
        return NoteSerializer([asdict(note_in_words(note)) for note in law.notes], many=True).data


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
    law = serializers.SerializerMethodField()

    @extend_schema_field(FormLawSerializer(allow_null=True))
    def get_law(self, sheet: Sheet) -> Any:
        """The law of the Land asked for by ``?land=``; null without one."""
        land = self.context.get("land")
        return FormLawSerializer(law_sheet(land, sheet.model, self.context["notes"])).data if land else None


class CooperationModelViewSet(viewsets.GenericViewSet[Sheet]):  # type: ignore[type-var]
    """Sheets of the forms of cooperation."""

    serializer_class = CooperationModelSerializer
    permission_classes = (PublicReadPermission,)
    filter_backends = ()
    lookup_field = "key"
    lookup_value_converter = "slug"

    def get_serializer_context(self) -> dict[str, Any]:
        """With the Land of ``?land=``; raises ValidationError for one that does not exist."""
        land = self.request.query_params.get("land", "")
        if land and land not in LAENDER:
            raise serializers.ValidationError({"land": ["Dieses Land gibt es nicht."]})
        # Once for all forms of a list.
        return {**super().get_serializer_context(), "land": land, "notes": public_notes(land)}

    @extend_schema(
        operation_id="models_list",
        summary="Formen der Zusammenarbeit",
        parameters=[OpenApiParameter("search", str, description="Teil der Bezeichnung"), LAND],
        responses=CooperationModelSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """All forms in the order of the catalog."""
        wanted = fold(request.query_params.get("search", ""))
        sheets = [sheet for sheet in model_words.sheets() if wanted in fold(sheet.model.label)]
        page = self.paginate_queryset(sheets)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(summary="Eine Form der Zusammenarbeit", parameters=[LAND])
    def retrieve(self, request: Request, key: str) -> Response:
        """One form by its key."""
        model = catalog.models().get(key)
        if model is None:
            raise Http404
        return Response(self.get_serializer(model_words.sheet(model)).data)
