"""Resolutions and proceedings: read by the partners, entered by the coordination; own resolutions also by staff.

Supervision has pages of its own: at these it meets nothing, though the version lies before it.
"""

from tests.access.words import CONTRIBUTE, COORDINATE, COORDINATOR_PAGE, OF_PARTNERS, Row

_PATTERN = "vereinbarungen/<int:pk>/"
_ONE = "/vereinbarungen/{life_agreement}/"
_RESOLUTION_PATTERN = f"{_PATTERN}beschluesse/<int:row_pk>/"
_RESOLUTION = f"{_ONE}beschluesse/{{life_resolution}}/"
_STEPS = (
    "beschlossen vorlegen bekanntmachung inkrafttreten inkrafttreten/zuruecknehmen ende ende/zuruecknehmen"
)
_OF_PROCEEDING = "eingang eintrag entscheidung bescheid"

ROWS = {
    f"{_PATTERN}beschluesse/": Row(f"{_ONE}beschluesse/", OF_PARTNERS),
    f"{_PATTERN}beschluesse/neu/": Row(f"{_ONE}beschluesse/neu/", OF_PARTNERS, CONTRIBUTE),
    f"{_PATTERN}beschluesse/erinnern/": Row(f"{_ONE}beschluesse/erinnern/", post=COORDINATE),
    _RESOLUTION_PATTERN: Row(_RESOLUTION, OF_PARTNERS, CONTRIBUTE),
    f"{_RESOLUTION_PATTERN}entfernen/": Row(f"{_RESOLUTION}entfernen/", OF_PARTNERS, CONTRIBUTE),
    f"{_PATTERN}verfahren/": Row(f"{_ONE}verfahren/", OF_PARTNERS),
    **{
        f"{_PATTERN}verfahren/{step}/": Row(f"{_ONE}verfahren/{step}/", COORDINATOR_PAGE, COORDINATE)
        for step in _STEPS.split()
    },
    **{
        f"{_PATTERN}verfahren/<int:row_pk>/{step}/": Row(
            f"{_ONE}verfahren/{{life_proceeding}}/{step}/", COORDINATOR_PAGE, COORDINATE
        )
        for step in _OF_PROCEEDING.split()
    },
}
