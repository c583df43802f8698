"""Addresses of the minutes of a meeting."""

from django.urls import path

from governance.views import minutes, minutes_item, minutes_news, minutes_pdf

ONE = "sitzungen/<int:pk>/niederschrift/"
urlpatterns = [
    path("sitzungen/<int:pk>/niederschrift.pdf", minutes_pdf.minutes_pdf, name="minutes_pdf"),
    path(ONE, minutes.minutes, name="minutes"),
    path(f"{ONE}rahmen/", minutes.frame, name="minutes_frame"),
    path(f"{ONE}punkte/<int:item_pk>/", minutes_item.record, name="minutes_item"),
    path(f"{ONE}stand/", minutes_news.news, name="minutes_news"),
    path(f"{ONE}versenden/", minutes.send, name="minutes_send"),
    path(f"{ONE}genehmigung/<int:item_pk>/", minutes.approve, name="minutes_approve"),
    path(f"{ONE}nachtrag/", minutes.addendum, name="minutes_addendum"),
    path(f"{ONE}vergleich/", minutes.compare, name="minutes_compare"),
]
