"""Shapes of cooperations and of what is written to them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cooperations.models import Cooperation, Duration, Partner
from municipalities.models import Municipality


class CooperationPartnerSerializer(serializers.ModelSerializer[Partner]):
    """A partner with the figures it brings in; only ``confirmed`` ones count in the totals."""

    ags = serializers.CharField(source="municipality.ags")
    name = serializers.CharField(source="municipality.display_name")

    class Meta:
        model = Partner
        fields = ("ags", "name", "role", "status", "schools", "pupils")


class TotalsSerializer(serializers.Serializer[Any]):
    """Sums over the confirmed partners."""

    partners = serializers.IntegerField()
    schools = serializers.IntegerField()
    pupils = serializers.IntegerField()


class CooperationListSerializer(serializers.ModelSerializer[Cooperation]):
    """A cooperation in lists; needs ``partners`` with their municipalities prefetched."""

    partners = CooperationPartnerSerializer(many=True, read_only=True)
    totals = serializers.SerializerMethodField()

    class Meta:
        model = Cooperation
        fields: tuple[str, ...] = (
            "slug",
            "title",
            "phase",
            "partners",
            "model_keys",
            "task_areas",
            "totals",
        )
        read_only_fields = fields

    @extend_schema_field(TotalsSerializer)
    def get_totals(self, row: Cooperation) -> dict[str, int]:
        """Add up the prefetched partners: no query, and the same rule as the annotated totals."""
        confirmed = [partner for partner in row.partners.all() if partner.is_confirmed]
        return {
            "partners": len(confirmed),
            "schools": sum(partner.schools or 0 for partner in confirmed),
            "pupils": sum(partner.pupils or 0 for partner in confirmed),
        }


class CooperationSerializer(CooperationListSerializer):
    """A cooperation in full; send ``version`` back with every change."""

    class Meta(CooperationListSerializer.Meta):
        fields = (
            *CooperationListSerializer.Meta.fields,
            "subtitle",
            "goals",
            "motives",
            "mep_phases",
            "legal_basis",
            "duration",
            "ends_on",
            "build_up_from",
            "build_up_to",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields


def _texts(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=500), required=False, **options)


class CooperationUpdateSerializer(serializers.Serializer[Any]):
    """Fields to change; ``version`` is the one that was read. Keys are those of the catalogs."""

    version = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=160, required=False)
    subtitle = serializers.CharField(max_length=200, required=False, allow_blank=True)
    goals = _texts()
    motives = _texts()
    model_keys = _texts()
    task_areas = _texts()
    mep_phases = _texts()
    legal_basis = serializers.CharField(max_length=300, required=False, allow_blank=True)
    duration = serializers.ChoiceField(choices=Duration.choices, required=False)
    ends_on = serializers.DateField(required=False, allow_null=True)
    build_up_from = serializers.DateField(required=False, allow_null=True)
    build_up_to = serializers.DateField(required=False, allow_null=True)


class KeyField(serializers.SlugRelatedField[Municipality]):
    """A municipality given by its official key."""

    default_error_messages = {"does_not_exist": "Unbekannter amtlicher Schlüssel: {value}."}

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="ags", queryset=Municipality.objects.all(), **options)

    def get_queryset(self) -> Any:
        """Only rows the caller may read."""
        return Municipality.objects.visible_to(self.context["request"].user)


class CooperationCreateSerializer(CooperationUpdateSerializer):
    """A new cooperation; ``partners`` and ``lead`` are official keys, the caller's own one among them."""

    version = None  # type: ignore[assignment]
    title = serializers.CharField(max_length=160)
    lead = KeyField()
    partners = KeyField(many=True)
