"""The history: of a cooperation and its agreements for the partners, of roles for administrators, for nobody else."""

from tests.access.words import ADMINISTRATOR_PAGE, OF_PARTNERS, Row

ROWS = {
    "kooperationen/<slug:slug>/verlauf/": Row("/kooperationen/{cooperation}/verlauf/", OF_PARTNERS),
    "vereinbarungen/<int:pk>/verlauf/": Row("/vereinbarungen/{told_agreement}/verlauf/", OF_PARTNERS),
    "verwaltung/aufbewahrung/": Row("/verwaltung/aufbewahrung/", ADMINISTRATOR_PAGE),
    "verwaltung/verlauf/": Row("/verwaltung/verlauf/", ADMINISTRATOR_PAGE),
}
