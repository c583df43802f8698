"""Addresses of OParl; part of the identity of what they name, so they never change."""

from django.urls import path

from governance.oparl import views

app_name = "oparl"
ROOT = "oparl/v1.1/"
urlpatterns = [
    path(f"{ROOT}system", views.system, name="system"),
    path(f"{ROOT}bodies", views.body_list, name="bodies"),
    path(f"{ROOT}bodies/<slug:slug>", views.body, name="body"),
    path(f"{ROOT}bodies/<slug:slug>/<slug:name>", views.body_part, name="list"),
    path(f"{ROOT}<slug:name>/<int:pk>", views.one, name="object"),
]
