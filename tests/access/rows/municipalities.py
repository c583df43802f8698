"""Municipalities with their schools, needs and offers."""

from tests.access.words import (
    KEEPS_OFFER,
    KEEPS_OFFERS,
    KUSEL_ONLY,
    NEED_FORM,
    NEVER,
    OF_PARTNERS,
    OWN_MUNICIPALITY,
    SIGNED_IN,
    Row,
)

_NEED = "/kommunen/07336/bedarfe/{need}/"
_SCHOOL = "/kommunen/07336/schulen/{school}/"

ROWS = {
    "kommunen/": Row("/kommunen/", SIGNED_IN),
    "kommunen/<slug:ags>/": Row("/kommunen/07336/", SIGNED_IN),
    "bedarfe/": Row("/bedarfe/", SIGNED_IN),
    "kommunen/<slug:ags>/bedarfe/": Row("/kommunen/07336/bedarfe/", SIGNED_IN),
    "kommunen/<slug:ags>/bedarfe/neu/": Row("/kommunen/07336/bedarfe/neu/", KUSEL_ONLY, KUSEL_ONLY),
    # A need that Kusel shows to its partners.
    "kommunen/<slug:ags>/bedarfe/<int:pk>/": Row(_NEED, OF_PARTNERS),
    "kommunen/<slug:ags>/bedarfe/<int:pk>/bearbeiten/": Row(
        f"{_NEED}bearbeiten/", NEED_FORM, OWN_MUNICIPALITY
    ),
    "kommunen/<slug:ags>/bedarfe/<int:pk>/erledigt/": Row(f"{_NEED}erledigt/", NEED_FORM, OWN_MUNICIPALITY),
    "kommunen/<slug:ags>/schulen/": Row("/kommunen/07336/schulen/", SIGNED_IN),
    "kommunen/<slug:ags>/schulen/neu/": Row("/kommunen/07336/schulen/neu/", KUSEL_ONLY, KUSEL_ONLY),
    "kommunen/<slug:ags>/schulen/einlesen/": Row("/kommunen/07336/schulen/einlesen/", KUSEL_ONLY, KUSEL_ONLY),
    "kommunen/<slug:ags>/schulen/einlesen/<uuid:reference>/": Row(
        "/kommunen/07336/schulen/einlesen/{school_import}/", KUSEL_ONLY, KUSEL_ONLY
    ),
    # Everybody reads a school; to its own staff it is a form.
    "kommunen/<slug:ags>/schulen/<int:pk>/": Row(_SCHOOL, SIGNED_IN, KUSEL_ONLY),
    "kommunen/<slug:ags>/schulen/<int:pk>/schliessen/": Row(f"{_SCHOOL}schliessen/", KUSEL_ONLY, KUSEL_ONLY),
    "kommunen/<slug:ags>/profil/": Row("/kommunen/07336/profil/", KUSEL_ONLY, KUSEL_ONLY),
    "angebote/": Row("/angebote/", SIGNED_IN),
    "angebote/neu/": Row("/angebote/neu/", KEEPS_OFFERS, KEEPS_OFFERS),
    "angebote/neu/kommunen/": Row("/angebote/neu/kommunen/", SIGNED_IN),
    "angebote/<int:pk>/": Row("/angebote/{offer}/", SIGNED_IN),
    "angebote/<int:pk>/bearbeiten/": Row("/angebote/{offer}/bearbeiten/", KEEPS_OFFER, KEEPS_OFFER),
    "angebote/<int:pk>/zurueckziehen/": Row("/angebote/{offer}/zurueckziehen/", KEEPS_OFFER, KEEPS_OFFER),
    "angebote/<int:pk>/wieder-anbieten/": Row("/angebote/{offer}/wieder-anbieten/", NEVER, KEEPS_OFFER),
    "kommunen/<slug:ags>/bedarfe/<int:need_pk>/angebote/<int:pk>/": Row(
        _NEED + "angebote/{offer}/", NEED_FORM, OWN_MUNICIPALITY
    ),
}
