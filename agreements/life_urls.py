"""Addresses of resolutions, proceedings and the life of versions; ``?fassung=`` names the version, else the last."""

from django.urls import path

from agreements.views import force, proceedings, resolutions

ONE = "vereinbarungen/<int:pk>/"
RESOLUTIONS = f"{ONE}beschluesse/"
PROCEEDINGS = f"{ONE}verfahren/"
ROW = f"{PROCEEDINGS}<int:row_pk>/"

urlpatterns = [
    path(RESOLUTIONS, resolutions.table, name="resolutions"),
    path(f"{RESOLUTIONS}neu/", resolutions.new, name="resolution_new"),
    path(f"{RESOLUTIONS}erinnern/", resolutions.remind, name="resolutions_remind"),
    path(f"{RESOLUTIONS}<int:row_pk>/", resolutions.edit, name="resolution_edit"),
    path(f"{RESOLUTIONS}<int:row_pk>/entfernen/", resolutions.remove, name="resolution_remove"),
    path(PROCEEDINGS, proceedings.page, name="proceedings"),
    path(f"{PROCEEDINGS}beschlossen/", force.adoption, name="life_adopt"),
    path(f"{PROCEEDINGS}vorlegen/", proceedings.submission, name="life_submit"),
    path(f"{PROCEEDINGS}bekanntmachung/", force.publication, name="life_publication"),
    path(f"{PROCEEDINGS}inkrafttreten/", force.entry, name="life_force"),
    path(f"{PROCEEDINGS}inkrafttreten/zuruecknehmen/", force.forget_day, name="life_forget_day"),
    path(f"{PROCEEDINGS}ende/", force.end, name="life_end"),
    path(f"{PROCEEDINGS}ende/zuruecknehmen/", force.hold_on, name="life_hold_on"),
    path(f"{ROW}eingang/", proceedings.receipt, name="life_receipt"),
    path(f"{ROW}eintrag/", proceedings.entry, name="life_entry"),
    path(f"{ROW}entscheidung/", proceedings.decision, name="life_decision"),
    path(f"{ROW}bescheid/", proceedings.completion, name="life_completion"),
]
