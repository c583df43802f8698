"""What a cooperation costs, and who gives what to whom."""

from tests.access.words import API_OF_PARTNERS, CONTRIBUTE, COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_COSTS = "/kooperationen/{slug}/kosten/"
_PLAN = _COSTS + "{cost_year}/"

ROWS = {
    "kooperationen/<slug:slug>/kosten/": Row(_COSTS, OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/neu/": Row(_COSTS + "neu/", COORDINATOR_PAGE, COORDINATE),
    # Something that Kusel gave.
    "kooperationen/<slug:slug>/kosten/tausch/": Row(_COSTS + "tausch/", OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/tausch/neu/": Row(_COSTS + "tausch/neu/", OF_PARTNERS, CONTRIBUTE),
    "kooperationen/<slug:slug>/kosten/tausch/<int:pk>/": Row(
        _COSTS + "tausch/{exchange}/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/kosten/tausch/<int:pk>/entfernen/": Row(
        _COSTS + "tausch/{exchange}/entfernen/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/": Row(_PLAN, OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/<int:year>/entfernen/": Row(
        _PLAN + "entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/schluessel/": Row(
        _PLAN + "schluessel/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/vergleich/": Row(_PLAN + "vergleich/", OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/<int:year>/angaben/<slug:ags>/": Row(
        _PLAN + "angaben/07336/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/positionen/neu/": Row(
        _PLAN + "positionen/neu/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/positionen/<int:pk>/": Row(
        _PLAN + "positionen/{cost_item}/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/positionen/<int:pk>/entfernen/": Row(
        _PLAN + "positionen/{cost_item}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "api/v1/cooperations/<slug:slug>/cost-sharing/": Row(
        "/api/v1/cooperations/{slug}/cost-sharing/?amount=100.00&key=equal", API_OF_PARTNERS
    ),
}
