"""Addresses of invitations, answers and calendars."""

from django.urls import path

from governance.views import answers, calendars, invitations

ONE = "sitzungen/<int:pk>/einladung/"
urlpatterns = [
    path("sitzungen/<int:pk>/einladung.ics", calendars.meeting_ics, name="meeting_ics"),
    path(ONE, invitations.invitation, name="invitation"),
    path(f"{ONE}aenderungen/", invitations.changes, name="invitation_changes"),
    path(f"{ONE}absagen/", invitations.cancel, name="invitation_cancel"),
    path(f"{ONE}<int:invitation_pk>/antwort/", invitations.answer, name="invitation_answer"),
    path("zusage/<str:token>/", answers.answer_by_mail, name="answer_by_mail"),
    path("konto/kalender/", calendars.addresses, name="calendar_addresses"),
    path("konto/kalender/<int:pk>/widerrufen/", calendars.revoke, name="calendar_revoke"),
    path("kalender/<str:token>.ics", calendars.subscription, name="calendar"),
]
