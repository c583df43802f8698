"""Invitations to meetings, answers by link, and calendar addresses."""

from tests.access.words import (
    CONTRIBUTE,
    COORDINATE,
    COORDINATOR_PAGE,
    NEVER,
    OF_PARTNERS,
    SIGNED_IN,
    UNKNOWN_SIGNED_IN,
    UNKNOWN_TO_ALL,
    Row,
)

ROWS = {
    "sitzungen/<int:pk>/einladung.ics": Row("/sitzungen/{draft_meeting}/einladung.ics", OF_PARTNERS),
    "sitzungen/<int:pk>/einladung/": Row("/sitzungen/{draft_meeting}/einladung/", OF_PARTNERS, COORDINATE),
    "sitzungen/<int:pk>/einladung/aenderungen/": Row(
        "/sitzungen/{draft_meeting}/einladung/aenderungen/", COORDINATOR_PAGE, COORDINATE
    ),
    "sitzungen/<int:pk>/einladung/absagen/": Row(
        "/sitzungen/{draft_meeting}/einladung/absagen/", COORDINATOR_PAGE, COORDINATE
    ),
    # The invited member is the one of Kusel; the coordination may answer for everybody.
    "sitzungen/<int:pk>/einladung/<int:invitation_pk>/antwort/": Row(
        "/sitzungen/{invited_meeting}/einladung/{invitation}/antwort/", OF_PARTNERS, CONTRIBUTE
    ),
    # An account that only reads answers by the link of its mail as little as anywhere.
    "zusage/<str:token>/": Row("/zusage/unbekannt/", UNKNOWN_TO_ALL, "404 404 404 404 403 404"),
    "konto/kalender/": Row("/konto/kalender/", SIGNED_IN, SIGNED_IN),
    "konto/kalender/<int:pk>/widerrufen/": Row(
        "/konto/kalender/0/widerrufen/", UNKNOWN_SIGNED_IN, UNKNOWN_SIGNED_IN
    ),
    "kalender/<str:token>.ics": Row("/kalender/unbekannt.ics", UNKNOWN_TO_ALL, NEVER),
}
