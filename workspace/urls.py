"""Addresses of this room, from the root."""

from django.urls import URLPattern

app_name = "workspace"
urlpatterns: list[URLPattern] = []
