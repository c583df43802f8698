"""Steckbriefe: made by a cooperation, read by everybody."""

from tests.access.words import COORDINATE, COORDINATOR_PAGE, NEVER, OF_PARTNERS, PUBLIC, Row

_COOPERATION = "/kooperationen/{slug}/"

ROWS = {
    "steckbriefe/": Row("/steckbriefe/", PUBLIC),
    "steckbriefe/<slug:slug>/": Row("/steckbriefe/{slug}/", PUBLIC),
    "steckbriefe/<slug:slug>.pdf": Row("/steckbriefe/{slug}.pdf", PUBLIC),
    "kooperationen/<slug:slug>/steckbrief/": Row(f"{_COOPERATION}steckbrief/", OF_PARTNERS, COORDINATE),
    "kooperationen/<slug:slug>/steckbrief/erstellen/": Row(
        f"{_COOPERATION}steckbrief/erstellen/", NEVER, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/<int:number>.pdf": Row(
        f"{_COOPERATION}steckbrief/1.pdf", OF_PARTNERS
    ),
    "kooperationen/<slug:slug>/steckbrief/<int:number>/erneut/": Row(
        f"{_COOPERATION}steckbrief/1/erneut/", NEVER, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/<int:number>/veroeffentlichen/": Row(
        f"{_COOPERATION}steckbrief/1/veroeffentlichen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/zurueckziehen/": Row(
        f"{_COOPERATION}steckbrief/zurueckziehen/", COORDINATOR_PAGE, COORDINATE
    ),
}
