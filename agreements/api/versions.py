"""The versions of an agreement with their frozen content."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.models import Agreement, AgreementVersion, DocumentPart
from agreements.views.accesses import note_access
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible


class VersionSerializer(serializers.ModelSerializer[AgreementVersion]):
    """A version: its state and days, what was frozen, and the result of the check as it was then.

    ``sha256`` is the fingerprint of ``content`` with ``check`` in it, as canonical JSON; ``content_url`` gives just
    those bytes.
    """

    fixed_at = serializers.DateTimeField(source="created_at", read_only=True)
    content = serializers.SerializerMethodField()
    check = serializers.SerializerMethodField()
    content_url = serializers.SerializerMethodField()
    pdf_url = serializers.SerializerMethodField()
    docx_url = serializers.SerializerMethodField()

    class Meta:
        model = AgreementVersion
        fields = (
            "number",
            "state",
            "occasion",
            "fixed_at",
            "adopted_on",
            "submitted_on",
            "decided_on",
            "published_on",
            "published_in",
            "in_force_on",
            "ended_on",
            "sha256",
            "content",
            "check",
            "content_url",
            "pdf_url",
            "docx_url",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, row: AgreementVersion) -> dict[str, Any]:
        """Title, forms, parties, terms and clauses as they were frozen."""
        return {key: value for key, value in row.content.items() if key != "check"}

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_check(self, row: AgreementVersion) -> dict[str, Any]:
        """The stored result of the completeness check; empty where there was none."""
        found: dict[str, Any] = row.content.get("check", {})
        return found

    def get_content_url(self, row: AgreementVersion) -> str:
        """Where the bytes are from which the fingerprint was computed."""
        return _address(row, "json")

    def get_pdf_url(self, row: AgreementVersion) -> str:
        """Where the PDF is."""
        return _address(row, "pdf")

    def get_docx_url(self, row: AgreementVersion) -> str:
        """Where the Word document is."""
        return _address(row, "docx")


def _address(row: AgreementVersion, ending: str) -> str:
    return f"/vereinbarungen/{row.agreement_id}/fassungen/{row.number}.{ending}"


@extend_schema_view(get=extend_schema(summary="Fassungen einer Vereinbarung"))
class VersionList(generics.ListAPIView[AgreementVersion]):
    """The versions the caller may read, the latest first; for supervision those submitted to its authority."""

    serializer_class = VersionSerializer
    queryset: Any = AgreementVersion.objects.none()

    def get_queryset(self) -> QuerySet[AgreementVersion]:
        """Versions of an agreement the caller may read; raises Http404 for any other."""
        agreement = get_visible(Agreement.objects, self.request.user, pk=self.kwargs["pk"])
        rows = AgreementVersion.objects.visible_to(self.request.user).filter(agreement=agreement)
        return rows.order_by("-number")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of versions; what supervision reads is kept."""
        response = super().list(request, *args, **kwargs)
        agreement = get_visible(Agreement.objects, actor_of(request), pk=self.kwargs["pk"])
        numbers = sorted(row["number"] for row in response.data["results"])
        detail = f"Fassungen {', '.join(map(str, numbers))}"
        note_access(request, agreement, DocumentPart.API, detail=detail)
        return response
