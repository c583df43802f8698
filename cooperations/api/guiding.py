"""Phases with their guiding questions and answers in the REST API."""

from collections import defaultdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cooperations import catalog
from cooperations.models import Cooperation, GuidingAnswer, Partner
from cooperations.services.answers import ANSWER_LENGTH
from ikz.accounts.models import User


class AnswerSerializer(serializers.ModelSerializer[GuidingAnswer]):
    """An answer; ``partner`` is an official key, or null for the common answer."""

    question = serializers.CharField(source="question_key")
    partner = serializers.CharField(source="partner.municipality.ags", allow_null=True, default=None)

    class Meta:
        model = GuidingAnswer
        fields = ("question", "partner", "text", "version", "updated_at")
        read_only_fields = ("version", "updated_at")


class QuestionSerializer(serializers.Serializer[Any]):
    """A guiding question; where ``per_partner`` each partner answers for itself."""

    key = serializers.CharField()
    text = serializers.CharField()
    per_partner = serializers.BooleanField()
    answers = serializers.SerializerMethodField()

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, question: catalog.Question) -> Any:
        """The stored answers to this question."""
        return AnswerSerializer(self.context["answers"][question.key], many=True).data


class StepSerializer(serializers.Serializer[Any]):
    """A step of a phase and the section of the Handreichung it follows."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    section = serializers.CharField()
    questions = QuestionSerializer(many=True)


class PhaseSerializer(serializers.Serializer[Any]):
    """A phase; ``current`` where the cooperation stands now."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    current = serializers.SerializerMethodField()
    steps = StepSerializer(many=True)

    def get_current(self, phase: catalog.Phase) -> bool:
        """Whether the cooperation is in this phase."""
        return bool(phase.key == self.context["cooperation"].phase)


class AnswerWriteSerializer(serializers.Serializer[Any]):
    """An answer to store; ``version`` is the one that was read, 0 where there was none."""

    question = serializers.CharField(max_length=40)
    partner = serializers.CharField(max_length=9, required=False, allow_null=True)
    text = serializers.CharField(max_length=ANSWER_LENGTH, allow_blank=True)
    version = serializers.IntegerField(min_value=0)

    def validate_question(self, key: str) -> str:
        """Only guiding questions of the catalog."""
        if key not in catalog.questions():
            raise serializers.ValidationError("Diese Leitfrage gibt es nicht.")
        return key


def phases_of(user: User, cooperation: Cooperation) -> Any:
    """All phases of a cooperation with the answers ``user`` may read, ready to send."""
    answers: dict[str, list[GuidingAnswer]] = defaultdict(list)
    rows = GuidingAnswer.objects.visible_to(user).filter(cooperation=cooperation)
    for answer in rows.select_related("partner__municipality").order_by("pk"):
        answers[answer.question_key].append(answer)
    context = {"answers": answers, "cooperation": cooperation}
    return PhaseSerializer(list(catalog.phases().values()), many=True, context=context).data


def partner_by_key(user: User, cooperation: Cooperation, ags: str | None) -> Partner | None:
    """The partner with this official key; raises ValidationError where the cooperation has none."""
    if not ags:
        return None
    partner = Partner.objects.visible_to(user).filter(cooperation=cooperation, municipality__ags=ags).first()
    if partner is None:
        raise serializers.ValidationError({"partner": ["Diese Kommune ist nicht Partner der Kooperation."]})
    return partner
