"""Forms and pages of one's own account."""

from tests.access.words import NEVER, PUBLIC, SIGNED_IN, UNKNOWN_SIGNED_IN, UNKNOWN_TO_ALL, Row


def _account_form(url: str, get: str = SIGNED_IN, post: str = SIGNED_IN) -> Row:
    """A form of one's own account; allauth's views take PUT and more for POST and answer alike."""
    return Row(url, get, post, more=dict.fromkeys(("PUT", "PATCH", "DELETE"), "any any any any any any"))


ROWS = {
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
