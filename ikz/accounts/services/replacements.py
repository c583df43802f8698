"""When a person's data have to go: the account keeps its key and its function, and nothing that names the person."""

from typing import Final

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ikz.accounts.models import ApiToken, NameReplacement, User
from ikz.accounts.services.guards import lock_for_administration

# Reserved for names that lead nowhere (RFC 2606): no mail ever goes there.
GONE_DOMAIN: Final = "@entfernt.ikz.invalid"
FUNCTION_MISSING: Final = "Bitte nennen Sie die Funktion, die statt des Namens stehen soll."
OWN: Final = "Ihren eigenen Namen ersetzt nur eine andere Person der Administration."


def known_addresses(user: User) -> set[str]:
    """Every address the account ever had, in small letters; none that leads nowhere."""
    events = User.pgh_event_model.objects.filter(pgh_obj_id=user.pk)  # type: ignore[attr-defined]
    found = {user.email.lower(), *(email.lower() for email in events.values_list("email", flat=True))}
    return {email for email in found if not email.endswith(GONE_DOMAIN)}


@transaction.atomic
def replace_name(*, actor: User, user: User, function: str) -> NameReplacement:
    """Put ``function`` in place of label and address, in the account and in its whole history; close the account.

    Password, second factors, keys, sessions and what guards sign-in go. That it happened is kept, the name is not.
    Raises ValidationError (``function``, or without field for one's own account).
    """
    row = lock_for_administration(actor=actor, user=user)
    function = " ".join(function.split())
    if row.pk == actor.pk:
        raise ValidationError(OWN)
    if not function:
        raise ValidationError({"function": FUNCTION_MISSING})
    addresses, gone = known_addresses(row), f"{row.pk}{GONE_DOMAIN}"
    with pgtrigger.ignore("accounts.UserEvent:append_only"):
        events = User.pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
        events.update(email=gone, label=function)
    row.email, row.label = gone, function
    row.is_active, row.is_administrator = False, False
    row.last_login = None
    row.session_generation = F("session_generation") + 1
    row.set_unusable_password()
    row.full_clean(exclude=["session_generation"])
    row.save()
    row.refresh_from_db()
    row.invitations.open().update(revoked_at=timezone.now())
    _close(row, addresses)
    return NameReplacement.objects.create(user=row, function=function, replaced_by=actor)


def _close(user: User, addresses: set[str]) -> None:
    ApiToken.objects.filter(user=user).delete()
    Authenticator.objects.filter(user_id=user.pk).delete()
    EmailAddress.objects.filter(user_id=user.pk).delete()
    for address in addresses:
        AccessAttempt.objects.filter(username__iexact=address).delete()
    # They open nothing since the generation rose; their rows name the account.
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
