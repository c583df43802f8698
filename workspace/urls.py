"""Addresses of this room, from the root."""

from django.urls import path

from workspace.views import handover, history, overview, phase_change, portfolio, start

app_name = "workspace"
urlpatterns = [
    path("start/", start.start, name="start"),
    path("kooperationen/", portfolio.portfolio, name="portfolio"),
    path("kooperationen/<slug:slug>/", overview.overview, name="overview"),
    path("kooperationen/<slug:slug>/phasen/wechsel/", phase_change.phase_change, name="phase_change"),
    path("kooperationen/<slug:slug>/uebergabe/", handover.handover, name="handover"),
    path("kooperationen/<slug:slug>/uebergabe.pdf", handover.handover_pdf, name="handover_pdf"),
    path("kooperationen/<slug:slug>/verlauf/", history.cooperation_history, name="history"),
    path("vereinbarungen/<int:pk>/verlauf/", history.agreement_history, name="agreement_history"),
]
