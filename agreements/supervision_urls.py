"""Addresses of supervision, and of what the partners see of its reading."""

from django.urls import path

from agreements.views import access_log, supervision, supervision_file

_FILE = "aufsicht/vereinbarungen/<int:pk>/"

urlpatterns = [
    path("aufsicht/", supervision.submission_list, name="supervision"),
    path(_FILE, supervision_file.overview, name="supervision_file"),
    path(f"{_FILE}druck/", supervision_file.print_view, name="supervision_print"),
    path(f"{_FILE}unterlagen.zip", supervision_file.archive, name="supervision_archive"),
    path("vereinbarungen/<int:pk>/zugriffe/", access_log.access_log, name="access_log"),
]
