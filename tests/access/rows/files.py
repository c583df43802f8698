"""Uploaded files."""

from tests.access.words import UNKNOWN_SIGNED_IN, Row

ROWS = {
    # A file that no room shows to anybody.
    "dateien/<uuid:pk>/": Row("/dateien/00000000-0000-4000-8000-000000000000/", UNKNOWN_SIGNED_IN),
}
