"""Versions: of the partners, and of supervision where they were submitted (version 1 here, not version 2)."""

from tests.access.words import COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_PATTERN = "vereinbarungen/<int:pk>"
_ONE = "/vereinbarungen/{version_agreement}"
_VERSION = f"{_PATTERN}/fassungen/<int:number>"
_FIRST = f"{_ONE}/fassungen/1"
SUBMITTED = "login 404 ok ok ok 404"

ROWS = {
    f"{_PATTERN}/fassungen/": Row(f"{_ONE}/fassungen/", SUBMITTED),
    f"{_PATTERN}/fassungen/neu/": Row(f"{_ONE}/fassungen/neu/", COORDINATOR_PAGE, COORDINATE),
    f"{_VERSION}/": Row(f"{_FIRST}/", SUBMITTED),
    f"{_VERSION}/druck/": Row(f"{_FIRST}/druck/", SUBMITTED),
    f"{_VERSION}.json": Row(f"{_FIRST}.json", SUBMITTED),
    f"{_VERSION}.docx": Row(f"{_FIRST}.docx", SUBMITTED),
    # The second version was submitted to nobody.
    f"{_VERSION}.pdf": Row(f"{_ONE}/fassungen/2.pdf", OF_PARTNERS),
    f"{_VERSION}/dokumente/neu/": Row(f"{_FIRST}/dokumente/neu/", COORDINATOR_PAGE, COORDINATE),
    f"{_VERSION}/dokumente/<int:document_pk>/entfernen/": Row(
        f"{_FIRST}/dokumente/{{returned_document}}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    # With the draft: supervision has none.
    f"{_PATTERN}/vergleich/": Row(f"{_ONE}/vergleich/?von=1&bis=entwurf", OF_PARTNERS),
}
