"""The address of a municipality's page, which joins the register with the cooperations."""

from django.urls import path

from workspace import municipality_views

app_name = "municipality"
urlpatterns = [path("kommunen/<slug:ags>/", municipality_views.profile, name="profile")]
