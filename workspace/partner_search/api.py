"""The partner search in the REST API."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ikz.access.actors import actor_of
from ikz.access.pagination import Pagination
from municipalities.catalog import LAENDER
from municipalities.matching import MAX_WEIGHT
from municipalities.own import own_municipality
from workspace.partner_search.forms import RADII, WEIGHTS, SearchForm
from workspace.partner_search.levels import Level
from workspace.partner_search.selectors import Line, find, lines
from workspace.partner_search.views import own_need

_PARAMETERS = [
    OpenApiParameter(
        "need", OpenApiTypes.INT, required=True, description="Nummer eines eigenen offenen Bedarfs"
    ),
    OpenApiParameter("levels", str, many=True, enum=Level.values, description="Ebenen; sonst die üblichen"),
    OpenApiParameter("land", str, enum=sorted(LAENDER), description="nur dieses Land"),
    OpenApiParameter("radius", int, enum=RADII, description="Umkreis in Kilometern"),
    *(
        OpenApiParameter(
            f"weight_{name}",
            int,
            enum=range(MAX_WEIGHT + 1),
            description=f"Gewicht 0 bis {MAX_WEIGHT}: {label}",
        )
        for name, label in WEIGHTS.items()
    ),
    OpenApiParameter("page", int, description="Seite"),
    OpenApiParameter("page_size", int, description="Zeilen je Seite, höchstens 200"),
]


class MatchSerializer(serializers.Serializer[Line]):
    """A candidate; ``score`` and each of ``criteria`` 0 to 1, null where facts are missing."""

    rank = serializers.IntegerField()
    ags = serializers.CharField(source="municipality.ags")
    name = serializers.CharField(source="municipality.display_name")
    kind = serializers.CharField(source="municipality.kind")
    land = serializers.CharField(source="municipality.land")
    population = serializers.IntegerField(source="municipality.population", allow_null=True)
    score = serializers.FloatField()
    distance_km = serializers.FloatField(allow_null=True)
    reason = serializers.CharField()
    criteria = serializers.DictField(child=serializers.FloatField(allow_null=True))


class PartnerSearchView(APIView):
    """Possible partners for a need of one's own municipality."""

    pagination_class = Pagination

    @extend_schema(
        summary="Mögliche Partner für einen Bedarf",
        description="Für Mitarbeitende der Kommune. Alle Kommunen, nach Passung geordnet, jede mit Begründung.",
        parameters=_PARAMETERS,
        responses=MatchSerializer(many=True),
    )
    def get(self, request: Request, ags: str) -> Response:
        """Rank everybody in question; one page of them is told."""
        user = actor_of(request)
        municipality = own_municipality(user, ags=ags)
        key = request.query_params.get("need", "")
        if not key.isdecimal():
            raise ValidationError({"need": ["Bitte nennen Sie die Nummer eines Bedarfs."]})
        need = own_need(user, municipality, key)
        form = SearchForm(request.query_params, own=municipality)
        if not form.is_valid():
            raise ValidationError(
                {
                    "detail" if name == NON_FIELD_ERRORS else name: [str(text) for text in texts]
                    for name, texts in form.errors.items()
                }
            )
        found = find(user, need, form.wanted())
        pages = Pagination()
        rows: Any = found.matches
        matches: Any = pages.paginate_queryset(rows, request, view=self) or []
        first = pages.page.start_index() if pages.page else 1
        shown: Any = lines(user, found, matches, first_rank=first)
        return pages.get_paginated_response(MatchSerializer(shown, many=True).data)
