"""Bodies, meetings, series and date polls: partners' staff see them, the coordination edits, members answer."""

from tests.access.words import CONTRIBUTE, COORDINATE, COORDINATOR_PAGE, NEVER, OF_PARTNERS, Row

_BODIES = "kooperationen/<slug:slug>/gremien/"
_MEETINGS = "kooperationen/<slug:slug>/sitzungen/"
_BODY = "/kooperationen/{slug}/gremien/{body}/"
_SEAT = f"{_BODY}sitze/{{body_seat}}/"
_MEMBER = f"{_BODY}mitglieder/{{body_member}}/"
_SERIES = "/kooperationen/{slug}/sitzungen/reihen/{series}/"
_POLL = "/kooperationen/{slug}/sitzungen/umfragen/{poll}/"
_MEETING = "/sitzungen/{draft_meeting}/"


def _form(url: str) -> Row:
    """A page with a form that belongs to the coordination."""
    return Row(url, COORDINATOR_PAGE, COORDINATE)


ROWS = {
    _BODIES: Row("/kooperationen/{slug}/gremien/", OF_PARTNERS),
    f"{_BODIES}neu/": _form("/kooperationen/{slug}/gremien/neu/"),
    f"{_BODIES}vorschlag/": Row("/kooperationen/{slug}/gremien/vorschlag/", NEVER, COORDINATE),
    f"{_BODIES}<int:pk>/": Row(_BODY, OF_PARTNERS),
    f"{_BODIES}<int:pk>/bearbeiten/": _form(f"{_BODY}bearbeiten/"),
    f"{_BODIES}<int:pk>/aufloesen/": _form(f"{_BODY}aufloesen/"),
    f"{_BODIES}<int:pk>/sitze/neu/": _form(f"{_BODY}sitze/neu/"),
    f"{_BODIES}<int:pk>/sitze/<int:seat>/": _form(_SEAT),
    f"{_BODIES}<int:pk>/sitze/<int:seat>/entfernen/": _form(f"{_SEAT}entfernen/"),
    f"{_BODIES}<int:pk>/sitze/<int:seat>/mitglieder/neu/": _form(f"{_SEAT}mitglieder/neu/"),
    f"{_BODIES}<int:pk>/mitglieder/<int:member>/": _form(_MEMBER),
    f"{_BODIES}<int:pk>/mitglieder/<int:member>/entfernen/": _form(f"{_MEMBER}entfernen/"),
    f"{_BODIES}<int:pk>/punkte/neu/": _form(f"{_BODY}punkte/neu/"),
    f"{_BODIES}<int:pk>/punkte/<int:item>/": _form(f"{_BODY}punkte/{{standing_item}}/"),
    f"{_BODIES}<int:pk>/punkte/<int:item>/schritt/": Row(
        f"{_BODY}punkte/{{standing_item}}/schritt/", NEVER, COORDINATE
    ),
    _MEETINGS: Row("/kooperationen/{slug}/sitzungen/", OF_PARTNERS),
    f"{_MEETINGS}neu/": _form("/kooperationen/{slug}/sitzungen/neu/"),
    f"{_MEETINGS}reihen/neu/": _form("/kooperationen/{slug}/sitzungen/reihen/neu/"),
    f"{_MEETINGS}reihen/<int:pk>/": Row(_SERIES, OF_PARTNERS),
    f"{_MEETINGS}reihen/<int:pk>/bearbeiten/": _form(f"{_SERIES}bearbeiten/"),
    f"{_MEETINGS}reihen/<int:pk>/schritt/": Row(f"{_SERIES}schritt/", NEVER, COORDINATE),
    f"{_MEETINGS}reihen/<int:pk>/verschieben/": _form(f"{_SERIES}verschieben/?tag={{series_day}}"),
    f"{_MEETINGS}umfragen/neu/": _form("/kooperationen/{slug}/sitzungen/umfragen/neu/"),
    f"{_MEETINGS}umfragen/<int:pk>/": Row(_POLL, OF_PARTNERS),
    # Kusel's own seat: its member answers, and the coordination for those who told it otherwise.
    f"{_MEETINGS}umfragen/<int:pk>/antwort/<int:member>/": Row(
        f"{_POLL}antwort/{{body_member}}/", OF_PARTNERS, CONTRIBUTE
    ),
    f"{_MEETINGS}umfragen/<int:pk>/beenden/": Row(f"{_POLL}beenden/", NEVER, COORDINATE),
    "sitzungen/<int:pk>/": Row(_MEETING, OF_PARTNERS),
    "sitzungen/<int:pk>/bearbeiten/": _form(f"{_MEETING}bearbeiten/"),
    "sitzungen/<int:pk>/verwerfen/": _form(f"{_MEETING}verwerfen/"),
}
