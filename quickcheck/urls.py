"""Addresses of this room, from the root."""

from django.urls import URLPattern, path

from quickcheck import public_views, views

app_name = "quickcheck"
urlpatterns: list[URLPattern] = [
    path("quickcheck/", public_views.unsaved_check, name="unsaved"),
    path("kooperationen/<slug:slug>/quickcheck/", views.sheet, name="sheet"),
    path("kooperationen/<slug:slug>/quickcheck/vergleich/", views.comparison, name="comparison"),
    path("kooperationen/<slug:slug>/quickcheck/faktor/<slug:factor_key>/", views.factor, name="factor"),
]
