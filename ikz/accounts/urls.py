"""Addresses of one's own account, all below /konto/.

allauth's views under the names that allauth expects. Only what is listed here exists: no sign-up, no change of
address by oneself, no social accounts.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from ikz.accounts.views import invitations, sessions, tokens
from ikz.accounts.views import passkeys as own_passkeys


class Base36Converter(StringConverter):
    """An account's number as allauth writes it; the hyphen after it ends it."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36Converter, "base36")

own: tuple[list[URLPattern], str] = (
    [
        path("konto/einladung/<str:token>/", invitations.accept_invitation, name="invitation"),
        path("konto/api-schluessel/", tokens.token_list, name="tokens"),
        path("konto/api-schluessel/neu/", tokens.create_token, name="token_create"),
        path("konto/api-schluessel/<uuid:reference>/widerrufen/", tokens.revoke_token, name="token_revoke"),
        path("konto/sitzungen/beenden/", sessions.end_others, name="end_other_sessions"),
    ],
    "accounts",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(own)),
    path("konto/login/", account.login, name="account_login"),
    path("konto/login/zweiter-faktor/", mfa.authenticate, name="mfa_authenticate"),
    path("konto/login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("konto/logout/", account.logout, name="account_logout"),
    path("konto/gesperrt/", account.account_inactive, name="account_inactive"),
    path("konto/bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/bestaetigen/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konto/bestaetigen/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("konto/passwort/", account.password_change, name="account_change_password"),
    path("konto/passwort/setzen/", account.password_set, name="account_set_password"),
    path("konto/passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path(
        "konto/passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "konto/passwort/neu/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "konto/passwort/neu/<base36:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("konto/zweiter-faktor/", mfa.index, name="mfa_index"),
    path("konto/zweiter-faktor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/zweiter-faktor/app/entfernen/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "konto/zweiter-faktor/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("konto/zweiter-faktor/passkeys/neu/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("konto/zweiter-faktor/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "konto/zweiter-faktor/passkeys/<int:pk>/entfernen/",
        own_passkeys.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("konto/zweiter-faktor/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "konto/zweiter-faktor/codes/neu/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/zweiter-faktor/codes/datei/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
