"""The register in the REST API."""

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from ikz.access.pagination import LongListPagination
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
            "ars",
            "postal_code",
            "latitude",
            "longitude",
            "former_names",
            "dissolved_as_of",
        )


# What the labels of the page leave open.
FILTERS = {
    "search": "Name, früherer Name, Beginn des Schlüssels (AGS, ARS) oder, ab drei Ziffern, der Postleitzahl; "
    "Umlaute und ß dürfen ausgeschrieben sein. Ohne sort stehen die besten Treffer vorn.",
    "kind": "land: Länder; district: Kreise und kreisfreie Städte, zusammen die 400 der amtlichen Zählung; "
    "association: Gemeindeverbände; municipality: alle Städte und Gemeinden einschließlich der kreisfreien Städte, "
    "die in der Antwort immer kind municipality haben.",
    "land": "Schlüssel des Landes, zum Beispiel 07.",
    "district": "Schlüssel des Kreises, zum Beispiel 07336: der Kreis und alles, was in ihm liegt.",
    "size": "Bevölkerung: small unter 5.000, medium 5.000 bis unter 20.000, large 20.000 bis unter 100.000, "
    "city ab 100.000.",
    "dissolved": "true: auch Kommunen, die das amtliche Verzeichnis nicht mehr führt (dissolved_as_of).",
}


@extend_schema_view(
    list=extend_schema(
        summary="Kommunen",
        parameters=[OpenApiParameter(name, description=text) for name, text in FILTERS.items()],
    ),
    retrieve=extend_schema(summary="Eine Kommune"),
)
class MunicipalityViewSet(viewsets.ReadOnlyModelViewSet[Municipality]):
    """Municipalities of every level, known by their official key."""

    serializer_class = MunicipalitySerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = MunicipalityFilter
    pagination_class = LongListPagination
    lookup_field = "ags"
    lookup_value_converter = "slug"
    queryset: Any = Municipality.objects.none()

    def get_queryset(self) -> MunicipalityQuerySet[Municipality]:
        """The register as the caller may read it."""
        return selectors.register(self.request.user)
