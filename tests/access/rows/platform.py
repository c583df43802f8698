"""Pages that belong to no room: entrance, legal notices, health, the start of each role."""

from tests.access.words import PUBLIC, SIGNED_IN, Row

ROWS = {
    "": Row("/", PUBLIC),
    "impressum/": Row("/impressum/", PUBLIC),
    "datenschutz/": Row("/datenschutz/", PUBLIC),
    "barrierefreiheit/": Row("/barrierefreiheit/", PUBLIC),
    "healthz": Row("/healthz", PUBLIC),
    "readyz": Row("/readyz", PUBLIC),
    "start/": Row("/start/", SIGNED_IN),
}
