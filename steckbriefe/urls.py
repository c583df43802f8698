"""Addresses of this room, from the root."""

from django.urls import path

from steckbriefe.views import catalogue, cooperation, page

app_name = "steckbriefe"
ONE = "kooperationen/<slug:slug>/steckbrief/"
urlpatterns = [
    path("steckbriefe/", catalogue.steckbrief_list, name="list"),
    path("steckbriefe/<slug:slug>/", catalogue.steckbrief_detail, name="detail"),
    path("steckbriefe/<slug:slug>.pdf", catalogue.steckbrief_pdf, name="pdf"),
    path(ONE, page.page, name="page"),
    path(f"{ONE}erstellen/", cooperation.order, name="order"),
    path(f"{ONE}zurueckziehen/", cooperation.withdraw, name="withdraw"),
    path(f"{ONE}<int:number>.pdf", cooperation.edition_pdf, name="edition-pdf"),
    path(f"{ONE}<int:number>/veroeffentlichen/", cooperation.publish, name="publish"),
    path(f"{ONE}<int:number>/erneut/", cooperation.again, name="again"),
]
