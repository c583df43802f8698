"""Mails about accounts; all of them leave through the outbox."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ikz.accounts.models import Invitation, User
from ikz.notifications.services import enqueue_mail

SECURITY_EVENTS = {
    "password_changed": "Das Passwort wurde geändert.",
    "password_set": "Das Passwort wurde gesetzt.",
    "password_reset": "Das Passwort wurde über einen Link aus einer E-Mail neu gesetzt.",
    "totp_activated": "Eine Authenticator-App wurde als zweiter Faktor eingerichtet.",
    "totp_deactivated": "Die Authenticator-App wurde als zweiter Faktor entfernt.",
    "webauthn_added": "Ein Passkey wurde hinzugefügt.",
    "webauthn_removed": "Ein Passkey wurde entfernt.",
    "recovery_codes_generated": "Neue Wiederherstellungscodes wurden erstellt.",
    "second_factor_reset": "Die Administration hat alle zweiten Faktoren entfernt.",
    "api_token_created": "Ein API-Schlüssel wurde erstellt.",
}


def mail_invitation(*, invitation: Invitation, token: str) -> None:
    """Send the token to the address of the prepared account: the only place where it appears."""
    address = settings.BASE_URL + reverse("accounts:invitation", kwargs={"token": token})
    enqueue_mail(
        dedupe_key=f"invitation:{invitation.pk}",
        to=invitation.user.email,
        template="account_invitation",
        context={"invitation": invitation, "address": address},
    )


def mail_password_reset(*, user: User, address: str, occasion: str) -> None:
    """Send the link with which a forgotten password is replaced."""
    enqueue_mail(
        dedupe_key=f"password-reset:{user.pk}:{occasion}",
        to=user.email,
        template="password_reset",
        context={"address": address, "valid_hours": settings.PASSWORD_RESET_TIMEOUT // 3600},
    )


def mail_security_notice(*, user: User, event: str) -> None:
    """Tell the owner of an account that somebody changed how it is protected."""
    enqueue_mail(
        dedupe_key=f"security:{user.pk}:{uuid.uuid4().hex}",
        to=user.email,
        template="security_notice",
        context={"what": SECURITY_EVENTS[event], "when": timezone.now()},
    )
