"""Meetings as they go on, ballots, resolutions and action items; the chair is Donnersbergkreis, its own coordination."""

from tests.access.words import CONTRIBUTE, COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_PATTERN = "sitzungen/<int:pk>/durchfuehrung/"
_MEETING = "/sitzungen/{conduct_meeting}/durchfuehrung/"
_ITEM_PATTERN = f"{_PATTERN}punkte/<int:item_pk>/"
_ITEM = _MEETING + "punkte/{conduct_item}/"
_BALLOT_PATTERN = "abstimmungen/<int:pk>/"
_BALLOT = "/abstimmungen/{ballot}/"
_BELOW_PATTERN = "kooperationen/<slug:slug>/"
_BELOW = "/kooperationen/{slug}/"

ROWS = {
    _PATTERN: Row(_MEETING, OF_PARTNERS),
    f"{_PATTERN}eroeffnen/": Row(f"{_MEETING}eroeffnen/", post=COORDINATE),
    f"{_PATTERN}beenden/": Row(f"{_MEETING}beenden/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}anwesenheit/": Row(f"{_MEETING}anwesenheit/", post=COORDINATE),
    f"{_PATTERN}anwesenheit/neu/": Row(f"{_MEETING}anwesenheit/neu/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}anwesenheit/<int:row_pk>/": Row(
        _MEETING + "anwesenheit/{attendance}/", COORDINATOR_PAGE, COORDINATE
    ),
    f"{_ITEM_PATTERN}aufrufen/": Row(f"{_ITEM}aufrufen/", post=COORDINATE),
    f"{_ITEM_PATTERN}schliessen/": Row(f"{_ITEM}schliessen/", post=COORDINATE),
    f"{_ITEM_PATTERN}abstimmung/": Row(f"{_ITEM}abstimmung/", COORDINATOR_PAGE, COORDINATE),
    # Kusel votes for itself; whoever leads enters votes for those in the room.
    _BALLOT_PATTERN: Row(_BALLOT, OF_PARTNERS),
    f"{_BALLOT_PATTERN}stimme/": Row(f"{_BALLOT}stimme/", post=CONTRIBUTE),
    f"{_BALLOT_PATTERN}auszaehlen/": Row(f"{_BALLOT}auszaehlen/", COORDINATOR_PAGE, COORDINATE),
    f"{_BALLOT_PATTERN}abbrechen/": Row(f"{_BALLOT}abbrechen/", COORDINATOR_PAGE, COORDINATE),
    f"{_BELOW_PATTERN}umlauf/": Row(f"{_BELOW}umlauf/", OF_PARTNERS),
    f"{_BELOW_PATTERN}umlauf/neu/": Row(f"{_BELOW}umlauf/neu/", COORDINATOR_PAGE, COORDINATE),
    f"{_BELOW_PATTERN}umlauf/<int:pk>/": Row(_BELOW + "umlauf/{circular}/", OF_PARTNERS),
    f"{_BELOW_PATTERN}beschluesse/": Row(f"{_BELOW}beschluesse/", OF_PARTNERS),
    f"{_BELOW_PATTERN}beschluesse/<int:pk>/": Row(_BELOW + "beschluesse/{resolution}/", OF_PARTNERS),
    f"{_BELOW_PATTERN}beschluesse/<int:pk>/stand/": Row(
        _BELOW + "beschluesse/{resolution}/stand/", COORDINATOR_PAGE, COORDINATE
    ),
    f"{_BELOW_PATTERN}aufgaben/": Row(f"{_BELOW}aufgaben/", OF_PARTNERS),
    f"{_BELOW_PATTERN}aufgaben/neu/": Row(f"{_BELOW}aufgaben/neu/", COORDINATOR_PAGE, COORDINATE),
    f"{_BELOW_PATTERN}aufgaben/<int:pk>/": Row(_BELOW + "aufgaben/{action}/", OF_PARTNERS),
    f"{_BELOW_PATTERN}aufgaben/<int:pk>/bearbeiten/": Row(
        _BELOW + "aufgaben/{action}/bearbeiten/", COORDINATOR_PAGE, COORDINATE
    ),
    # Kusel answers for the item.
    f"{_BELOW_PATTERN}aufgaben/<int:pk>/stand/": Row(
        _BELOW + "aufgaben/{action}/stand/", OF_PARTNERS, CONTRIBUTE
    ),
}
