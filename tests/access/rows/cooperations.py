"""Cooperations with their phases, measures and framework, and the models to choose from."""

from tests.access.words import (
    CONTRIBUTE,
    COORDINATE,
    COORDINATOR_PAGE,
    NEVER,
    OF_PARTNERS,
    OWN_MUNICIPALITY,
    PUBLIC,
    SIGNED_IN,
    STAFF_ONLY,
    Row,
)

_COOPERATION = "/kooperationen/{slug}/"
_PARTNER = f"{_COOPERATION}partner/07336/"
_MEASURE = _COOPERATION + "massnahmen/{measure}/"

ROWS = {
    "modelle/": Row("/modelle/?land=07", PUBLIC),
    "modelle/<slug:key>/": Row("/modelle/mandating/?land=07", PUBLIC),
    "modelle/<slug:key>.pdf": Row("/modelle/mandating.pdf?land=07", PUBLIC),
    # The questions of the advice stand in the address; who only reads keeps nothing.
    "modellberatung/": Row("/modellberatung/", PUBLIC),
    "modellberatung/sichern/": Row(
        "/modellberatung/sichern/?binding_wanted=contract", "login ok ok ok 403 ok", "login ok ok ok 403 ok"
    ),
    "kooperationen/": Row("/kooperationen/", SIGNED_IN),
    "kooperationen/neu/": Row("/kooperationen/neu/", STAFF_ONLY, STAFF_ONLY),
    "kooperationen/neu/kommunen/": Row("/kooperationen/neu/kommunen/", SIGNED_IN),
    "kooperationen/<slug:slug>/": Row(_COOPERATION, OF_PARTNERS),
    "kooperationen/<slug:slug>/bearbeiten/": Row(f"{_COOPERATION}bearbeiten/", COORDINATOR_PAGE, COORDINATE),
    "kooperationen/<slug:slug>/koordination/": Row(f"{_COOPERATION}koordination/", NEVER, COORDINATE),
    "kooperationen/<slug:slug>/koordination/<int:pk>/beenden/": Row(
        _COOPERATION + "koordination/{coordination}/beenden/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/partner/": Row(f"{_COOPERATION}partner/", OF_PARTNERS, COORDINATE),
    "kooperationen/<slug:slug>/partner/<str:ags>/zusagen/": Row(
        f"{_PARTNER}zusagen/", NEVER, OWN_MUNICIPALITY
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/ablehnen/": Row(
        f"{_PARTNER}ablehnen/", "login 404 ok 403 404 404", OWN_MUNICIPALITY
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/entfernen/": Row(
        f"{_PARTNER}entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/federfuehrung/": Row(
        f"{_PARTNER}federfuehrung/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/zahlen/": Row(f"{_PARTNER}zahlen/", OF_PARTNERS, CONTRIBUTE),
    "kooperationen/<slug:slug>/phasen/": Row(f"{_COOPERATION}phasen/", OF_PARTNERS),
    "kooperationen/<slug:slug>/phasen/wechsel/": Row(
        f"{_COOPERATION}phasen/wechsel/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/uebergabe/": Row(f"{_COOPERATION}uebergabe/", COORDINATOR_PAGE),
    "kooperationen/<slug:slug>/uebergabe.pdf": Row(f"{_COOPERATION}uebergabe.pdf", COORDINATOR_PAGE),
    "kooperationen/<slug:slug>/phasen/selbstevaluation/": Row(
        f"{_COOPERATION}phasen/selbstevaluation/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/phasen/selbstevaluation/<int:pk>/entfernen/": Row(
        _COOPERATION + "phasen/selbstevaluation/{evaluation}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/": Row(f"{_COOPERATION}rahmen/", OF_PARTNERS),
    "kooperationen/<slug:slug>/rahmen/merkmale/": Row(
        f"{_COOPERATION}rahmen/merkmale/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/nutzen/<str:ags>/": Row(
        f"{_COOPERATION}rahmen/nutzen/07336/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/neu/": Row(
        f"{_COOPERATION}rahmen/hemmnisse/neu/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/<int:pk>/": Row(
        _COOPERATION + "rahmen/hemmnisse/{barrier}/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/<int:pk>/entfernen/": Row(
        _COOPERATION + "rahmen/hemmnisse/{barrier}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/<int:pk>/stand/": Row(
        _COOPERATION + "rahmen/hemmnisse/{barrier}/stand/",
        post=COORDINATE,
    ),
    # A question all partners answer together: the coordination writes the answer.
    "kooperationen/<slug:slug>/phasen/antwort/<slug:question_key>/": Row(
        f"{_COOPERATION}phasen/antwort/similar-needs/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/massnahmen/": Row(f"{_COOPERATION}massnahmen/", OF_PARTNERS),
    "kooperationen/<slug:slug>/massnahmen/neu/": Row(
        f"{_COOPERATION}massnahmen/neu/", COORDINATOR_PAGE, COORDINATE
    ),
    # A measure that Kusel answers for: its staff carry it on, the coordination plans.
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/": Row(_MEASURE, OF_PARTNERS),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/bearbeiten/": Row(
        f"{_MEASURE}bearbeiten/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/entfernen/": Row(
        f"{_MEASURE}entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/schritt/": Row(f"{_MEASURE}schritt/", NEVER, CONTRIBUTE),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/stand/": Row(f"{_MEASURE}stand/", OF_PARTNERS, CONTRIBUTE),
    "kooperationen/<slug:slug>/modellberatung/<int:pk>/": Row(
        f"{_COOPERATION}modellberatung/{{advice}}/", OF_PARTNERS
    ),
}
