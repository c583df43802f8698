"""The least that a list of fifty permitted rows costs: the floor that the real lists are measured against."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from rest_framework import generics, serializers

from cooperations.models import Cooperation

PAGE_SIZE = 50
TEMPLATE = engines["django"].from_string(
    """<!DOCTYPE html><title>Liste</title><p>{{ request.user.email }}</p><table>{% for row in page %}<tr>
    <th><a href="{% url 'page' %}?slug={{ row.slug }}">{{ row.title }}</a></th><td>{{ row.subtitle }}</td>
    <td>{{ row.get_phase_display }}</td><td>{{ row.updated_at|date }}</td></tr>{% endfor %}</table>
    {% for number in page.paginator.page_range %}<a href="?page={{ number }}">{{ number }}</a>{% endfor %}"""
)
PERMITTED = (
    "id IN (SELECT g.content_object_id FROM cooperations_cooperationgrouppermission g"
    " JOIN municipalities_municipality m ON m.group_id = g.group_id"
    " JOIN municipalities_membership s ON s.municipality_id = m.id WHERE s.user_id = %s)"
)


def permitted(user: Any) -> Any:
    """One join by hand, without the day of a membership and without codenames."""
    rows = Cooperation.objects.extra(where=[PERMITTED], params=[user.pk])  # noqa: S610 - a constant
    return rows.order_by("title", "pk")


def page(request: HttpRequest) -> HttpResponse:
    """A list of links."""
    rows = Paginator(permitted(request.user), PAGE_SIZE).get_page(1)
    return HttpResponse(TEMPLATE.render({"page": rows}, request))


class BareSerializer(serializers.ModelSerializer[Cooperation]):
    """Three fields of the row itself."""

    class Meta:
        model = Cooperation
        fields = ("slug", "title", "phase")


class BareList(generics.ListAPIView[Cooperation]):
    """A list of Django REST framework as its tutorial has it."""

    serializer_class = BareSerializer
    filter_backends = ()

    def get_queryset(self) -> Any:
        """Permitted rows."""
        return permitted(self.request.user)


urlpatterns = [path("page/", page, name="page"), path("api/", BareList.as_view())]
