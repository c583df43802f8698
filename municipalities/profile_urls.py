"""The address of a Schulträger's profile form, from the root."""

from django.urls import path

from municipalities import profile_views

app_name = "profiles"
urlpatterns = [path("kommunen/<slug:ags>/profil/", profile_views.edit, name="edit")]
