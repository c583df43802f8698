"""Addresses of the administration's notes on the law."""

from django.urls import path

from cooperations import law_note_views

app_name = "law_notes"
ROOT = "verwaltung/rechtshinweise/"
urlpatterns = [
    path(ROOT, law_note_views.note_list, name="list"),
    path(f"{ROOT}neu/", law_note_views.enter, name="enter"),
    path(f"{ROOT}<int:pk>/", law_note_views.change, name="change"),
    path(f"{ROOT}<int:pk>/zurueckziehen/", law_note_views.withdraw, name="withdraw"),
]
