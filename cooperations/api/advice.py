"""The model advice in the REST API, for everybody; nothing is stored."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cooperations.advice_result import problems, result
from cooperations.selectors.law_notes import public_notes
from ikz.access.permissions import PublicComputationPermission


class AdviceRequestSerializer(serializers.Serializer[Any]):
    """Answers by the key of their question, each the key of an answer; what is left out or null stays open."""

    land = serializers.CharField(
        allow_blank=True, allow_null=True, default="", help_text="zweistelliger Schlüssel"
    )
    answers = serializers.DictField(child=serializers.CharField(allow_null=True), default=dict)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what does not exist, at its field."""
        land = attrs["land"] or ""
        answers = {key: answer for key, answer in attrs["answers"].items() if answer is not None}
        if wrong := problems(land, answers):
            raise serializers.ValidationError(wrong)
        return {"land": land, "answers": answers}


class ReasonSerializer(serializers.Serializer[Any]):
    """What a rule says about a form, ``for``, ``against`` or ``rules-out`` it, from which questions, and its source."""

    effect = serializers.CharField()
    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    questions = serializers.SerializerMethodField("question_keys")

    def question_keys(self, reason: Mapping[str, Any]) -> list[str]:
        """The questions whose answers made the rule hold."""
        return [row["question"] for row in reason["answers"]]


class LawSourceSerializer(serializers.Serializer[Any]):
    """Where an entry on the law was read."""

    title = serializers.CharField()
    url = serializers.CharField()
    version_note = serializers.CharField()


class NoteSerializer(serializers.Serializer[Any]):
    """A note of the administration on the law; ``model`` is empty where it is about all forms."""

    model = serializers.CharField()
    topic = serializers.CharField()
    title = serializers.CharField(help_text="das Thema in Worten")
    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    dated_on = serializers.DateField(help_text="Stand des Hinweises")


class SupervisionSerializer(serializers.Serializer[Any]):
    """What is due towards the supervisory authority; ``doubts`` say in German why it is ``to_check``."""

    model = serializers.CharField()
    requirement = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    section = serializers.CharField()
    note = serializers.CharField()
    local_names = serializers.ListField(child=serializers.CharField())
    to_check = serializers.BooleanField()
    doubts = serializers.ListField(child=serializers.CharField())
    sources = LawSourceSerializer(many=True)
    notes = NoteSerializer(many=True, help_text="Hinweise der Verwaltung zu dieser Form oder zu allen")


class AdvisedFormSerializer(serializers.Serializer[Any]):
    """A form of cooperation with all that spoke for and against it."""

    model = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reasons = ReasonSerializer(many=True)


class WayOutSerializer(serializers.Serializer[Any]):
    """Forms that would be recommended if this question were left open."""

    question = serializers.CharField()
    recommended = serializers.SerializerMethodField("form_keys")

    def form_keys(self, way: Mapping[str, Any]) -> list[str]:
        """The forms from the best on."""
        return [row["model"] for row in way["recommended"]]


class AdviceSerializer(serializers.Serializer[Any]):
    """What follows from the answers.

    ``supervision`` holds one entry for each recommended form and each that joins it, none without a Land.
    """

    land = serializers.CharField()
    catalog_version = serializers.DateField()
    recommended = AdvisedFormSerializer(many=True)
    additions = AdvisedFormSerializer(many=True)
    possible = AdvisedFormSerializer(many=True)
    ruled_out = AdvisedFormSerializer(many=True)
    ways_out = WayOutSerializer(many=True)
    supervision = SupervisionSerializer(many=True)


class ModelAdviceView(APIView):
    """Advice on the form of cooperation."""

    permission_classes = (PublicComputationPermission,)

    @extend_schema(
        operation_id="model_advice",
        summary="Beratung zur passenden Form der Zusammenarbeit",
        request=AdviceRequestSerializer,
        responses=AdviceSerializer,
    )
    def post(self, request: Request) -> Response:
        """Weigh the forms by the answers and store nothing; 400 with a message at what does not exist."""
        sent = AdviceRequestSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        land = sent.validated_data["land"]
        found = result(land, sent.validated_data["answers"], public_notes(land)).as_values
        duties = [
            {**duty, "notes": [note for note in found["notes"] if note["model"] in {"", duty["model"]}]}
            for form in (*found["recommended"], *found["additions"])
            if (duty := form["supervision"])
        ]
        return Response(AdviceSerializer({**found, "supervision": duties}).data)
