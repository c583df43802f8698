"""The history: of a cooperation for its partners, of roles for administrators, never for supervision."""

from tests.access.words import OF_PARTNERS, Row

ROWS = {
    "kooperationen/<slug:slug>/verlauf/": Row("/kooperationen/{cooperation}/verlauf/", OF_PARTNERS),
}
