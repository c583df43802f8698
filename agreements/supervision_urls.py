"""Addresses of supervision, and of what the partners see of its reading."""

from django.urls import path

from agreements.views import supervision

urlpatterns = [
    path("aufsicht/", supervision.submission_list, name="supervision"),
]
