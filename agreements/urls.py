"""Addresses of agreements; each topic names its own from the root."""

from django.urls import URLPattern, URLResolver

from agreements import supervision_urls

app_name = "agreements"
urlpatterns: list[URLPattern | URLResolver] = [
    *supervision_urls.urlpatterns,
]
