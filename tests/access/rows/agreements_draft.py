"""Drafts of agreements: read and discussed by all partners, worded by the coordination, never seen by supervision."""

from tests.access.words import CONTRIBUTE, COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_OF_COOPERATION = "kooperationen/<slug:slug>/vereinbarungen/"
_PATTERN = "vereinbarungen/<int:pk>/"
_ONE = "/vereinbarungen/{agreement}/"
_CLAUSE_PATTERN = f"{_PATTERN}entwurf/klauseln/<int:clause_pk>/"
_CLAUSE = f"{_ONE}entwurf/klauseln/{{clause}}/"
_THREAD_PATTERN = f"{_PATTERN}entwurf/anmerkungen/<int:thread_pk>/"
_THREAD = f"{_ONE}entwurf/anmerkungen/{{thread}}/"
_PROPOSAL_PATTERN = f"{_PATTERN}entwurf/vorschlaege/<int:proposal_pk>/"
_PROPOSAL = f"{_ONE}entwurf/vorschlaege/{{proposal}}/"
# Only whoever proposed wording takes it back: here Kusel.
_OWN_PROPOSAL = "login 404 ok 403 403 404"

ROWS = {
    _OF_COOPERATION: Row("/kooperationen/{slug}/vereinbarungen/", OF_PARTNERS),
    f"{_OF_COOPERATION}neu/": Row("/kooperationen/{slug}/vereinbarungen/neu/", COORDINATOR_PAGE, COORDINATE),
    _PATTERN: Row(_ONE, OF_PARTNERS),
    f"{_PATTERN}bearbeiten/": Row(f"{_ONE}bearbeiten/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}aufgeben/": Row(f"{_ONE}aufgeben/", COORDINATOR_PAGE, COORDINATE),
    f"{_PATTERN}wiederaufnehmen/": Row(f"{_ONE}wiederaufnehmen/", post=COORDINATE),
    f"{_PATTERN}entwurf/": Row(f"{_ONE}entwurf/", OF_PARTNERS),
    f"{_PATTERN}entwurf/druck/": Row(f"{_ONE}entwurf/druck/", OF_PARTNERS),
    f"{_PATTERN}entwurf/katalog/": Row(f"{_ONE}entwurf/katalog/", post=COORDINATE),
    f"{_PATTERN}entwurf/katalog/<slug:key>/weglassen/": Row(
        f"{_ONE}entwurf/katalog/leitbild/weglassen/", COORDINATOR_PAGE, COORDINATE
    ),
    f"{_PATTERN}entwurf/klauseln/neu/": Row(f"{_ONE}entwurf/klauseln/neu/", COORDINATOR_PAGE, COORDINATE),
    _CLAUSE_PATTERN: Row(_CLAUSE, COORDINATOR_PAGE, COORDINATE),
    f"{_CLAUSE_PATTERN}verschieben/": Row(f"{_CLAUSE}verschieben/", post=COORDINATE),
    f"{_CLAUSE_PATTERN}einsetzen/": Row(f"{_CLAUSE}einsetzen/", post=COORDINATE),
    f"{_CLAUSE_PATTERN}weglassen/": Row(f"{_CLAUSE}weglassen/", COORDINATOR_PAGE, COORDINATE),
    f"{_CLAUSE_PATTERN}aufnehmen/": Row(f"{_CLAUSE}aufnehmen/", post=COORDINATE),
    f"{_CLAUSE_PATTERN}entfernen/": Row(f"{_CLAUSE}entfernen/", COORDINATOR_PAGE, COORDINATE),
    f"{_CLAUSE_PATTERN}anmerkung/": Row(f"{_CLAUSE}anmerkung/", OF_PARTNERS, CONTRIBUTE),
    f"{_CLAUSE_PATTERN}vorschlag/": Row(f"{_CLAUSE}vorschlag/", OF_PARTNERS, CONTRIBUTE),
    f"{_PATTERN}entwurf/vorschlag/": Row(f"{_ONE}entwurf/vorschlag/", OF_PARTNERS, CONTRIBUTE),
    _THREAD_PATTERN: Row(_THREAD, OF_PARTNERS, CONTRIBUTE),
    f"{_THREAD_PATTERN}stand/": Row(f"{_THREAD}stand/", post=CONTRIBUTE),
    _PROPOSAL_PATTERN: Row(_PROPOSAL, OF_PARTNERS, COORDINATE),
    f"{_PROPOSAL_PATTERN}zurueckziehen/": Row(f"{_PROPOSAL}zurueckziehen/", post=_OWN_PROPOSAL),
}
