"""The history: of a cooperation and its agreements for the partners, of roles for administrators, for nobody else."""

from tests.access.words import ADMINISTRATE, ADMINISTRATOR_PAGE, OF_PARTNERS, SIGNED_IN, Row

ROWS = {
    "konto/daten/": Row("/konto/daten/", SIGNED_IN),
    "kooperationen/<slug:slug>/verlauf/": Row("/kooperationen/{slug}/verlauf/", OF_PARTNERS),
    "vereinbarungen/<int:pk>/verlauf/": Row("/vereinbarungen/{told_agreement}/verlauf/", OF_PARTNERS),
    "verwaltung/aufbewahrung/": Row("/verwaltung/aufbewahrung/", ADMINISTRATOR_PAGE),
    "verwaltung/konten/name-ersetzen/": Row(
        "/verwaltung/konten/name-ersetzen/", ADMINISTRATOR_PAGE, ADMINISTRATE
    ),
    "verwaltung/konten/<int:pk>/name-ersetzen/": Row(
        "/verwaltung/konten/{account}/name-ersetzen/", ADMINISTRATOR_PAGE, ADMINISTRATE
    ),
    "verwaltung/verlauf/": Row("/verwaltung/verlauf/", ADMINISTRATOR_PAGE),
}
