"""Addresses of schools, from the root."""

from django.urls import path

from municipalities import school_edit_views, school_views

app_name = "schools"
urlpatterns = [
    path("kommunen/<slug:ags>/schulen/", school_views.school_list, name="list"),
    path("kommunen/<slug:ags>/schulen/neu/", school_edit_views.create, name="create"),
    path("kommunen/<slug:ags>/schulen/einlesen/", school_views.upload, name="upload"),
    path("kommunen/<slug:ags>/schulen/einlesen/<uuid:reference>/", school_views.uploaded, name="import"),
    path("kommunen/<slug:ags>/schulen/<int:pk>/", school_edit_views.detail, name="detail"),
    path("kommunen/<slug:ags>/schulen/<int:pk>/schliessen/", school_edit_views.close, name="close"),
]
