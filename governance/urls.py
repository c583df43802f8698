"""Addresses of this room, from the root: one module per topic, all in one namespace."""

from django.urls import URLPattern, URLResolver

from governance import agenda_urls, body_urls, conduct_urls, invitation_urls, meeting_urls, minutes_urls

app_name = "governance"
urlpatterns: list[URLPattern | URLResolver] = [
    *body_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    *agenda_urls.urlpatterns,
    *conduct_urls.urlpatterns,
    *minutes_urls.urlpatterns,
    *invitation_urls.urlpatterns,
]
