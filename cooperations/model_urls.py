"""Addresses of the public sheets of cooperation models."""

from django.urls import path

from cooperations import model_views

app_name = "models"
urlpatterns = [
    path("modelle/", model_views.model_list, name="list"),
    path("modelle/<slug:key>.pdf", model_views.model_pdf, name="pdf"),
    path("modelle/<slug:key>/", model_views.model_detail, name="detail"),
]
