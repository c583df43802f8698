"""Agendas: read with the cooperation, changed by the coordination; every partner proposes."""

from tests.access.words import CONTRIBUTE, COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_PATTERN = "sitzungen/<int:pk>/tagesordnung/"
_AGENDA = "/sitzungen/{agenda_meeting}/tagesordnung/"
_ITEM_PATTERN = f"{_PATTERN}<int:item_pk>/"
_ITEM = f"{_AGENDA}{{agenda_item}}/"
_PAPER_PATTERN = f"{_ITEM_PATTERN}vorlagen/<int:paper_pk>/"
_PAPER = f"{_ITEM}vorlagen/{{paper}}/"
_TOPICS_PATTERN = "kooperationen/<slug:slug>/gremien/<int:body_pk>/themen/"
_TOPICS = "/kooperationen/{slug}/gremien/{agenda_body}/themen/"
_TOPIC_PATTERN = f"{_TOPICS_PATTERN}<int:item_pk>/"
_TOPIC = f"{_TOPICS}{{topic}}/"

ROWS = {
    _PATTERN: Row(_AGENDA, OF_PARTNERS, COORDINATE),
    f"{_PATTERN}neu/": Row(f"{_AGENDA}neu/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}uebernehmen/": Row(f"{_AGENDA}uebernehmen/", post=COORDINATE),
    _ITEM_PATTERN: Row(_ITEM, OF_PARTNERS),
    f"{_ITEM_PATTERN}bearbeiten/": Row(f"{_ITEM}bearbeiten/", COORDINATOR_PAGE, COORDINATE),
    f"{_ITEM_PATTERN}verschieben/": Row(f"{_ITEM}verschieben/", post=COORDINATE),
    f"{_ITEM_PATTERN}entfernen/": Row(f"{_ITEM}entfernen/", COORDINATOR_PAGE, COORDINATE),
    f"{_ITEM_PATTERN}rueckschau/": Row(f"{_ITEM}rueckschau/", COORDINATOR_PAGE, COORDINATE),
    f"{_ITEM_PATTERN}vorlagen/neu/": Row(f"{_ITEM}vorlagen/neu/", COORDINATOR_PAGE, COORDINATE),
    _PAPER_PATTERN: Row(_PAPER, COORDINATOR_PAGE, COORDINATE),
    f"{_PAPER_PATTERN}entfernen/": Row(f"{_PAPER}entfernen/", COORDINATOR_PAGE, COORDINATE),
    _TOPICS_PATTERN: Row(_TOPICS, OF_PARTNERS),
    f"{_TOPICS_PATTERN}neu/": Row(f"{_TOPICS}neu/", OF_PARTNERS, CONTRIBUTE),
    _TOPIC_PATTERN: Row(_TOPIC, COORDINATOR_PAGE, COORDINATE),
    f"{_TOPIC_PATTERN}aufnehmen/": Row(f"{_TOPIC}aufnehmen/", post=COORDINATE),
    f"{_TOPIC_PATTERN}ablehnen/": Row(f"{_TOPIC}ablehnen/", COORDINATOR_PAGE, COORDINATE),
    f"{_TOPIC_PATTERN}entfernen/": Row(f"{_TOPIC}entfernen/", COORDINATOR_PAGE, COORDINATE),
}
