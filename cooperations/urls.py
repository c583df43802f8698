"""Addresses of this room, from the root."""

from django.urls import path

from cooperations.views import (
    create,
    edit,
    evaluations,
    framework,
    measure_edit,
    measure_steps,
    measures,
    partners,
    parts,
    phases,
)

app_name = "cooperations"
ONE = "kooperationen/<slug:slug>/"
urlpatterns = [
    path("kooperationen/neu/", create.create, name="create"),
    path("kooperationen/neu/kommunen/", create.suggestions, name="suggestions"),
    path(f"{ONE}bearbeiten/", edit.edit, name="edit"),
    path(f"{ONE}phasen/", phases.phases, name="phases"),
    path(f"{ONE}phasen/selbstevaluation/", evaluations.record, name="evaluation"),
    path(f"{ONE}phasen/selbstevaluation/<int:pk>/entfernen/", evaluations.remove, name="evaluation_remove"),
    path(f"{ONE}phasen/antwort/<slug:question_key>/", phases.answer, name="answer"),
    path(f"{ONE}massnahmen/", measures.measures, name="measures"),
    path(f"{ONE}massnahmen/neu/", measure_edit.plan, name="measure_plan"),
    path(f"{ONE}massnahmen/<int:pk>/", measures.measure, name="measure"),
    path(f"{ONE}massnahmen/<int:pk>/bearbeiten/", measure_edit.edit, name="measure_edit"),
    path(f"{ONE}massnahmen/<int:pk>/stand/", measure_steps.step, name="measure_step"),
    path(f"{ONE}massnahmen/<int:pk>/schritt/", measure_steps.move, name="measure_move"),
    path(f"{ONE}massnahmen/<int:pk>/entfernen/", measure_edit.remove, name="measure_remove"),
    path(f"{ONE}rahmen/", framework.framework, name="framework"),
    path(f"{ONE}rahmen/merkmale/", framework.criteria, name="criteria"),
    path(f"{ONE}rahmen/nutzen/<str:ags>/", framework.benefit, name="benefit"),
    path(f"{ONE}rahmen/<slug:kind>/neu/", parts.add, name="part_add"),
    path(f"{ONE}rahmen/<slug:kind>/<int:pk>/", parts.edit, name="part"),
    path(f"{ONE}rahmen/<slug:kind>/<int:pk>/entfernen/", parts.remove, name="part_remove"),
    path(f"{ONE}rahmen/<slug:kind>/<int:pk>/stand/", parts.mark, name="part_mark"),
    path(f"{ONE}partner/", partners.partners, name="partners"),
    path(f"{ONE}partner/<str:ags>/zahlen/", partners.figures, name="figures"),
    path(f"{ONE}partner/<str:ags>/zusagen/", partners.accept, name="accept"),
    path(f"{ONE}partner/<str:ags>/ablehnen/", partners.decline, name="decline"),
    path(f"{ONE}partner/<str:ags>/federfuehrung/", partners.lead, name="lead"),
    path(f"{ONE}partner/<str:ags>/entfernen/", partners.remove, name="remove"),
    path(f"{ONE}koordination/", partners.appoint, name="appoint"),
    path(f"{ONE}koordination/<int:pk>/beenden/", partners.dismiss, name="dismiss"),
]
