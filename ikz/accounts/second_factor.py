"""The second factor: what allauth stores and says about it here."""

import base64
import hashlib
import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ikz.accounts.models import User

log = logging.getLogger(__name__)

# Recovery codes alone are no second factor: they come with one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
VERIFIED = "ikz.second_factor"


def is_required() -> bool:
    """Whether everybody who signs in must have a second factor; never in the demo."""
    return bool(settings.REQUIRE_SECOND_FACTOR and not settings.DEMO)


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the account has an authenticator app or a passkey. One query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def must_set_up(request: HttpRequest) -> bool:
    """Whether who sends this request has to set up a second factor first; asks the database once per session."""
    if not is_required() or not isinstance(request.user, User) or request.session.get(VERIFIED):
        return False
    if not has_second_factor(request.user):
        return True
    request.session[VERIFIED] = True
    return False


class MFAAdapter(DefaultMFAAdapter):
    """Stores secrets encrypted and keeps the last factor where one is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Ein zweiter Faktor ist vorgeschrieben. Bitte richten Sie zuerst einen anderen ein.",
        "cannot_generate_recovery_codes": "Wiederherstellungscodes gibt es erst, wenn ein zweiter Faktor eingerichtet ist.",
        "incorrect_code": "Der Code stimmt nicht. Bitte prüfen Sie ihn und versuchen Sie es mit dem nächsten Code noch einmal.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt what a stolen copy of the database must not give away."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what ``encrypt`` wrote, also under a former secret key.

        Where the key is lost, no code fits any more: the factor must be reset by the administration.
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.exception("A second factor cannot be read: SECRET_KEY changed without SECRET_KEY_FALLBACKS")
            return str(generate_totp_secret())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep one factor where one is required."""
        if not is_required():
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Suggest a name for a passkey."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the application, not the host, in what the browser asks."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"ikz.accounts.second_factor:" + key.encode()).digest())
