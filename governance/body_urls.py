"""Addresses of bodies."""

from django.urls import path

from governance.views import bodies, seats

ALL = "kooperationen/<slug:slug>/gremien/"
ONE = f"{ALL}<int:pk>/"
urlpatterns = [
    path(ALL, bodies.bodies, name="bodies"),
    path(f"{ALL}neu/", bodies.create, name="body_create"),
    path(f"{ALL}vorschlag/", bodies.suggest, name="body_suggest"),
    path(ONE, bodies.body, name="body"),
    path(f"{ONE}bearbeiten/", bodies.edit, name="body_edit"),
    path(f"{ONE}aufloesen/", bodies.dissolve, name="body_dissolve"),
    path(f"{ONE}sitze/neu/", seats.seat_add, name="seat_add"),
    path(f"{ONE}sitze/<int:seat>/", seats.seat_edit, name="seat"),
    path(f"{ONE}sitze/<int:seat>/entfernen/", seats.seat_remove, name="seat_remove"),
    path(f"{ONE}sitze/<int:seat>/mitglieder/neu/", seats.member_add, name="member_add"),
    path(f"{ONE}mitglieder/<int:member>/", seats.member_edit, name="member"),
    path(f"{ONE}mitglieder/<int:member>/entfernen/", seats.member_remove, name="member_remove"),
    path(f"{ONE}punkte/neu/", seats.standing_add, name="standing_add"),
    path(f"{ONE}punkte/<int:item>/", seats.standing_edit, name="standing"),
    path(f"{ONE}punkte/<int:item>/schritt/", seats.standing_move, name="standing_move"),
]
