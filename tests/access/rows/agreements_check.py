"""Check, terms and deadlines of a draft: read by the partners, entered by the coordination, not supervision's."""

from tests.access.words import COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_PATTERN = "vereinbarungen/<int:pk>/"
_ONE = "/vereinbarungen/{agreement}/"

ROWS = {
    f"{_PATTERN}pruefung/": Row(f"{_ONE}pruefung/", OF_PARTNERS),
    f"{_PATTERN}angaben/": Row(f"{_ONE}angaben/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}angaben/aufsicht/": Row(f"{_ONE}angaben/aufsicht/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}fristen/": Row(f"{_ONE}fristen/", OF_PARTNERS),
    f"{_PATTERN}fristen.ics": Row(f"{_ONE}fristen.ics", OF_PARTNERS),
}
