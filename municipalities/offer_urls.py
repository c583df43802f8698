"""Addresses of offers, from the root."""

from django.urls import path

from municipalities import offer_review_views, offer_views

app_name = "offers"
urlpatterns = [
    path("angebote/", offer_views.offer_list, name="list"),
    path("angebote/neu/", offer_views.enter, name="enter"),
    path("angebote/neu/kommunen/", offer_views.suggestions, name="suggestions"),
    path("angebote/<int:pk>/", offer_views.detail, name="detail"),
    path("angebote/<int:pk>/bearbeiten/", offer_views.change, name="change"),
    path("angebote/<int:pk>/zurueckziehen/", offer_views.withdraw, name="withdraw"),
    path("angebote/<int:pk>/wieder-anbieten/", offer_views.restore, name="restore"),
    path(
        "kommunen/<slug:ags>/bedarfe/<int:need_pk>/angebote/<int:pk>/",
        offer_review_views.review,
        name="review",
    ),
]
