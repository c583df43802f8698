"""Addresses of the home page and the legal pages."""

from django.urls import path

from ikz.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.home, name="home"),
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
]
