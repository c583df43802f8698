"""The quick check, public and of a cooperation."""

from tests.access.words import COORDINATE, OF_PARTNERS, PUBLIC, Row

_COOPERATION = "/kooperationen/{slug}/"

ROWS = {
    # Computes and stores nothing.
    "quickcheck/": Row("/quickcheck/", PUBLIC, PUBLIC),
    "kooperationen/<slug:slug>/quickcheck/": Row(f"{_COOPERATION}quickcheck/", OF_PARTNERS),
    "kooperationen/<slug:slug>/quickcheck/vergleich/": Row(
        f"{_COOPERATION}quickcheck/vergleich/", OF_PARTNERS
    ),
    # Without a municipality named, the factor is rated for the cooperation as a whole.
    "kooperationen/<slug:slug>/quickcheck/faktor/<slug:factor_key>/": Row(
        f"{_COOPERATION}quickcheck/faktor/clear-goals/", OF_PARTNERS, COORDINATE
    ),
}
