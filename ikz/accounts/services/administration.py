"""What the administration changes in accounts of others."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ikz.accounts.mails import mail_security_notice
from ikz.accounts.models import User
from ikz.accounts.services.guards import lock_for_administration

OWN_RIGHTS = "Das eigene Recht zur Administration nimmt Ihnen nur eine andere Person der Administration."
OWN_EXPIRY = "Das Ablaufdatum Ihres eigenen Kontos ändert nur eine andere Person der Administration."
OWN_ACCOUNT = "Ihr eigenes Konto sperrt nur eine andere Person der Administration."


@transaction.atomic
def update_account(
    *, actor: User, user: User, label: str, expires_on: date | None, is_administrator: bool
) -> User:
    """Change function, last valid day and administration of an account.

    Administrators keep their own rights and validity, so at least one of them always remains.
    """
    row = lock_for_administration(actor=actor, user=user)
    errors = {}
    if row.pk == actor.pk and not is_administrator:
        errors["is_administrator"] = OWN_RIGHTS
    if row.pk == actor.pk and expires_on != row.expires_on:
        errors["expires_on"] = OWN_EXPIRY
    if is_administrator and row.read_only:
        errors["is_administrator"] = "Ein nur lesendes Konto kann nicht administrieren."
    if not label.strip():
        errors["label"] = "Bitte nennen Sie die Funktion, zum Beispiel „Schul-IT Landkreis Kusel“."
    if errors:
        raise ValidationError(errors)
    row.label, row.expires_on, row.is_administrator = label.strip(), expires_on, is_administrator
    row.full_clean(exclude=["password"])
    row.save(update_fields=["label", "expires_on", "is_administrator"])
    return row


@transaction.atomic
def deactivate_account(*, actor: User, user: User) -> User:
    """Lock an account: its sessions end, its API keys open nothing, an open invitation is withdrawn."""
    row = lock_for_administration(actor=actor, user=user)
    if row.pk == actor.pk:
        raise ValidationError({"user": OWN_ACCOUNT})
    row.is_active = False
    row.session_generation = F("session_generation") + 1
    row.save(update_fields=["is_active", "session_generation"])
    row.invitations.open().update(revoked_at=timezone.now())
    row.refresh_from_db()
    return row


@transaction.atomic
def reactivate_account(*, actor: User, user: User) -> User:
    """Unlock an account that was accepted before; one that never was needs an invitation (ValidationError)."""
    row = lock_for_administration(actor=actor, user=user)
    if not row.has_usable_password():
        raise ValidationError(
            {"user": "Für dieses Konto wurde noch kein Passwort gesetzt. Bitte senden Sie eine Einladung."}
        )
    row.is_active = True
    row.save(update_fields=["is_active"])
    return row


@transaction.atomic
def reset_second_factor(*, actor: User, user: User) -> User:
    """Remove every second factor of an account whose owner lost them; its sessions end."""
    row = lock_for_administration(actor=actor, user=user)
    removed, _ = Authenticator.objects.filter(user=row).delete()
    if not removed:
        raise ValidationError({"user": "Für dieses Konto ist kein zweiter Faktor eingerichtet."})
    row.session_generation = F("session_generation") + 1
    row.save(update_fields=["session_generation"])
    row.refresh_from_db()
    mail_security_notice(user=row, event="second_factor_reset")
    return row
