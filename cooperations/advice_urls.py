"""Addresses of the model advice, from the root."""

from django.urls import path

from cooperations import advice_views

app_name = "advice"
urlpatterns = [
    path("modellberatung/", advice_views.advice, name="advice"),
    path("modellberatung/sichern/", advice_views.keep, name="keep"),
    path("kooperationen/<slug:slug>/modellberatung/<int:pk>/", advice_views.kept, name="kept"),
]
