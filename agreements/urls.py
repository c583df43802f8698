"""Addresses of agreements; each topic names its own from the root."""

from django.urls import URLPattern, URLResolver

from agreements import check_urls, draft_urls, life_urls, supervision_urls, version_urls

app_name = "agreements"
urlpatterns: list[URLPattern | URLResolver] = [
    *check_urls.urlpatterns,
    *draft_urls.urlpatterns,
    *life_urls.urlpatterns,
    *supervision_urls.urlpatterns,
    *version_urls.urlpatterns,
]
