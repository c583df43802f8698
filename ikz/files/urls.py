"""Addresses of this room, from the root."""

from django.urls import path

from ikz.files import views

app_name = "files"
urlpatterns = [path("dateien/<uuid:pk>/", views.download, name="download")]
