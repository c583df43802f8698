"""Addresses of this room, from the root."""

from django.urls import path

from cooperations.views import create, edit, partners, phase_change, phases

app_name = "cooperations"
ONE = "kooperationen/<slug:slug>/"
urlpatterns = [
    path("kooperationen/neu/", create.create, name="create"),
    path("kooperationen/neu/kommunen/", create.suggestions, name="suggestions"),
    path(f"{ONE}bearbeiten/", edit.edit, name="edit"),
    path(f"{ONE}phasen/", phases.phases, name="phases"),
    path(f"{ONE}phasen/wechsel/", phase_change.phase_change, name="phase_change"),
    path(f"{ONE}phasen/antwort/<slug:question_key>/", phases.answer, name="answer"),
    path(f"{ONE}partner/", partners.partners, name="partners"),
    path(f"{ONE}partner/<str:ags>/zahlen/", partners.figures, name="figures"),
    path(f"{ONE}partner/<str:ags>/zusagen/", partners.accept, name="accept"),
    path(f"{ONE}partner/<str:ags>/ablehnen/", partners.decline, name="decline"),
    path(f"{ONE}partner/<str:ags>/federfuehrung/", partners.lead, name="lead"),
    path(f"{ONE}partner/<str:ags>/entfernen/", partners.remove, name="remove"),
    path(f"{ONE}koordination/", partners.appoint, name="appoint"),
    path(f"{ONE}koordination/<int:pk>/beenden/", partners.dismiss, name="dismiss"),
]
