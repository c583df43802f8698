"""Addresses of the check, the terms and the deadlines of an agreement."""

from django.urls import path

from agreements.views import checks, deadlines, terms

ONE = "vereinbarungen/<int:pk>/"

urlpatterns = [
    path(f"{ONE}pruefung/", checks.check_page, name="check"),
    path(f"{ONE}angaben/", terms.terms, name="terms"),
    path(f"{ONE}angaben/aufsicht/", terms.clarification, name="clarification"),
    path(f"{ONE}fristen/", deadlines.deadlines_page, name="deadlines"),
    path(f"{ONE}fristen.ics", deadlines.deadlines_file, name="deadlines_file"),
]
