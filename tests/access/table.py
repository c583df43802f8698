"""Who may do what at which address: one row per route, one column per role.

A row names the answers to GET and POST in the order of :data:`ROLES`; every other method must be refused unless
the row names it. The words:

===========  =====================================================================================
``ok``       2xx, a redirect that is not to the sign-in page, or a refusal for what was *entered* (400, 409)
``login``    redirect to the sign-in page
``refused``  anything but success: the address does not know the method, or not for this role
``any``      whatever the view makes of it; only at forms of one's own account
a number     exactly this status
===========  =====================================================================================
"""

from dataclasses import dataclass, field

ROLES = ("anonymous", "stranger", "staff", "coordinator", "supervision", "administrator")

# Columns that recur. Order: anonymous, stranger, staff, coordinator, supervision, administrator.
NEVER = "refused refused refused refused refused refused"
PUBLIC = "ok ok ok ok ok ok"
SIGNED_IN = "login ok ok ok ok ok"
API_SIGNED_IN = "401 ok ok ok ok ok"
OF_PARTNERS = "login 404 ok ok 404 404"
API_OF_PARTNERS = "401 404 ok ok 404 404"
# Below a cooperation: staff contribute for their own municipality, the coordination decides.
CONTRIBUTE = "login 404 ok ok 403 404"
OWN_MUNICIPALITY = "login 404 ok 403 403 404"
COORDINATE = "login 404 403 ok 403 404"
COORDINATOR_PAGE = "login 404 403 ok 404 404"
API_CONTRIBUTE = "401 404 ok ok 403 404"
# Somebody who works for a municipality.
STAFF_ONLY = "login ok ok ok 403 403"
# Who keeps offers: staff for their municipality, and the administration. Kusel keeps the one of this world.
KEEPS_OFFERS = "login ok ok ok 403 ok"
KEEPS_OFFER = "login 403 ok 403 403 ok"
# Staff of Kusel; everybody else who is signed in sees the municipality, but keeps nothing of it.
KUSEL_ONLY = "login 403 ok 403 403 403"
NEED_FORM = "login 404 ok 403 404 404"
ADMINISTRATOR_PAGE = "login 404 404 404 404 ok"
ADMINISTRATE = "login 404 404 404 403 ok"
SUPERVISION_PAGE = "login 404 404 404 ok 404"
# An address with a secret or a number that does not exist for anybody of the cast.
UNKNOWN_TO_ALL = "404 404 404 404 404 404"
UNKNOWN_SIGNED_IN = "login 404 404 404 404 404"


@dataclass(frozen=True)
class Row:
    """The expected answers at one route; ``url`` is filled with the facts of the test's world."""

    url: str
    get: str = NEVER
    post: str = NEVER
    more: dict[str, str] = field(default_factory=dict)

    def expected(self, method: str, role: str) -> str:
        """The word for a method and a role."""
        columns = {"GET": self.get, "HEAD": self.get, "POST": self.post, **self.more}.get(method, NEVER)
        return columns.split()[ROLES.index(role)]


def _account_form(url: str, get: str = SIGNED_IN, post: str = SIGNED_IN) -> Row:
    """A form of one's own account; allauth's views take PUT and more for POST and answer alike."""
    return Row(url, get, post, more=dict.fromkeys(("PUT", "PATCH", "DELETE"), "any any any any any any"))


_COOPERATION = "/kooperationen/{slug}/"
_PARTNER = f"{_COOPERATION}partner/07336/"
_MEASURE = _COOPERATION + "massnahmen/{measure}/"
_NEED = "/kommunen/07336/bedarfe/{need}/"
_SCHOOL = "/kommunen/07336/schulen/{school}/"

PUBLIC_PAGES = {
    "": Row("/", PUBLIC),
    "impressum/": Row("/impressum/", PUBLIC),
    "datenschutz/": Row("/datenschutz/", PUBLIC),
    "barrierefreiheit/": Row("/barrierefreiheit/", PUBLIC),
    "healthz": Row("/healthz", PUBLIC),
    "readyz": Row("/readyz", PUBLIC),
    "modelle/": Row("/modelle/?land=07", PUBLIC),
    "modelle/<slug:key>/": Row("/modelle/mandating/?land=07", PUBLIC),
    "modelle/<slug:key>.pdf": Row("/modelle/mandating.pdf?land=07", PUBLIC),
    # The questions of the advice stand in the address; who only reads keeps nothing.
    "modellberatung/": Row("/modellberatung/", PUBLIC),
    "modellberatung/sichern/": Row(
        "/modellberatung/sichern/?binding_wanted=contract", "login ok ok ok 403 ok", "login ok ok ok 403 ok"
    ),
    # Computes and stores nothing.
    "quickcheck/": Row("/quickcheck/", PUBLIC, PUBLIC),
    "steckbriefe/": Row("/steckbriefe/", PUBLIC),
    "steckbriefe/<slug:slug>/": Row("/steckbriefe/{slug}/", PUBLIC),
    "steckbriefe/<slug:slug>.pdf": Row("/steckbriefe/{slug}.pdf", PUBLIC),
}

OWN_ACCOUNT = {
    "konto/": Row("/konto/", SIGNED_IN),
    "konto/api-schluessel/": Row("/konto/api-schluessel/", SIGNED_IN),
    "konto/api-schluessel/neu/": Row("/konto/api-schluessel/neu/", SIGNED_IN, SIGNED_IN),
    "konto/api-schluessel/<uuid:reference>/widerrufen/": Row(
        "/konto/api-schluessel/00000000-0000-0000-0000-000000000000/widerrufen/",
        UNKNOWN_SIGNED_IN,
        UNKNOWN_SIGNED_IN,
    ),
    "konto/bestaetigen/": _account_form("/konto/bestaetigen/"),
    "konto/bestaetigen/code/": _account_form("/konto/bestaetigen/code/"),
    "konto/bestaetigen/passkey/": _account_form("/konto/bestaetigen/passkey/"),
    "konto/einladung/<str:token>/": Row("/konto/einladung/unbekannt/", UNKNOWN_TO_ALL, UNKNOWN_TO_ALL),
    "konto/gesperrt/": Row("/konto/gesperrt/", PUBLIC),
    "konto/login/": _account_form("/konto/login/", PUBLIC, PUBLIC),
    "konto/login/passkey/": _account_form("/konto/login/passkey/"),
    "konto/login/zweiter-faktor/": _account_form("/konto/login/zweiter-faktor/"),
    "konto/logout/": Row("/konto/logout/", PUBLIC, PUBLIC),
    "konto/passwort/": _account_form("/konto/passwort/"),
    "konto/passwort/neu/<base36:uidb36>-<str:key>/": _account_form(
        "/konto/passwort/neu/1-falsch/", PUBLIC, PUBLIC
    ),
    "konto/passwort/neu/fertig/": Row("/konto/passwort/neu/fertig/", PUBLIC),
    "konto/passwort/setzen/": _account_form("/konto/passwort/setzen/"),
    "konto/passwort/vergessen/": _account_form("/konto/passwort/vergessen/", PUBLIC, PUBLIC),
    "konto/passwort/vergessen/gesendet/": Row("/konto/passwort/vergessen/gesendet/", PUBLIC),
    "konto/sitzungen/beenden/": Row("/konto/sitzungen/beenden/", NEVER, SIGNED_IN),
    "konto/zweiter-faktor/": Row("/konto/zweiter-faktor/", SIGNED_IN),
    "konto/zweiter-faktor/app/": _account_form("/konto/zweiter-faktor/app/"),
    "konto/zweiter-faktor/app/entfernen/": _account_form(
        "/konto/zweiter-faktor/app/entfernen/", UNKNOWN_SIGNED_IN, UNKNOWN_SIGNED_IN
    ),
    "konto/zweiter-faktor/codes/": Row("/konto/zweiter-faktor/codes/", UNKNOWN_SIGNED_IN),
    "konto/zweiter-faktor/codes/datei/": _account_form(
        "/konto/zweiter-faktor/codes/datei/", UNKNOWN_SIGNED_IN, UNKNOWN_SIGNED_IN
    ),
    "konto/zweiter-faktor/codes/neu/": _account_form("/konto/zweiter-faktor/codes/neu/"),
    "konto/zweiter-faktor/passkeys/": _account_form("/konto/zweiter-faktor/passkeys/", PUBLIC, PUBLIC),
    "konto/zweiter-faktor/passkeys/neu/": _account_form("/konto/zweiter-faktor/passkeys/neu/"),
    "konto/zweiter-faktor/passkeys/<int:pk>/": _account_form("/konto/zweiter-faktor/passkeys/1/"),
    "konto/zweiter-faktor/passkeys/<int:pk>/entfernen/": _account_form(
        "/konto/zweiter-faktor/passkeys/1/entfernen/"
    ),
}

# Staff of one municipality only: here the coordinator's, Donnersbergkreis.
_SEARCHING = "login 403 403 ok 403 403"
_SEARCH = "/kommunen/07333/partnersuche/"

PARTNER_SEARCH = {
    "kommunen/<slug:ags>/partnersuche/": Row(_SEARCH + "?bedarf={search_need}", _SEARCHING),
    "kommunen/<slug:ags>/partnersuche/sichern/": Row(
        _SEARCH + "sichern/?bedarf={search_need}", _SEARCHING, _SEARCHING
    ),
    "kommunen/<slug:ags>/partnersuche/interesse/": Row(
        _SEARCH + "interesse/?bedarf={search_need}&kommune=07335", _SEARCHING, _SEARCHING
    ),
    "kooperationen/<slug:slug>/partnersuche/<int:pk>/": Row(
        _COOPERATION + "partnersuche/{search}/", OF_PARTNERS
    ),
}

_COSTS = "/kooperationen/{slug}/kosten/"
_PLAN = _COSTS + "{cost_year}/"

COSTS = {
    "kooperationen/<slug:slug>/kosten/": Row(_COSTS, OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/neu/": Row(_COSTS + "neu/", COORDINATOR_PAGE, COORDINATE),
    # Something that Kusel gave.
    "kooperationen/<slug:slug>/kosten/tausch/": Row(_COSTS + "tausch/", OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/tausch/neu/": Row(_COSTS + "tausch/neu/", OF_PARTNERS, CONTRIBUTE),
    "kooperationen/<slug:slug>/kosten/tausch/<int:pk>/": Row(
        _COSTS + "tausch/{exchange}/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/kosten/tausch/<int:pk>/entfernen/": Row(
        _COSTS + "tausch/{exchange}/entfernen/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/": Row(_PLAN, OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/<int:year>/entfernen/": Row(
        _PLAN + "entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/schluessel/": Row(
        _PLAN + "schluessel/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/vergleich/": Row(_PLAN + "vergleich/", OF_PARTNERS),
    "kooperationen/<slug:slug>/kosten/<int:year>/angaben/<slug:ags>/": Row(
        _PLAN + "angaben/07336/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/positionen/neu/": Row(
        _PLAN + "positionen/neu/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/positionen/<int:pk>/": Row(
        _PLAN + "positionen/{cost_item}/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/kosten/<int:year>/positionen/<int:pk>/entfernen/": Row(
        _PLAN + "positionen/{cost_item}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "api/v1/cooperations/<slug:slug>/cost-sharing/": Row(
        "/api/v1/cooperations/{slug}/cost-sharing/?amount=100.00&key=equal", API_OF_PARTNERS
    ),
}

SIGNED_IN_PAGES = {
    "start/": Row("/start/", SIGNED_IN),
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
    "kooperationen/": Row("/kooperationen/", SIGNED_IN),
    "kooperationen/neu/": Row("/kooperationen/neu/", STAFF_ONLY, STAFF_ONLY),
    "kooperationen/neu/kommunen/": Row("/kooperationen/neu/kommunen/", SIGNED_IN),
    "aufsicht/": Row("/aufsicht/", SUPERVISION_PAGE),
}

COOPERATION_PAGES = {
    "kooperationen/<slug:slug>/": Row(_COOPERATION, OF_PARTNERS),
    "kooperationen/<slug:slug>/bearbeiten/": Row(f"{_COOPERATION}bearbeiten/", COORDINATOR_PAGE, COORDINATE),
    "kooperationen/<slug:slug>/koordination/": Row(f"{_COOPERATION}koordination/", NEVER, COORDINATE),
    "kooperationen/<slug:slug>/koordination/<int:pk>/beenden/": Row(
        _COOPERATION + "koordination/{coordination}/beenden/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/partner/": Row(f"{_COOPERATION}partner/", OF_PARTNERS, COORDINATE),
    "kooperationen/<slug:slug>/partner/<str:ags>/zusagen/": Row(
        f"{_PARTNER}zusagen/", NEVER, OWN_MUNICIPALITY
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/ablehnen/": Row(
        f"{_PARTNER}ablehnen/", "login 404 ok 403 404 404", OWN_MUNICIPALITY
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/entfernen/": Row(
        f"{_PARTNER}entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/federfuehrung/": Row(
        f"{_PARTNER}federfuehrung/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/partner/<str:ags>/zahlen/": Row(f"{_PARTNER}zahlen/", OF_PARTNERS, CONTRIBUTE),
    "kooperationen/<slug:slug>/phasen/": Row(f"{_COOPERATION}phasen/", OF_PARTNERS),
    "kooperationen/<slug:slug>/phasen/wechsel/": Row(
        f"{_COOPERATION}phasen/wechsel/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/uebergabe/": Row(f"{_COOPERATION}uebergabe/", COORDINATOR_PAGE),
    "kooperationen/<slug:slug>/uebergabe.pdf": Row(f"{_COOPERATION}uebergabe.pdf", COORDINATOR_PAGE),
    "kooperationen/<slug:slug>/phasen/selbstevaluation/": Row(
        f"{_COOPERATION}phasen/selbstevaluation/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/phasen/selbstevaluation/<int:pk>/entfernen/": Row(
        _COOPERATION + "phasen/selbstevaluation/{evaluation}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/": Row(f"{_COOPERATION}rahmen/", OF_PARTNERS),
    "kooperationen/<slug:slug>/rahmen/merkmale/": Row(
        f"{_COOPERATION}rahmen/merkmale/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/nutzen/<str:ags>/": Row(
        f"{_COOPERATION}rahmen/nutzen/07336/", OF_PARTNERS, CONTRIBUTE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/neu/": Row(
        f"{_COOPERATION}rahmen/hemmnisse/neu/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/<int:pk>/": Row(
        _COOPERATION + "rahmen/hemmnisse/{barrier}/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/<int:pk>/entfernen/": Row(
        _COOPERATION + "rahmen/hemmnisse/{barrier}/entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/rahmen/<slug:kind>/<int:pk>/stand/": Row(
        _COOPERATION + "rahmen/hemmnisse/{barrier}/stand/",
        post=COORDINATE,
    ),
    # A question all partners answer together: the coordination writes the answer.
    "kooperationen/<slug:slug>/phasen/antwort/<slug:question_key>/": Row(
        f"{_COOPERATION}phasen/antwort/similar-needs/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/massnahmen/": Row(f"{_COOPERATION}massnahmen/", OF_PARTNERS),
    "kooperationen/<slug:slug>/massnahmen/neu/": Row(
        f"{_COOPERATION}massnahmen/neu/", COORDINATOR_PAGE, COORDINATE
    ),
    # A measure that Kusel answers for: its staff carry it on, the coordination plans.
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/": Row(_MEASURE, OF_PARTNERS),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/bearbeiten/": Row(
        f"{_MEASURE}bearbeiten/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/entfernen/": Row(
        f"{_MEASURE}entfernen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/schritt/": Row(f"{_MEASURE}schritt/", NEVER, CONTRIBUTE),
    "kooperationen/<slug:slug>/massnahmen/<int:pk>/stand/": Row(f"{_MEASURE}stand/", OF_PARTNERS, CONTRIBUTE),
    "kooperationen/<slug:slug>/modellberatung/<int:pk>/": Row(
        f"{_COOPERATION}modellberatung/{{advice}}/", OF_PARTNERS
    ),
    "kooperationen/<slug:slug>/quickcheck/": Row(f"{_COOPERATION}quickcheck/", OF_PARTNERS),
    "kooperationen/<slug:slug>/quickcheck/vergleich/": Row(
        f"{_COOPERATION}quickcheck/vergleich/", OF_PARTNERS
    ),
    # Without a municipality named, the factor is rated for the cooperation as a whole.
    "kooperationen/<slug:slug>/quickcheck/faktor/<slug:factor_key>/": Row(
        f"{_COOPERATION}quickcheck/faktor/clear-goals/", OF_PARTNERS, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/": Row(f"{_COOPERATION}steckbrief/", OF_PARTNERS, COORDINATE),
    "kooperationen/<slug:slug>/steckbrief/erstellen/": Row(
        f"{_COOPERATION}steckbrief/erstellen/", NEVER, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/<int:number>.pdf": Row(
        f"{_COOPERATION}steckbrief/1.pdf", OF_PARTNERS
    ),
    "kooperationen/<slug:slug>/steckbrief/<int:number>/erneut/": Row(
        f"{_COOPERATION}steckbrief/1/erneut/", NEVER, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/<int:number>/veroeffentlichen/": Row(
        f"{_COOPERATION}steckbrief/1/veroeffentlichen/", COORDINATOR_PAGE, COORDINATE
    ),
    "kooperationen/<slug:slug>/steckbrief/zurueckziehen/": Row(
        f"{_COOPERATION}steckbrief/zurueckziehen/", COORDINATOR_PAGE, COORDINATE
    ),
}


def _administration(url: str, *, form: bool = True) -> Row:
    return Row(f"/verwaltung/{url}", ADMINISTRATOR_PAGE, ADMINISTRATE if form else NEVER)


ADMINISTRATION = {
    "verwaltung/": _administration("", form=False),
    "verwaltung/auftraege/": _administration("auftraege/", form=False),
    "verwaltung/auftraege/importe/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/importe/{import_pk}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/mails/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/mails/{mail}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/steckbriefe/<int:pk>/erneut/": Row(
        # This edition did not fail: there is nothing to start again.
        "/verwaltung/auftraege/steckbriefe/{edition}/erneut/",
        NEVER,
        "login 404 404 404 403 404",
    ),
    "verwaltung/behoerden/": _administration("behoerden/", form=False),
    "verwaltung/behoerden/neu/": _administration("behoerden/neu/"),
    "verwaltung/behoerden/<int:pk>/": _administration("behoerden/{authority}/"),
    "verwaltung/einladungen/": _administration("einladungen/", form=False),
    "verwaltung/einladungen/neu/": _administration("einladungen/neu/"),
    "verwaltung/importe/": _administration("importe/", form=False),
    "verwaltung/importe/neu/": _administration("importe/neu/"),
    "verwaltung/importe/<uuid:reference>/": _administration("importe/{import}/"),
    "verwaltung/konten/": _administration("konten/", form=False),
    "verwaltung/konten/<int:pk>/": _administration("konten/{account}/"),
    "verwaltung/konten/<int:pk>/einladung/senden/": _administration("konten/{account}/einladung/senden/"),
    "verwaltung/konten/<int:pk>/einladung/zurueckziehen/": _administration(
        "konten/{account}/einladung/zurueckziehen/"
    ),
    "verwaltung/konten/<int:pk>/entsperren/": _administration("konten/{account}/entsperren/"),
    "verwaltung/konten/<int:pk>/sperren/": _administration("konten/{account}/sperren/"),
    "verwaltung/konten/<int:pk>/zweiter-faktor/": _administration("konten/{account}/zweiter-faktor/"),
    "verwaltung/rechtshinweise/": _administration("rechtshinweise/", form=False),
    "verwaltung/rechtshinweise/neu/": _administration("rechtshinweise/neu/"),
    "verwaltung/rechtshinweise/<int:pk>/": _administration("rechtshinweise/{law_note}/"),
    "verwaltung/rechtshinweise/<int:pk>/zurueckziehen/": _administration(
        "rechtshinweise/{law_note}/zurueckziehen/"
    ),
    "verwaltung/mandate/": _administration("mandate/", form=False),
    "verwaltung/mandate/neu/": _administration("mandate/neu/"),
    "verwaltung/mandate/<int:pk>/ende/": _administration("mandate/{mandate}/ende/"),
    "verwaltung/zugehoerigkeiten/": _administration("zugehoerigkeiten/", form=False),
    "verwaltung/zugehoerigkeiten/neu/": _administration("zugehoerigkeiten/neu/"),
    "verwaltung/zugehoerigkeiten/<int:pk>/ende/": _administration("zugehoerigkeiten/{membership}/ende/"),
}

API = {
    "api/docs/": Row("/api/docs/", PUBLIC),
    "api/schema/": Row("/api/schema/", PUBLIC),
    "api/v1/": Row("/api/v1/", API_SIGNED_IN),
    "api/v1/cooperations/": Row("/api/v1/cooperations/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/cooperations/<slug:slug>/": Row(
        "/api/v1/cooperations/{slug}/", API_OF_PARTNERS, more={"PATCH": API_CONTRIBUTE}
    ),
    "api/v1/cooperations/<slug:slug>/phases/": Row(
        "/api/v1/cooperations/{slug}/phases/", API_OF_PARTNERS, more={"PUT": API_CONTRIBUTE}
    ),
    "api/v1/cooperations/<slug:slug>/quickcheck/": Row(
        "/api/v1/cooperations/{slug}/quickcheck/", API_OF_PARTNERS, more={"PUT": API_CONTRIBUTE}
    ),
    # Computes and stores nothing.
    "api/v1/model-advice/": Row("/api/v1/model-advice/", post=PUBLIC),
    "api/v1/models/": Row("/api/v1/models/", PUBLIC),
    "api/v1/models/<slug:key>/": Row("/api/v1/models/mandating/", PUBLIC),
    "api/v1/schools/": Row("/api/v1/schools/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/schools/<int:pk>/": Row(
        "/api/v1/schools/{school}/", API_SIGNED_IN, more={"PATCH": "401 403 ok 403 403 403"}
    ),
    "api/v1/municipalities/": Row("/api/v1/municipalities/", API_SIGNED_IN),
    "api/v1/municipalities/<slug:ags>/": Row("/api/v1/municipalities/07336/", API_SIGNED_IN),
    "api/v1/municipalities/<slug:ags>/partner-search/": Row(
        "/api/v1/municipalities/07333/partner-search/?need={search_need}", "401 403 403 ok 403 403"
    ),
    "api/v1/needs/": Row("/api/v1/needs/", API_SIGNED_IN, "401 ok ok ok 403 ok"),
    "api/v1/needs/<int:pk>/": Row(
        "/api/v1/needs/{need}/", API_OF_PARTNERS, more={"PATCH": "401 404 ok 403 403 404"}
    ),
    "api/v1/offers/": Row("/api/v1/offers/", API_SIGNED_IN),
    "api/v1/offers/<int:pk>/": Row("/api/v1/offers/{offer}/", API_SIGNED_IN),
    "api/v1/quickcheck/factors/": Row("/api/v1/quickcheck/factors/", PUBLIC),
    "api/v1/steckbriefe/": Row("/api/v1/steckbriefe/", PUBLIC),
    "api/v1/steckbriefe/<slug:slug>/": Row("/api/v1/steckbriefe/{slug}/", PUBLIC),
    "api/v1/steckbriefe/<slug:slug>/pdf/": Row("/api/v1/steckbriefe/{slug}/pdf/", PUBLIC),
}

TABLE: dict[str, Row] = {
    **PUBLIC_PAGES,
    **OWN_ACCOUNT,
    **SIGNED_IN_PAGES,
    **PARTNER_SEARCH,
    **COSTS,
    **COOPERATION_PAGES,
    **ADMINISTRATION,
    **API,
}
