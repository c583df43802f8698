"""The Quick Check in the REST API, on the selectors and the service of the pages."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cooperations.models import Cooperation, Partner
from ikz.access.actors import actor_of
from ikz.access.api_errors import Conflict
from ikz.access.conflicts import EditConflict
from ikz.access.permissions import PublicReadPermission
from ikz.access.querysets import get_visible
from quickcheck import catalog, selectors
from quickcheck.catalog import Factor
from quickcheck.models import EVIDENCE_LENGTH, RatingValue
from quickcheck.scoring import Score
from quickcheck.services import rate_factor
from quickcheck.sheets import Row


class FactorSerializer(serializers.Serializer[Factor]):
    """A success factor of the method."""

    number = serializers.IntegerField()
    key = serializers.CharField()
    phase = serializers.CharField()
    title = serializers.CharField()
    help = serializers.CharField()
    evidence_hint = serializers.CharField()
    guiding_section = serializers.CharField()


class ScoreSerializer(serializers.Serializer[Score]):
    """What ratings add up to; ``share`` lies between 0 and 1 and is null where no factor applies."""

    fulfilled = serializers.IntegerField()
    mostly = serializers.IntegerField()
    started = serializers.IntegerField()
    open = serializers.IntegerField()
    unrated = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    applicable = serializers.IntegerField()
    points = serializers.IntegerField()
    points_max = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class RatingSerializer(serializers.Serializer[Row]):
    """A factor in one view; ``version`` is 0 and ``value`` null where nothing is stored."""

    factor = serializers.CharField(source="factor.key")
    value = serializers.SerializerMethodField("stored_value")
    evidence = serializers.CharField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField(allow_null=True)

    def stored_value(self, row: Row) -> str | None:
        """An unrated factor has no value."""
        return row.value or None


class NewRatingSerializer(serializers.Serializer[Any]):
    """A rating to store; ``partner`` null is the cooperation as a whole, ``value`` null takes a rating back."""

    factor = serializers.ChoiceField(
        choices=list(catalog.factors()),
        error_messages={"invalid_choice": "Diesen Erfolgsfaktor gibt es nicht."},
    )
    partner = serializers.CharField(allow_null=True, default=None)
    value = serializers.ChoiceField(
        choices=RatingValue.choices,
        allow_null=True,
        error_messages={"invalid_choice": "Diese Bewertung gibt es nicht."},
    )
    evidence = serializers.CharField(allow_blank=True, default="", max_length=EVIDENCE_LENGTH)
    version = serializers.IntegerField(min_value=0)


class SubmittedSerializer(serializers.Serializer[Any]):
    """What was sent and not stored."""

    value = serializers.CharField(allow_null=True)
    evidence = serializers.CharField()


class ConflictSerializer(serializers.Serializer[Any]):
    """Two versions of a rating: the caller chooses and sends again with the version of ``current``."""

    detail = serializers.CharField()
    current = RatingSerializer()
    submitted = SubmittedSerializer()


class FactorList(generics.ListAPIView[Any]):
    """The twelve success factors in order, for everybody."""

    permission_classes = (PublicReadPermission,)
    serializer_class = FactorSerializer
    filter_backends = ()

    @extend_schema(
        operation_id="quickcheck_factors_list",
        summary="Die zwölf Erfolgsfaktoren",
        parameters=[OpenApiParameter("search", str)],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the factors; ``?search=`` looks into title and help."""
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Fixed data, so a plain list stands for the queryset."""
        wanted = self.request.query_params.get("search", "").casefold()
        return [row for row in catalog.factors().values() if wanted in f"{row.title} {row.help}".casefold()]


class PhaseScoreSerializer(serializers.Serializer[Any]):
    """The score of one phase."""

    key = serializers.CharField(source="phase.key")
    label = serializers.CharField(source="phase.label")  # type: ignore[assignment]
    score = ScoreSerializer()


class PerspectiveSerializer(serializers.Serializer[Any]):
    """The sheet of one view; ``partner`` is an official key, null for the cooperation as a whole."""

    partner = serializers.CharField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]
    editable = serializers.BooleanField()
    score = ScoreSerializer(source="sheet.score")
    phases = PhaseScoreSerializer(source="sheet.phases", many=True)
    ratings = RatingSerializer(source="sheet.rows", many=True)


class BoardSerializer(serializers.Serializer[Any]):
    """All views of a cooperation: the whole first, then each confirmed partner."""

    cooperation = serializers.CharField()
    perspectives = PerspectiveSerializer(many=True)


class CooperationQuickCheck(APIView):
    """The Quick Check of a cooperation."""

    @extend_schema(
        operation_id="cooperations_quickcheck_retrieve",
        summary="Quick Check einer Kooperation",
        responses=BoardSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """All views with ratings and scores."""
        cooperation = get_visible(Cooperation.objects, request.user, slug=slug)
        board = selectors.board(cooperation)
        reach = selectors.reach(actor_of(request), cooperation)
        views = [
            {
                "partner": view.partner and view.partner.municipality.ags,
                "label": view.label,
                "editable": reach.covers(view),
                "sheet": board.sheets[key],
            }
            for key, view in board.perspectives.items()
        ]
        return Response(BoardSerializer({"cooperation": slug, "perspectives": views}).data)

    @extend_schema(
        operation_id="cooperations_quickcheck_update",
        summary="Einen Erfolgsfaktor bewerten",
        request=NewRatingSerializer,
        responses={200: RatingSerializer, 409: ConflictSerializer},
    )
    def put(self, request: Request, slug: str) -> Response:
        """Store one rating; 409 with both versions where somebody else stored something since."""
        cooperation = get_visible(Cooperation.objects, request.user, slug=slug)
        sent = NewRatingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        try:
            rating = rate_factor(
                actor=actor_of(request),
                cooperation=cooperation,
                factor_key=data["factor"],
                value=data["value"] or "",
                evidence=data["evidence"],
                expected_version=data["version"],
                partner=_partner(cooperation, data["partner"]),
            )
        except EditConflict as conflict:
            problem = Conflict(conflict, RatingSerializer(selectors.row_of(conflict.current)).data)
            problem.detail["submitted"] = {
                "value": conflict.submitted.value or None,
                "evidence": conflict.submitted.evidence,
            }
            raise problem from conflict
        return Response(RatingSerializer(selectors.row_of(rating)).data)


def _partner(cooperation: Cooperation, ags: str | None) -> Partner | None:
    if ags is None:
        return None
    partner = Partner.objects.filter(cooperation=cooperation, municipality__ags=ags).confirmed().first()
    if partner is None:
        raise serializers.ValidationError(
            {"partner": "Diese Kommune ist kein bestätigter Partner der Kooperation."}
        )
    return partner
