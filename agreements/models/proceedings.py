"""Supervisory proceedings: what was submitted to which authority, and what it answered."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from agreements.models.versions import AgreementVersion
from agreements.querysets import BelowProceedingQuerySet, ProceedingQuerySet
from ikz.files.models import StoredFile
from municipalities.models import Authority


class ProceedingKind(models.TextChoices):
    """What the authority is asked for."""

    PREVIEW = "preview", "Vorabstimmung"
    APPROVAL = "approval", "Genehmigung"
    NOTIFICATION = "notification", "Anzeige"
    ESTABLISHMENT = "establishment", "Errichtung"
    CLARIFICATION = "clarification", "Vorlage, Erfordernis noch offen"


class Decision(models.TextChoices):
    """What the authority decided."""

    APPROVED = "approved", "genehmigt"
    APPROVED_IF = "approved-if", "genehmigt mit Nebenbestimmungen"
    DEEMED = "deemed", "gilt als genehmigt (Fristablauf)"
    NOTED = "noted", "Anzeige bestätigt oder ohne Beanstandung"
    ESTABLISHED = "established", "errichtet, Satzung festgestellt"
    NOT_DUE = "not-due", "keine Entscheidung erforderlich"
    RETURNED = "returned", "zur Überarbeitung zurückgegeben"
    REFUSED = "refused", "abgelehnt oder beanstandet"
    COMMENTED = "commented", "Stellungnahme zur Vorabstimmung"
    WITHDRAWN = "withdrawn", "von der Kooperation zurückgezogen"


@pghistory.track(append_only=True)
class Proceeding(models.Model):
    """One version before one authority: submitted, received, decided. The coordination records every step.

    ``missing_reason`` says why it was submitted although resolutions were missing.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="proceedings")
    authority = models.ForeignKey(
        Authority, verbose_name="Aufsichtsbehörde", on_delete=models.PROTECT, related_name="proceedings"
    )
    kind = models.CharField("Verfahren", max_length=16, choices=ProceedingKind)
    submitted_on = models.DateField("vorgelegt am")
    missing_reason = models.TextField(
        "Warum ohne alle Beschlüsse?", blank=True, validators=[MaxLengthValidator(2000)]
    )
    received_on = models.DateField("eingegangen am", null=True, blank=True)
    decision = models.CharField("Entscheidung", max_length=12, choices=Decision, blank=True)
    decided_on = models.DateField("entschieden am", null=True, blank=True)
    file_number = models.CharField("Aktenzeichen", max_length=120, blank=True)
    decision_note = models.TextField(
        "Inhalt der Entscheidung", blank=True, validators=[MaxLengthValidator(4000)]
    )
    decision_file = models.OneToOneField(
        StoredFile, verbose_name="Bescheid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    save_count = models.PositiveIntegerField(default=1, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        verbose_name = "Aufsichtsverfahren"
        verbose_name_plural = "Aufsichtsverfahren"
        ordering = ("submitted_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "authority", "kind"),
                condition=Q(decision=""),
                name="proceeding_open_once",
                violation_error_message="Diese Fassung liegt der Behörde schon vor.",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="proceeding_decided_with_day",
                violation_error_message="Zu einer Entscheidung gehört ihr Tag.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("submitted_on")),
                name="proceeding_received_after_submission",
                violation_error_message="Der Eingang liegt vor der Vorlage.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="proceeding_frozen",
                fields=["version", "authority", "kind", "submitted_on", "created_at"],
            ),
            pgtrigger.Protect(name="proceeding_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.authority}"


class EntryKind(models.TextChoices):
    """What happens in proceedings."""

    REQUEST = "request", "Rückfrage oder Nachforderung der Behörde"
    REPLY = "reply", "Antwort der Kooperation"
    HEARING = "hearing", "Erörterungstermin"
    MESSAGE = "message", "Mitteilung der Behörde"
    NOTE = "note", "Vermerk der Koordination"


@pghistory.track(append_only=True)
class ProceedingEntry(models.Model):
    """Something that happened in proceedings; it is added and never changed. Notes stay with the partners."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField("Art", max_length=8, choices=EntryKind)
    happened_on = models.DateField("am")
    text = models.TextField("Inhalt", validators=[MaxLengthValidator(4000)])
    answer_due_on = models.DateField("Antwort erbeten bis", null=True, blank=True)
    file = models.OneToOneField(
        StoredFile,
        verbose_name="Schreiben",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = BelowProceedingQuerySet.as_manager()

    class Meta:
        verbose_name = "Eintrag im Aufsichtsverfahren"
        verbose_name_plural = "Einträge im Aufsichtsverfahren"
        ordering = ("happened_on", "pk")
        triggers = (
            pgtrigger.ReadOnly(
                name="proceeding_entry_frozen",
                fields=["proceeding", "kind", "happened_on", "text", "answer_due_on", "recorded_at"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
