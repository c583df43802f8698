"""Shapes of cooperations and of what is written to them."""

from collections import defaultdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cooperations.models import Cooperation, Duration, Partner, PartnerRole, PartnerStatus
from municipalities.models import Municipality

# What is told of a partner, and where it comes from.
PARTNER_FIELDS = {
    "ags": "municipality__ags",
    "name": "municipality__display_name",
    "role": "role",
    "status": "status",
    "schools": "schools",
    "pupils": "pupils",
}
_FETCHED = "fetched_partners"


def with_partners(rows: list[Cooperation]) -> list[Cooperation]:
    """The same rows with what is told of their partners; one query.

    Dictionaries from the database: hundreds of rows of the ORM cost a page more than all the rest.
    """
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    partners = Partner.objects.filter(cooperation__in=[row.pk for row in rows])
    for key, *facts in partners.values_list("cooperation_id", *PARTNER_FIELDS.values()):
        found[key].append(dict(zip(PARTNER_FIELDS, facts, strict=True)))
    for row in rows:
        setattr(row, _FETCHED, found[row.pk])
    return rows


def _partners(row: Cooperation) -> list[dict[str, Any]]:
    fetched: list[dict[str, Any]] = getattr(row, _FETCHED)
    return fetched


class CooperationPartnerSerializer(serializers.Serializer[Any]):
    """A partner with the figures it brings in; only ``confirmed`` ones count in the totals."""

    ags = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=PartnerRole.choices)
    status = serializers.ChoiceField(choices=PartnerStatus.choices)
    schools = serializers.IntegerField(allow_null=True)
    pupils = serializers.IntegerField(allow_null=True)


class TotalsSerializer(serializers.Serializer[Any]):
    """Sums over the confirmed partners."""

    partners = serializers.IntegerField()
    schools = serializers.IntegerField()
    pupils = serializers.IntegerField()


class CooperationListSerializer(serializers.ModelSerializer[Cooperation]):
    """A cooperation in lists; its rows come from :func:`with_partners`."""

    partners = serializers.SerializerMethodField()
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

    @extend_schema_field(CooperationPartnerSerializer(many=True))
    def get_partners(self, row: Cooperation) -> list[dict[str, Any]]:
        """The partners, by hand: a serializer for each costs a page more than the database does."""
        return _partners(row)

    @extend_schema_field(TotalsSerializer)
    def get_totals(self, row: Cooperation) -> dict[str, int]:
        """Add up the fetched partners: no query, and the same rule as the annotated totals."""
        confirmed = [partner for partner in _partners(row) if partner["status"] == PartnerStatus.CONFIRMED]
        return {
            "partners": len(confirmed),
            "schools": sum(partner["schools"] or 0 for partner in confirmed),
            "pupils": sum(partner["pupils"] or 0 for partner in confirmed),
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


class CooperationCreateSerializer(CooperationUpdateSerializer):
    """A new cooperation; ``partners`` and ``lead`` are official keys, the caller's own one among them."""

    version = None  # type: ignore[assignment]
    title = serializers.CharField(max_length=160)
    lead = serializers.CharField(max_length=9)
    partners = serializers.ListField(child=serializers.CharField(max_length=9), max_length=200)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Replace official keys by the municipalities they stand for, with one look into the register."""
        keys = [attrs["lead"], *attrs["partners"]]
        rows = Municipality.objects.visible_to(self.context["request"].user).filter(ags__in=keys)
        known = {row.ags: row for row in rows}
        wrong = {
            "lead": [attrs["lead"]] if attrs["lead"] not in known else [],
            "partners": [key for key in attrs["partners"] if key not in known],
        }
        if any(wrong.values()):
            raise serializers.ValidationError(
                {
                    field: [f"Unbekannter amtlicher Schlüssel: {', '.join(keys)}."]
                    for field, keys in wrong.items()
                    if keys
                }
            )
        return {**attrs, "lead": known[attrs["lead"]], "partners": [known[key] for key in attrs["partners"]]}
