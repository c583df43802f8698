"""Governance for programs."""

from tests.access.words import API_CONTRIBUTE, API_OF_PARTNERS, API_SIGNED_IN, Row

_API = "/api/v1/"

ROWS = {
    "api/v1/bodies/": Row(f"{_API}bodies/", API_SIGNED_IN),
    "api/v1/bodies/<int:pk>/": Row(f"{_API}bodies/{{public_body}}/", API_OF_PARTNERS),
    "api/v1/meetings/": Row(f"{_API}meetings/", API_SIGNED_IN),
    "api/v1/meetings/<int:pk>/": Row(f"{_API}meetings/{{minutes_meeting}}/", API_OF_PARTNERS),
    "api/v1/meetings/<int:pk>/agenda-items/": Row(
        f"{_API}meetings/{{minutes_meeting}}/agenda-items/", API_OF_PARTNERS
    ),
    "api/v1/resolutions/": Row(f"{_API}resolutions/", API_SIGNED_IN),
    "api/v1/resolutions/<int:pk>/": Row(
        f"{_API}resolutions/{{api_resolution}}/", API_OF_PARTNERS, more={"PATCH": "401 404 403 ok 403 404"}
    ),
    "api/v1/action-items/": Row(f"{_API}action-items/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/action-items/<int:pk>/": Row(
        f"{_API}action-items/{{api_action}}/", API_OF_PARTNERS, more={"PATCH": API_CONTRIBUTE}
    ),
}
