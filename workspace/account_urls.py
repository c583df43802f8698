"""Pages of the own account that join it with what it works for and what it did."""

from django.urls import path

from workspace import account_views

app_name = "account"
urlpatterns = [
    path("konto/", account_views.overview, name="overview"),
    path("konto/daten/", account_views.own_data, name="own_data"),
]
