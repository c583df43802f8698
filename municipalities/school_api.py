"""Schools in the REST API; every write is the service that pages use."""

from dataclasses import replace
from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from ikz.access.actors import actor_of
from ikz.access.api_errors import Conflict
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from municipalities.models import AuthorityForm, Municipality, School
from municipalities.models.schools import POSTAL_CODE
from municipalities.querysets.school_it import SchoolQuerySet
from municipalities.school_filters import ApiSchoolFilter
from municipalities.services import add_school, change_school
from municipalities.services.schools import SchoolData, stored_values

CONFLICT = OpenApiResponse(
    description="Inzwischen wurde eine andere Fassung gespeichert; ``current`` zeigt sie."
)
RELATED = ("authority__municipality", "location")


class SchoolSerializer(serializers.ModelSerializer[School]):
    """A school; ``municipality`` is the key of its Schulträger (null for other bodies), ``location`` where it stands."""

    municipality = serializers.CharField(
        source="authority.municipality.ags", read_only=True, allow_null=True, default=None
    )
    authority = serializers.CharField(source="authority.name", read_only=True)
    authority_form = serializers.ChoiceField(
        source="authority.form", choices=AuthorityForm.choices, read_only=True
    )
    location = serializers.CharField(source="location.ags", read_only=True, allow_null=True, default=None)

    class Meta:
        model = School
        fields = (
            "id",
            "register_number",
            "name",
            "school_form",
            "municipality",
            "authority",
            "authority_form",
            "location",
            "land",
            "pupils",
            "pupils_as_of",
            "street",
            "postal_code",
            "city",
            "source",
            "closed_on",
            "version",
            "updated_at",
        )
        read_only_fields = fields


class SchoolWriteSerializer(serializers.Serializer[Any]):
    """What is entered about a school."""

    name = serializers.CharField(max_length=240)
    school_form = serializers.CharField(max_length=80)
    register_number = serializers.CharField(max_length=20, required=False, allow_blank=True)
    pupils = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    pupils_as_of = serializers.CharField(max_length=40, required=False, allow_blank=True)
    street = serializers.CharField(max_length=160, required=False, allow_blank=True)
    postal_code = serializers.CharField(
        max_length=5, required=False, allow_blank=True, validators=[POSTAL_CODE]
    )
    city = serializers.CharField(max_length=120, required=False, allow_blank=True)


class SchoolCreateSerializer(SchoolWriteSerializer):
    """A new school of the municipality with this official key."""

    municipality = serializers.SlugRelatedField(slug_field="ags", queryset=Municipality.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if request := self.context.get("request"):
            rows = Municipality.objects.visible_to(request.user)
            self.fields["municipality"].queryset = rows  # type: ignore[attr-defined]


class SchoolUpdateSerializer(SchoolWriteSerializer):
    """Fields of a school to change; ``version`` must be the stored one."""

    name = serializers.CharField(max_length=240, required=False)
    school_form = serializers.CharField(max_length=80, required=False)
    version = serializers.IntegerField(min_value=0)


@extend_schema_view(list=extend_schema(summary="Schulen"), retrieve=extend_schema(summary="Eine Schule"))
class SchoolViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[School]):
    """Schools of every Schulträger; staff enter and change those of their own municipality."""

    serializer_class = SchoolSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ApiSchoolFilter
    lookup_value_converter = "int"
    queryset: Any = School.objects.none()

    def get_queryset(self) -> SchoolQuerySet[School]:
        """Schools as the caller may read them; a closed one only by its own address or when asked for."""
        return School.objects.visible_to(self.request.user).select_related(*RELATED)

    def filter_queryset(self, queryset: Any) -> Any:
        """Filters are for lists: a single school is found whatever its state."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @extend_schema(
        summary="Schule eintragen", request=SchoolCreateSerializer, responses={201: SchoolSerializer}
    )
    def create(self, request: Request) -> Response:
        """Enter a school of a municipality the caller works for."""
        entered = SchoolCreateSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        values = dict(entered.validated_data)
        owner = values.pop("municipality")
        row = add_school(actor=actor_of(request), municipality=owner, data=SchoolData(**values))
        return Response(
            self._shown(row.pk),
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api:school-detail", args=[row.pk], request=request)},
        )

    @extend_schema(
        summary="Angaben einer Schule ändern",
        request=SchoolUpdateSerializer,
        responses={200: SchoolSerializer, 409: CONFLICT},
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change fields of a school; ``version`` must be the stored one."""
        # Who may not change it is told so before anything about the input.
        row: School = get_editable(self.get_queryset(), request.user, pk=pk)
        entered = SchoolUpdateSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        changes = dict(entered.validated_data)
        version = changes.pop("version")
        data = replace(SchoolData(**stored_values(row)), **changes)
        try:
            change_school(actor=actor_of(request), school_id=row.pk, data=data, expected_version=version)
        except EditConflict as conflict:
            raise Conflict(conflict, self._shown(row.pk)) from conflict
        return Response(self._shown(row.pk))

    def _shown(self, pk: int) -> Any:
        return SchoolSerializer(self.get_queryset().get(pk=pk)).data
