"""Meetings and their agendas in the REST API."""

from typing import Any

from django.db.models import Count, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers, viewsets

from governance.api.filters import MeetingFilter
from governance.models import AgendaItem, Meeting
from ikz.access.querysets import get_visible


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting; times carry the offset of Europe/Berlin, ``minutes`` is its planned length."""

    cooperation = serializers.CharField(source="body.cooperation.slug", read_only=True)
    body = serializers.IntegerField(source="body_id", read_only=True)
    body_title = serializers.CharField(source="body.title", read_only=True)
    ends_at = serializers.DateTimeField(read_only=True)
    agenda_items = serializers.IntegerField(source="item_count", read_only=True)

    class Meta:
        model = Meeting
        fields = (
            "id",
            "cooperation",
            "body",
            "body_title",
            "title",
            "purpose",
            "starts_at",
            "ends_at",
            "minutes",
            "place",
            "link",
            "state",
            "is_public",
            "uid",
            "sequence",
            "agenda_items",
            "version",
            "updated_at",
        )
        read_only_fields = fields


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """An item of an agenda; what the minutes say at it is read in the minutes."""

    papers = serializers.SerializerMethodField()

    class Meta:
        model = AgendaItem
        fields = (
            "id",
            "position",
            "title",
            "description",
            "motion",
            "kind",
            "orientation",
            "minutes",
            "presenter",
            "is_public",
            "started_at",
            "ended_at",
            "papers",
            "version",
        )
        read_only_fields = fields

    def get_papers(self, row: AgendaItem) -> list[dict[str, str]]:
        """Title and address of each paper."""
        return [{"title": paper.title, "url": f"/dateien/{paper.file_id}/"} for paper in row.papers.all()]


def _meetings(user: Any) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(user).select_related("body__cooperation")
    return rows.annotate(item_count=Count("items")).order_by("-starts_at", "-pk")


@extend_schema_view(list=extend_schema(summary="Sitzungen"), retrieve=extend_schema(summary="Eine Sitzung"))
class MeetingViewSet(viewsets.ReadOnlyModelViewSet[Meeting]):
    """Meetings of the caller's cooperations, the latest first."""

    serializer_class = MeetingSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = MeetingFilter
    lookup_value_converter = "int"
    queryset: Any = Meeting.objects.none()

    def get_queryset(self) -> QuerySet[Meeting]:
        """Meetings the caller may read."""
        return _meetings(self.request.user)


@extend_schema_view(get=extend_schema(summary="Tagesordnung einer Sitzung"))
class AgendaItemList(generics.ListAPIView[AgendaItem]):
    """The agenda of a meeting, in its order."""

    serializer_class = AgendaItemSerializer
    queryset: Any = AgendaItem.objects.none()

    def get_queryset(self) -> QuerySet[AgendaItem]:
        """Items of a meeting the caller may read; raises Http404 for any other."""
        meeting = get_visible(Meeting.objects, self.request.user, pk=self.kwargs["pk"])
        rows = AgendaItem.objects.visible_to(self.request.user).filter(meeting=meeting)
        return rows.prefetch_related("papers").order_by("position")
