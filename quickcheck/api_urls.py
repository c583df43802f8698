"""Addresses of the Quick Check in the REST API, below /api/v1/."""

from django.urls import path

from quickcheck import api

urlpatterns = [
    path("quickcheck/factors/", api.FactorList.as_view(), name="quickcheck-factors"),
    path("cooperations/<slug:slug>/quickcheck/", api.CooperationQuickCheck.as_view(), name="quickcheck"),
]
