"""Invitations: one per member and meeting, with the member's answer."""

import uuid

import pghistory
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from governance.models.bodies import Member
from governance.models.meetings import Meeting
from governance.querysets import BelowMeetingQuerySet


class Reply(models.TextChoices):
    """What a member answers."""

    NONE = "none", "noch keine Antwort"
    ACCEPTED = "accepted", "Zusage"
    DECLINED = "declined", "Absage"
    DEPUTY = "deputy", "Vertretung kommt"


@pghistory.track(append_only=True)
class Invitation(models.Model):
    """A member is invited to a meeting; ``deputy`` is who comes instead, ``nonce`` is part of the link's signature.

    Renewing the nonce makes links that went out before invalid.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations")
    reply = models.CharField("Antwort", max_length=10, choices=Reply, default=Reply.NONE)
    deputy = models.ForeignKey(
        Member, verbose_name="Vertretung", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    remark = models.CharField("Bemerkung", max_length=300, blank=True, validators=[MaxLengthValidator(300)])
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    invited_at = models.DateTimeField(auto_now_add=True)

    objects = BelowMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ("meeting", "member")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "member"), name="invitation_once"),
            models.CheckConstraint(condition=Q(reply__in=Reply.values), name="invitation_reply_known"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(reply="deputy"), name="invitation_deputy_when_told"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.meeting}"
