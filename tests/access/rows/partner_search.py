"""The search for partners, open to staff of one municipality only: here the coordinator's, Donnersbergkreis."""

from tests.access.words import OF_PARTNERS, Row

_COOPERATION = "/kooperationen/{slug}/"
_SEARCHING = "login 403 403 ok 403 403"
_SEARCH = "/kommunen/07333/partnersuche/"

ROWS = {
    "kommunen/<slug:ags>/partnersuche/": Row(_SEARCH + "?bedarf={search_need}", _SEARCHING),
    "kommunen/<slug:ags>/partnersuche/sichern/": Row(
        _SEARCH + "sichern/?bedarf={search_need}", _SEARCHING, _SEARCHING
    ),
    "kommunen/<slug:ags>/partnersuche/interesse/": Row(
        _SEARCH + "interesse/?bedarf={search_need}&kommune=07335", _SEARCHING, _SEARCHING
    ),
    "kooperationen/<slug:slug>/partnersuche/<int:pk>/": Row(
        _COOPERATION + "partnersuche/{search}/", OF_PARTNERS
    ),
}
