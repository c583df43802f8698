"""The address of the register, which is narrowed by cooperations too."""

from django.urls import path

from workspace import register_views

app_name = "municipalities"
urlpatterns = [path("kommunen/", register_views.municipality_list, name="list")]
