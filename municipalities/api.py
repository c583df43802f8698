"""The register in the REST API."""

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from municipalities import selectors
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from municipalities.querysets import MunicipalityQuerySet


class MunicipalitySerializer(serializers.ModelSerializer[Municipality]):
    """A row of the register; ``parent`` is the official key of the next level up, ``area_km2`` a string."""

    land = serializers.CharField(read_only=True)
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent.ags", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Municipality
        fields = (
            "ags",
            "kind",
            "name",
            "display_name",
            "designation",
            "land",
            "parent",
            "population",
            "area_km2",
        )


@extend_schema_view(list=extend_schema(summary="Kommunen"), retrieve=extend_schema(summary="Eine Kommune"))
class MunicipalityViewSet(viewsets.ReadOnlyModelViewSet[Municipality]):
    """Municipalities of every level, known by their official key."""

    serializer_class = MunicipalitySerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = MunicipalityFilter
    lookup_field = "ags"
    lookup_value_converter = "slug"
    queryset: Any = Municipality.objects.none()

    def get_queryset(self) -> MunicipalityQuerySet[Municipality]:
        """The register as the caller may read it."""
        return selectors.register(self.request.user)
