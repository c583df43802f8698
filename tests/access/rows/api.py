"""The interface for programs."""

from tests.access.words import API_CONTRIBUTE, API_OF_PARTNERS, API_SIGNED_IN, PUBLIC, Row

ROWS = {
    "api/docs/": Row("/api/docs/", PUBLIC),
    "api/schema/": Row("/api/schema/", PUBLIC),
    "api/v1/": Row("/api/v1/", API_SIGNED_IN),
    "api/v1/cooperations/": Row("/api/v1/cooperations/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/cooperations/<slug:slug>/": Row(
        "/api/v1/cooperations/{slug}/", API_OF_PARTNERS, more={"PATCH": API_CONTRIBUTE}
    ),
    "api/v1/cooperations/<slug:slug>/phases/": Row(
        "/api/v1/cooperations/{slug}/phases/", API_OF_PARTNERS, more={"PUT": API_CONTRIBUTE}
    ),
    "api/v1/cooperations/<slug:slug>/quickcheck/": Row(
        "/api/v1/cooperations/{slug}/quickcheck/", API_OF_PARTNERS, more={"PUT": API_CONTRIBUTE}
    ),
    # Computes and stores nothing.
    "api/v1/model-advice/": Row("/api/v1/model-advice/", post=PUBLIC),
    "api/v1/models/": Row("/api/v1/models/", PUBLIC),
    "api/v1/models/<slug:key>/": Row("/api/v1/models/mandating/", PUBLIC),
    "api/v1/schools/": Row("/api/v1/schools/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/schools/<int:pk>/": Row(
        "/api/v1/schools/{school}/", API_SIGNED_IN, more={"PATCH": "401 403 ok 403 403 403"}
    ),
    "api/v1/municipalities/": Row("/api/v1/municipalities/", API_SIGNED_IN),
    "api/v1/municipalities/<slug:ags>/": Row("/api/v1/municipalities/07336/", API_SIGNED_IN),
    "api/v1/municipalities/<slug:ags>/partner-search/": Row(
        "/api/v1/municipalities/07333/partner-search/?need={search_need}", "401 403 403 ok 403 403"
    ),
    "api/v1/needs/": Row("/api/v1/needs/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/needs/<int:pk>/": Row(
        "/api/v1/needs/{need}/", API_OF_PARTNERS, more={"PATCH": "401 404 ok 403 403 404"}
    ),
    "api/v1/offers/": Row("/api/v1/offers/", API_SIGNED_IN),
    "api/v1/offers/<int:pk>/": Row("/api/v1/offers/{offer}/", API_SIGNED_IN),
    "api/v1/quickcheck/factors/": Row("/api/v1/quickcheck/factors/", PUBLIC),
    "api/v1/steckbriefe/": Row("/api/v1/steckbriefe/", PUBLIC),
    "api/v1/steckbriefe/<slug:slug>/": Row("/api/v1/steckbriefe/{slug}/", PUBLIC),
    "api/v1/steckbriefe/<slug:slug>/pdf/": Row("/api/v1/steckbriefe/{slug}/pdf/", PUBLIC),
}
