"""Addresses of the partner search, from the root."""

from django.urls import path

from workspace.partner_search import evidence_views, interest_views, views

app_name = "partner_search"
urlpatterns = [
    path("kommunen/<slug:ags>/partnersuche/", views.search, name="search"),
    path("kommunen/<slug:ags>/partnersuche/sichern/", evidence_views.keep, name="keep"),
    path("kommunen/<slug:ags>/partnersuche/interesse/", interest_views.interest, name="interest"),
    path("kooperationen/<slug:slug>/partnersuche/<int:pk>/", evidence_views.kept, name="kept"),
]
