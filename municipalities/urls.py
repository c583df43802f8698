"""Addresses of this room, from the root."""

from django.urls import path

from municipalities import views

app_name = "municipalities"
urlpatterns = [path("kommunen/", views.municipality_list, name="list")]
