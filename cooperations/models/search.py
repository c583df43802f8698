"""How partners were found: a search kept as evidence, and the letters that went out."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

from cooperations.models.cooperation import Cooperation
from cooperations.querysets import CooperationPartQuerySet
from municipalities.models import Municipality, Need

MESSAGE_LENGTH = 4000


@pghistory.track(exclude=["result", "token"], append_only=True)
class PartnerSearch(models.Model):
    """The result of a partner search as it was seen, kept with the cooperation as evidence.

    ``result`` holds the need in words, the weights, and the best candidates with score and reasons; it never
    changes, whatever becomes of the need. ``token`` names the form an Interessensbekundung was sent with, so that the
    same form founds one cooperation, however often it is sent.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="partner_searches")
    need = models.ForeignKey(Need, null=True, on_delete=models.SET_NULL, related_name="kept_searches")
    result = models.JSONField()
    token = models.UUIDField(null=True, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Partnersuche"
        verbose_name_plural = "Partnersuchen"
        ordering = ("-created_at", "-pk")
        triggers = (
            pgtrigger.ReadOnly(name="partner_search_frozen", fields=["cooperation", "result", "created_at"]),
        )

    def __str__(self) -> str:
        return f"Partnersuche {self.cooperation}"


@pghistory.track(append_only=True)
class Interest(models.Model):
    """An Interessensbekundung: one letter to one municipality about a cooperation in Sondierung."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="interests")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="interests")
    addresses = models.JSONField("Empfängeradressen", default=list)
    message = models.TextField("Nachricht", validators=[MaxLengthValidator(MESSAGE_LENGTH)])
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Interessensbekundung"
        verbose_name_plural = "Interessensbekundungen"
        ordering = ("municipality__folded_name",)
        constraints = (
            models.UniqueConstraint(
                fields=("cooperation", "municipality"),
                name="interest_once",
                violation_error_message="Diese Kommune hat zu dieser Kooperation schon Post bekommen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality} – {self.cooperation}"
