"""Invitations: the only way to an account of one's own."""

import hashlib
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Finds invitations; they are shown to the administration and to who holds the token, to nobody else."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def with_token(self, token: str) -> Self:
        """The invitation that this token was mailed for."""
        return self.filter(token_digest=digest_of(token))


def digest_of(token: str) -> str:
    """What is stored of a token: it carries 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@pghistory.track(exclude=["token_digest"], append_only=True)
class Invitation(models.Model):
    """An invitation to set a password for a prepared account.

    The account (``user``) exists and is inactive until the invitation is accepted. Sending it again makes a new
    row, so every row stands for one mail and one token.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.PROTECT, related_name="invitations"
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="eingeladen von", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("eingeladen", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("gültig bis")
    accepted_at = models.DateTimeField("angenommen", null=True, editable=False)
    revoked_at = models.DateTimeField("zurückgezogen", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
                violation_error_message="Dieses Konto ist schon eingeladen.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
        )

    def __str__(self) -> str:
        return f"Einladung an {self.user.email}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and timezone.now() < self.expires_at

    @property
    def can_be_accepted(self) -> bool:
        """Open, and the account behind it has not expired before it was used."""
        expires_on = self.user.expires_on
        return self.is_open and (expires_on is None or expires_on >= timezone.localdate())

    @property
    def state_label(self) -> str:
        """How it stands, in one word for lists."""
        if self.accepted_at:
            return "angenommen"
        if self.revoked_at:
            return "zurückgezogen"
        return "offen" if self.is_open else "abgelaufen"
