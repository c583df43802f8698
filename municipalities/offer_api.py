"""Offers in the REST API, to read."""

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from municipalities import offer_selectors
from municipalities.models import Offer
from municipalities.offer_filters import OfferFilter
from municipalities.querysets.school_it import OfferQuerySet


class OfferSerializer(serializers.ModelSerializer[Offer]):
    """An existing structure; it serves everybody where ``land_keys`` and ``serves`` (official keys) are empty."""

    serves: Any = serializers.SlugRelatedField("ags", many=True, read_only=True)
    owner = serializers.CharField(source="owner.ags", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Offer
        fields = (
            "id",
            "name",
            "kind",
            "task_areas",
            "modules",
            "land_keys",
            "serves",
            "conditions",
            "contact_office",
            "contact_email",
            "website",
            "source",
            "owner",
            "version",
            "updated_at",
            "withdrawn_at",
        )
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="Angebote bestehender Einrichtungen"),
    retrieve=extend_schema(summary="Ein Angebot"),
)
class OfferViewSet(viewsets.ReadOnlyModelViewSet[Offer]):
    """Existing structures that one may join; withdrawn ones are listed only when asked for."""

    serializer_class = OfferSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = OfferFilter
    lookup_value_converter = "int"
    queryset: Any = Offer.objects.none()

    def get_queryset(self) -> OfferQuerySet[Offer]:
        """Offers as the caller may read them."""
        return offer_selectors.offers(self.request.user)
