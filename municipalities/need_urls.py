"""Addresses of needs, from the root."""

from django.urls import path

from municipalities import need_edit_views, need_views

app_name = "needs"
urlpatterns = [
    path("bedarfe/", need_views.country_list, name="country"),
    path("kommunen/<slug:ags>/bedarfe/", need_views.municipality_list, name="list"),
    path("kommunen/<slug:ags>/bedarfe/neu/", need_edit_views.create, name="create"),
    path("kommunen/<slug:ags>/bedarfe/<int:pk>/", need_views.detail, name="detail"),
    path("kommunen/<slug:ags>/bedarfe/<int:pk>/bearbeiten/", need_edit_views.edit, name="edit"),
    path("kommunen/<slug:ags>/bedarfe/<int:pk>/erledigt/", need_edit_views.close, name="close"),
]
