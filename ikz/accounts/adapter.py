"""How allauth behaves here: accounts come by invitation, mails leave through the outbox, words are German."""

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ikz.accounts.mails import mail_password_reset, mail_security_notice
from ikz.accounts.models import User

# Guesses at one account from anywhere. The ten per account and address are counted by axes, which shows a page.
PASSWORD_GUESSES = {"password": "50/h/key"}


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up; expired accounts do not get in; nothing is sent past the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmen nicht.",
        "enter_current_password": "Das ist nicht Ihr jetziges Passwort.",
        "incorrect_password": "Das Passwort stimmt nicht.",
        "invalid_password_reset": "Dieser Link ist ungültig oder abgelaufen.",
        "too_many_login_attempts": "Zu viele Fehlversuche. Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
        "rate_limited": "Zu viele Versuche in kurzer Zeit. Bitte warten Sie einige Minuten.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down guesses at one account that come from many addresses."""
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="password",
            config=PASSWORD_GUESSES,
            key=str(credentials.get("email", "")).lower(),
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Keep out who is locked or expired; only the right password or passkey leads here."""
        if isinstance(user, User) and not user.is_valid_today:
            out: HttpResponse = self.respond_user_inactive(request, user)
            return out
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The same ways as usual, in our words."""
        words = {
            "reauthenticate": "Mit dem Passwort bestätigen",
            "mfa_reauthenticate": "Mit einem Code bestätigen",
            "mfa_reauthenticate:webauthn": "Mit einem Passkey bestätigen",
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the overview, which shows that it worked."""
        return reverse("account:overview")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """An address of the installation, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.BASE_URL}{path.replace('UID-KEY', key)}"

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """One mail per link; accounts that could not sign in anyway get none."""
        if isinstance(user, User) and user.is_valid_today:
            digest = hashlib.sha256(context["key"].encode()).hexdigest()[:32]
            mail_password_reset(user=user, address=context["password_reset_url"], occasion=digest)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner what changed in the security of the account."""
        if isinstance(user, User):
            mail_security_notice(user=user, event=template_prefix.rpartition("/")[2])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse allauth's own mails: each one we want has a method above."""
        raise ValueError(f"No mail of ours: {template_prefix}")
