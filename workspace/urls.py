"""Addresses of this room, from the root."""

from django.urls import path

from workspace.views import overview, portfolio, start, supervision

app_name = "workspace"
urlpatterns = [
    path("start/", start.start, name="start"),
    path("kooperationen/", portfolio.portfolio, name="portfolio"),
    path("kooperationen/<slug:slug>/", overview.overview, name="overview"),
    path("aufsicht/", supervision.supervision, name="supervision"),
]
