"""Addresses of meetings, series and polls."""

from django.urls import path

from governance.views import meeting_edit, meetings, polls, series

ALL = "kooperationen/<slug:slug>/sitzungen/"
SERIES = f"{ALL}reihen/<int:pk>/"
POLL = f"{ALL}umfragen/<int:pk>/"
ONE = "sitzungen/<int:pk>/"
urlpatterns = [
    path(ALL, meetings.meetings, name="meetings"),
    path(f"{ALL}neu/", meeting_edit.create, name="meeting_create"),
    path(f"{ALL}reihen/neu/", series.create, name="series_create"),
    path(SERIES, series.series, name="series"),
    path(f"{SERIES}bearbeiten/", series.edit, name="series_edit"),
    path(f"{SERIES}schritt/", series.step, name="series_step"),
    path(f"{SERIES}verschieben/", series.move, name="series_move"),
    path(f"{ALL}umfragen/neu/", polls.create, name="poll_create"),
    path(POLL, polls.poll, name="poll"),
    path(f"{POLL}antwort/<int:member>/", polls.answer, name="poll_answer"),
    path(f"{POLL}beenden/", polls.finish, name="poll_finish"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}bearbeiten/", meeting_edit.edit, name="meeting_edit"),
    path(f"{ONE}verwerfen/", meeting_edit.discard, name="meeting_discard"),
]
