"""What people change in their own account; accounts that only read may as well."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404

from ikz.accounts.mails import mail_security_notice
from ikz.accounts.models import ApiToken, User

MAX_TOKENS = 20


@transaction.atomic
def create_api_token(*, actor: User, name: str, valid_days: int) -> tuple[ApiToken, str]:
    """Make a key for programs; its text is returned once and stored nowhere. At most 20 per account."""
    owner = _lock(actor)
    name = name.strip()
    if not name:
        raise ValidationError({"name": "Bitte nennen Sie, wofür der Schlüssel gebraucht wird."})
    if ApiToken.objects.filter(user=owner).count() >= MAX_TOKENS:
        raise ValidationError(
            {"name": f"Sie haben schon {MAX_TOKENS} Schlüssel. Bitte widerrufen Sie zuerst einen davon."}
        )
    if ApiToken.objects.filter(user=owner, name=name).exists():
        raise ValidationError({"name": "Einen Schlüssel mit dieser Bezeichnung haben Sie schon."})
    token, text = ApiToken.objects.create(user=owner, name=name, expiry=timedelta(days=valid_days))
    mail_security_notice(user=owner, event="api_token_created")
    return token, text


@transaction.atomic
def revoke_api_token(*, actor: User, token: ApiToken) -> None:
    """Make a key useless at once; its row goes, the history keeps that it existed."""
    owner = _lock(actor)
    deleted, _ = ApiToken.objects.filter(user=owner, pk=token.pk).delete()
    if not deleted:
        raise Http404


@transaction.atomic
def end_other_sessions(*, actor: User) -> User:
    """End every session of the account; the caller renews its own with ``update_session_auth_hash``."""
    owner = _lock(actor)
    owner.session_generation = F("session_generation") + 1
    owner.save(update_fields=["session_generation"])
    owner.refresh_from_db()
    return owner


def _lock(actor: User) -> User:
    owner = User.objects.select_for_update().get(pk=actor.pk)
    if not owner.is_valid_today:
        raise PermissionDenied
    return owner
