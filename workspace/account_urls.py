"""The address of the own account's overview, which joins the account with what it works for."""

from django.urls import path

from workspace import account_views

app_name = "account"
urlpatterns = [path("konto/", account_views.overview, name="overview")]
