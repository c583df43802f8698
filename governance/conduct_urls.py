"""Addresses of a meeting as it goes on, of ballots, resolutions and action items."""

from django.urls import path

from governance.views import actions, attendance, ballots, circulars, conduct, resolutions

MEETING = "sitzungen/<int:pk>/durchfuehrung/"
ITEM = f"{MEETING}punkte/<int:item_pk>/"
BALLOT = "abstimmungen/<int:pk>/"
COOPERATION = "kooperationen/<slug:slug>/"
urlpatterns = [
    path(MEETING, conduct.conduct, name="conduct"),
    path(f"{MEETING}eroeffnen/", conduct.begin, name="conduct_begin"),
    path(f"{MEETING}beenden/", conduct.end, name="conduct_end"),
    path(f"{MEETING}anwesenheit/", attendance.mark, name="attendance_mark"),
    path(f"{MEETING}anwesenheit/neu/", attendance.add, name="attendance_add"),
    path(f"{MEETING}anwesenheit/<int:row_pk>/", attendance.attendance, name="attendance"),
    path(f"{ITEM}aufrufen/", conduct.call, name="item_call"),
    path(f"{ITEM}schliessen/", conduct.finish, name="item_finish"),
    path(f"{ITEM}abstimmung/", ballots.put, name="ballot_put"),
    path(BALLOT, ballots.ballot, name="ballot"),
    path(f"{BALLOT}stimme/", ballots.vote, name="ballot_vote"),
    path(f"{BALLOT}auszaehlen/", ballots.count, name="ballot_count"),
    path(f"{BALLOT}abbrechen/", ballots.withdraw, name="ballot_withdraw"),
    path(f"{COOPERATION}umlauf/", circulars.circulars, name="circulars"),
    path(f"{COOPERATION}umlauf/neu/", circulars.new, name="circular_new"),
    path(f"{COOPERATION}umlauf/<int:pk>/", circulars.circular, name="circular"),
    path(f"{COOPERATION}beschluesse/", resolutions.resolutions, name="resolutions"),
    path(f"{COOPERATION}beschluesse/<int:pk>/", resolutions.resolution, name="resolution"),
    path(f"{COOPERATION}beschluesse/<int:pk>/stand/", resolutions.implementation, name="resolution_state"),
    path(f"{COOPERATION}aufgaben/", actions.actions, name="actions"),
    path(f"{COOPERATION}aufgaben/neu/", actions.new, name="action_new"),
    path(f"{COOPERATION}aufgaben/<int:pk>/", actions.action, name="action"),
    path(f"{COOPERATION}aufgaben/<int:pk>/bearbeiten/", actions.edit, name="action_edit"),
    path(f"{COOPERATION}aufgaben/<int:pk>/stand/", actions.progress, name="action_state"),
]
