"""Mails about accounts; all of them leave through the outbox."""

from django.conf import settings
from django.urls import reverse

from ikz.accounts.models import Invitation
from ikz.notifications.services import enqueue_mail


def mail_invitation(*, invitation: Invitation, token: str) -> None:
    """Send the token to the address of the prepared account: the only place where it appears."""
    address = settings.BASE_URL + reverse("accounts:invitation", kwargs={"token": token})
    enqueue_mail(
        dedupe_key=f"invitation:{invitation.pk}",
        to=invitation.user.email,
        template="invitation",
        context={"invitation": invitation, "address": address},
    )
