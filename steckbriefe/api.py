"""Published Steckbriefe in the REST API: open to everybody, read only, made from snapshots alone."""

from typing import Any

from django.http import HttpResponse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from ikz.access.permissions import PublicReadPermission
from steckbriefe import selectors
from steckbriefe.filters import EditionFilter
from steckbriefe.models import Edition
from steckbriefe.querysets import EditionQuerySet
from steckbriefe.views.files import RETRY_AFTER_SECONDS, pdf_response


class ChoiceSerializer(serializers.Serializer[Any]):
    """A key of a catalog with its name."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class PartnerSerializer(serializers.Serializer[Any]):
    """A partner with what it brings in; null where nobody entered it."""

    name = serializers.CharField()
    lead = serializers.BooleanField()
    schools = serializers.IntegerField(allow_null=True)
    pupils = serializers.IntegerField(allow_null=True)


class SteckbriefListSerializer(serializers.Serializer[Edition]):
    """A published Steckbrief in short."""

    slug = serializers.CharField(source="content.slug")
    title = serializers.CharField()
    subtitle = serializers.CharField(source="content.subtitle")
    laender = ChoiceSerializer(source="content.laender", many=True)
    models = ChoiceSerializer(source="content.models", many=True)
    partners = PartnerSerializer(source="content.partners", many=True)
    schools = serializers.IntegerField(source="content.schools")
    pupils = serializers.IntegerField(source="content.pupils")
    data_as_of = serializers.DateTimeField()
    published_at = serializers.DateTimeField(source="published_by.published_at")
    demo = serializers.BooleanField(source="content.demo")
    pdf = serializers.SerializerMethodField()

    def get_pdf(self, edition: Edition) -> str:
        """Address of the PDF."""
        return reverse("steckbriefe:pdf", args=[edition.content.slug], request=self.context.get("request"))


class SteckbriefSerializer(SteckbriefListSerializer):
    """A published Steckbrief in full."""

    phases = serializers.SerializerMethodField()
    mep_phases = ChoiceSerializer(source="content.mep_phases", many=True)
    task_areas = ChoiceSerializer(source="content.task_areas", many=True)
    motives = serializers.ListField(source="content.motives", child=serializers.CharField())
    goals = serializers.ListField(source="content.goals", child=serializers.CharField())
    legal_basis = serializers.CharField(source="content.legal_basis")
    duration = ChoiceSerializer(source="content.duration")
    ends_on = serializers.DateField(source="content.ends_on", allow_null=True)
    build_up_from = serializers.DateField(source="content.build_up_from", allow_null=True)
    build_up_to = serializers.DateField(source="content.build_up_to", allow_null=True)
    texts = serializers.DictField(
        source="content.texts", child=serializers.ListField(child=serializers.CharField())
    )
    contact_office = serializers.CharField(source="content.contact_office")
    contact_email = serializers.CharField(source="content.contact_email")

    def get_phases(self, edition: Edition) -> list[dict[str, str]]:
        """The phases with their state: done, current or open."""
        return [
            {"key": phase.key, "title": phase.title, "state": phase.state} for phase in edition.content.phases
        ]


class PdfRenderer(BaseRenderer):
    """Lets callers ask for ``application/pdf``; the file itself is streamed past it."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """Answers that are no file, such as errors, are JSON whatever was asked for."""
        return JSONRenderer().render(data)


@extend_schema_view(
    list=extend_schema(summary="Veröffentlichte Steckbriefe"),
    retrieve=extend_schema(summary="Ein veröffentlichter Steckbrief"),
)
class SteckbriefViewSet(viewsets.ReadOnlyModelViewSet[Edition]):
    """The public catalogue."""

    permission_classes = (PublicReadPermission,)
    serializer_class = SteckbriefSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = EditionFilter
    lookup_field = "steckbrief__cooperation__slug"
    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"
    queryset: Any = Edition.objects.none()

    def get_queryset(self) -> EditionQuerySet[Edition]:
        """What is published now."""
        return selectors.catalogue(self.request.user)

    def get_serializer_class(self) -> Any:
        """Lists are short, a single Steckbrief is told in full."""
        return SteckbriefListSerializer if self.action == "list" else SteckbriefSerializer

    @extend_schema(
        filters=False,
        summary="PDF eines Steckbriefs",
        responses={
            (200, "application/pdf"): OpenApiTypes.BINARY,
            202: OpenApiResponse(
                description="Das PDF wird erstellt; nach ``Retry-After`` Sekunden erneut fragen."
            ),
        },
    )
    @action(detail=True, renderer_classes=(PdfRenderer, JSONRenderer), pagination_class=None)
    def pdf(self, request: Request, slug: str) -> HttpResponse:
        """The stored PDF, or 202 while it has to be made again."""
        edition = self.get_object()
        stored = pdf_response(
            request._request,  # noqa: SLF001 - the plain request, as pages have it
            edition,
            slug=slug,
            public=True,
        )
        if stored is not None:
            return stored
        return Response(
            {"detail": "Das PDF wird erstellt."},
            status=status.HTTP_202_ACCEPTED,
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
