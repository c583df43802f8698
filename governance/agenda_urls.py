"""Addresses of agendas, their papers, and the subjects of a body."""

from django.urls import path

from governance.views import agenda, agenda_items, papers, topics

AGENDA = "sitzungen/<int:pk>/tagesordnung/"
ITEM = f"{AGENDA}<int:item_pk>/"
TOPICS = "kooperationen/<slug:slug>/gremien/<int:body_pk>/themen/"
TOPIC = f"{TOPICS}<int:item_pk>/"
urlpatterns = [
    path(AGENDA, agenda.agenda_page, name="agenda"),
    path(f"{AGENDA}neu/", agenda_items.add, name="agenda_add"),
    path(f"{AGENDA}uebernehmen/", agenda.take, name="agenda_take"),
    path(ITEM, agenda_items.item_page, name="agenda_item"),
    path(f"{ITEM}bearbeiten/", agenda_items.edit, name="agenda_edit"),
    path(f"{ITEM}verschieben/", agenda_items.move_on, name="agenda_move_on"),
    path(f"{ITEM}entfernen/", agenda_items.remove, name="agenda_remove"),
    path(f"{ITEM}rueckschau/", agenda_items.answers, name="agenda_answers"),
    path(f"{ITEM}vorlagen/neu/", papers.add, name="paper_add"),
    path(f"{ITEM}vorlagen/<int:paper_pk>/", papers.edit, name="paper_edit"),
    path(f"{ITEM}vorlagen/<int:paper_pk>/entfernen/", papers.remove, name="paper_remove"),
    path(TOPICS, topics.topics_page, name="topics"),
    path(f"{TOPICS}neu/", topics.add, name="topic_add"),
    path(TOPIC, topics.edit, name="topic_edit"),
    path(f"{TOPIC}aufnehmen/", topics.take, name="topic_take"),
    path(f"{TOPIC}ablehnen/", topics.turn_down, name="topic_refuse"),
    path(f"{TOPIC}entfernen/", topics.remove, name="topic_remove"),
]
