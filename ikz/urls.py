"""Every address of the application; each room names its own from the root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ikz.health")),
    path("", include("ikz.ui.urls")),
    path("", include("ikz.accounts.urls")),
    path("", include("ikz.files.urls")),
    path("", include("workspace.account_urls")),
    path("", include("workspace.administration_urls")),
    path("", include("municipalities.import_urls")),
    path("", include("workspace.register_urls")),
    path("", include("workspace.municipality_urls")),
    path("", include("municipalities.profile_urls")),
    path("", include("municipalities.need_urls")),
    path("", include("municipalities.school_urls")),
    path("", include("municipalities.offer_urls")),
    path("", include("workspace.partner_search_urls")),
    # Before the pages of one cooperation: "neu" is an address, not a cooperation.
    path("", include("cooperations.urls")),
    path("", include("cooperations.cost_urls")),
    path("", include("workspace.urls")),
    path("", include("cooperations.model_urls")),
    path("", include("cooperations.law_note_urls")),
    path("", include("cooperations.advice_urls")),
    path("", include("quickcheck.urls")),
    path("", include("governance.urls")),
    path("", include("governance.oparl.urls")),
    path("", include("agreements.urls")),
    path("", include("steckbriefe.urls")),
    path("", include("ikz.api_urls")),
]

handler403 = "ikz.error_answers.permission_denied"
handler404 = "ikz.error_answers.page_not_found"
handler500 = "ikz.error_answers.server_error"
