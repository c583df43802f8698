"""The REST API below /api/: one router for the resources of all rooms."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from cooperations.api import CooperationModelViewSet, CooperationViewSet
from ikz.api_docs import DocumentationView
from municipalities.api import MunicipalityViewSet

router = DefaultRouter(use_regex_path=False)
router.include_format_suffixes = False
router.register("municipalities", MunicipalityViewSet, "municipality")
router.register("cooperations", CooperationViewSet, "cooperation")
router.register("models", CooperationModelViewSet, "model")

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(router.urls)),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", DocumentationView.as_view(), name="docs"),
]
