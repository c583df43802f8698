"""Addresses of costs and of exchange without money, from the root."""

from django.urls import path

from cooperations.views import cost_items, cost_keys, cost_simulator, costs, exchanges

app_name = "costs"
COSTS = "kooperationen/<slug:slug>/kosten/"
PLAN = f"{COSTS}<int:year>/"
urlpatterns = [
    path(COSTS, costs.plans, name="plans"),
    path(f"{COSTS}neu/", costs.create, name="create"),
    path(f"{COSTS}tausch/", exchanges.ledger, name="ledger"),
    path(f"{COSTS}tausch/neu/", exchanges.create, name="exchange_create"),
    path(f"{COSTS}tausch/<int:pk>/", exchanges.edit, name="exchange"),
    path(f"{COSTS}tausch/<int:pk>/entfernen/", exchanges.remove, name="exchange_remove"),
    path(PLAN, costs.plan, name="plan"),
    path(f"{PLAN}entfernen/", costs.remove, name="remove"),
    path(f"{PLAN}schluessel/", cost_keys.key, name="key"),
    path(f"{PLAN}vergleich/", cost_simulator.simulator, name="simulator"),
    path(f"{PLAN}angaben/<slug:ags>/", cost_keys.facts, name="facts"),
    path(f"{PLAN}positionen/neu/", cost_items.create, name="item_create"),
    path(f"{PLAN}positionen/<int:pk>/", cost_items.edit, name="item"),
    path(f"{PLAN}positionen/<int:pk>/entfernen/", cost_items.remove, name="item_remove"),
]
