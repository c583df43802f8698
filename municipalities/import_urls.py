"""Addresses of imports, for administrators."""

from django.urls import path

from municipalities import import_views

app_name = "imports"
urlpatterns = [
    path("verwaltung/importe/", import_views.import_list, name="list"),
    path("verwaltung/importe/neu/", import_views.import_new, name="new"),
    path("verwaltung/importe/<uuid:reference>/", import_views.import_page, name="page"),
]
