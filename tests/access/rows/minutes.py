"""Minutes: read with the cooperation, written by the coordination (and by the chair: Donnersbergkreis, its own)."""

from tests.access.words import COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_PATTERN = "sitzungen/<int:pk>/niederschrift"
_ONE = "/sitzungen/{minutes_meeting}/niederschrift"

ROWS = {
    f"{_PATTERN}/": Row(f"{_ONE}/", OF_PARTNERS),
    f"{_PATTERN}.pdf": Row(f"{_ONE}.pdf", OF_PARTNERS),
    f"{_PATTERN}/rahmen/": Row(f"{_ONE}/rahmen/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}/punkte/<int:item_pk>/": Row(
        f"{_ONE}/punkte/{{minutes_item}}/", COORDINATOR_PAGE, COORDINATE
    ),
    f"{_PATTERN}/stand/": Row(f"{_ONE}/stand/", COORDINATOR_PAGE),
    f"{_PATTERN}/versenden/": Row(f"{_ONE}/versenden/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}/genehmigung/<int:item_pk>/": Row(f"{_ONE}/genehmigung/{{approval_item}}/", post=COORDINATE),
    f"{_PATTERN}/nachtrag/": Row(f"{_ONE}/nachtrag/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}/vergleich/": Row(f"{_ONE}/vergleich/", OF_PARTNERS),
}
