"""Invite, send again, withdraw, accept."""

import secrets
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ikz.accounts.mails import mail_invitation
from ikz.accounts.models import Invitation, User
from ikz.accounts.models.invitations import digest_of
from ikz.accounts.services.guards import lock_administrators, lock_for_administration

VALID_FOR = timedelta(days=14)
ACCEPTED = "Die Einladung ist schon angenommen."


@transaction.atomic
def invite(
    *, actor: User, email: str, label: str, is_administrator: bool = False, expires_on: date | None = None
) -> Invitation:
    """Prepare an account and mail its owner an invitation.

    The account is inactive and has no password until the invitation is accepted; memberships and mandates may
    be entered before. Raises ValidationError for a known or malformed address and for an empty ``label``.
    """
    lock_administrators(actor)
    user = User(
        email=email.strip().lower(),
        label=label.strip(),
        is_active=False,
        is_administrator=is_administrator,
        expires_on=expires_on,
    )
    user.set_unusable_password()
    errors = {}
    if not user.label:
        errors["label"] = "Bitte nennen Sie die Funktion, zum Beispiel „Schul-IT Landkreis Kusel“."
    if expires_on is not None and expires_on < timezone.localdate():
        errors["expires_on"] = "Das Ablaufdatum liegt in der Vergangenheit."
    try:
        user.full_clean(exclude=["label"])
    except ValidationError as error:
        raise ValidationError(error.message_dict | {key: [text] for key, text in errors.items()}) from error
    if errors:
        raise ValidationError(errors)
    user.save()
    return _send(actor=actor, user=user)


@transaction.atomic
def resend_invitation(*, actor: User, user: User) -> Invitation:
    """Mail a fresh token; the former one opens nothing any more. Also for expired and withdrawn invitations."""
    row = lock_for_administration(actor=actor, user=user)
    if row.has_usable_password():
        raise ValidationError({"user": ACCEPTED})
    row.invitations.open().update(revoked_at=timezone.now())
    return _send(actor=actor, user=row)


@transaction.atomic
def revoke_invitation(*, actor: User, user: User) -> None:
    """Withdraw the open invitation of an account; the account stays and cannot sign in."""
    row = lock_for_administration(actor=actor, user=user)
    if not row.invitations.open().update(revoked_at=timezone.now()):
        raise ValidationError({"user": "Für dieses Konto gibt es keine offene Einladung."})


@transaction.atomic
def accept(*, token: str, password: str) -> User:
    """Set the password of the prepared account and open it.

    There is no actor: the token is the proof. Raises Http404 where it opens nothing (unknown, used, withdrawn,
    expired) and ValidationError for a password that is too weak.
    """
    # The account first, as the administration does: two orders of locks would wait for each other.
    invited = User.objects.filter(invitations__in=Invitation.objects.with_token(token))
    user = invited.select_for_update(of=("self",)).first()
    if user is None:
        raise Http404
    invitation = user.invitations.select_for_update().with_token(token).open().first()
    if invitation is None or not invitation.can_be_accepted:
        raise Http404
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password1": error.messages}) from error
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return user


def _send(*, actor: User, user: User) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        token_digest=digest_of(token),
        created_by=actor,
        expires_at=timezone.now() + VALID_FOR,
    )
    mail_invitation(invitation=invitation, token=token)
    return invitation
