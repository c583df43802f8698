"""Addresses of this room, from the root: one module per topic, all in one namespace."""

from django.urls import URLPattern, URLResolver

from governance import minutes_urls

app_name = "governance"
urlpatterns: list[URLPattern | URLResolver] = [*minutes_urls.urlpatterns]
