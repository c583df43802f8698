"""What supervision reads of an agreement, and the log of its reading, which is the partners' own."""

from tests.access.words import API_OF_PARTNERS, API_SIGNED_IN, OF_PARTNERS, SUPERVISION_PAGE, Row

_PATTERN = "aufsicht/vereinbarungen/<int:pk>/"
_ONE = "/aufsicht/vereinbarungen/{version_agreement}/"
_API = "/api/v1/agreements/"
# Of this agreement a version lies before the authority.
_API_SUBMITTED = "401 404 ok ok ok 404"

ROWS = {
    "aufsicht/": Row("/aufsicht/", SUPERVISION_PAGE),
    _PATTERN: Row(_ONE, SUPERVISION_PAGE),
    f"{_PATTERN}druck/": Row(f"{_ONE}druck/", SUPERVISION_PAGE),
    f"{_PATTERN}unterlagen.zip": Row(f"{_ONE}unterlagen.zip", SUPERVISION_PAGE),
    "vereinbarungen/<int:pk>/zugriffe/": Row("/vereinbarungen/{version_agreement}/zugriffe/", OF_PARTNERS),
    "api/v1/agreements/": Row(_API, API_SIGNED_IN),
    # A draft that nobody submitted.
    "api/v1/agreements/<int:pk>/": Row(f"{_API}{{agreement}}/", API_OF_PARTNERS),
    "api/v1/agreements/<int:pk>/versions/": Row(f"{_API}{{version_agreement}}/versions/", _API_SUBMITTED),
}
