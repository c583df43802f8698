"""Uploaded files."""

from tests.access.words import OF_PARTNERS, Row

ROWS = {
    # An internal paper of an agenda item.
    "dateien/<uuid:pk>/": Row("/dateien/{file}/", OF_PARTNERS),
}
