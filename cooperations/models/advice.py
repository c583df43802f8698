"""Advice on the form of cooperation kept as evidence, and notes on the law beside the catalog."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from cooperations.models.cooperation import Cooperation
from cooperations.querysets import CooperationPartQuerySet, LawNoteQuerySet
from municipalities.catalog import LAND_CHOICES

TEXT_LENGTH = 4000


@pghistory.track(exclude=["answers", "result"], append_only=True)
class ModelAdvice(models.Model):
    """Answers of the model advice and what came of them, as they were seen; never changed.

    ``result`` holds the forms with reasons and sources in words, ``catalog_version`` the day of the knowledge.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="advices")
    land = models.CharField("Land", max_length=2, choices=LAND_CHOICES, blank=True)
    answers = models.JSONField()
    result = models.JSONField()
    catalog_version = models.CharField(max_length=20)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Modellberatung"
        verbose_name_plural = "Modellberatungen"
        ordering = ("-created_at", "-pk")
        triggers = (
            pgtrigger.ReadOnly(
                name="model_advice_frozen",
                fields=["cooperation", "land", "answers", "result", "catalog_version", "created_at"],
            ),
        )

    def __str__(self) -> str:
        return f"Modellberatung {self.cooperation}"


class LawTopic(models.TextChoices):
    """What a note on the law is about."""

    FORM = "form", "Form der Zusammenarbeit"
    SUPERVISION = "supervision", "Aufsicht"
    PUBLICATION = "publication", "Bekanntmachung"
    CONTENTS = "contents", "Pflichtinhalte"
    TERMINATION = "termination", "Kündigung und Auflösung"
    AUTHORITY = "authority", "zuständige Behörde"
    SCHOOL_LAW = "school-law", "Schulrecht"
    OTHER = "other", "Sonstiges"


@pghistory.track(append_only=True)
class LawNote(models.Model):
    """A dated and sourced note of the administration on the law of a Land; it stands beside the catalog's text.

    ``model_key`` names one form of cooperation, empty where the note is about all.
    """

    land = models.CharField("Land", max_length=2, choices=LAND_CHOICES)
    topic = models.CharField("Thema", max_length=12, choices=LawTopic)
    model_key = models.CharField("Form", max_length=40, blank=True)
    text = models.TextField("Hinweis", validators=[MaxLengthValidator(TEXT_LENGTH)])
    source = models.CharField("Quelle", max_length=300)
    dated_on = models.DateField("Stand")
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LawNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "Rechtshinweis"
        verbose_name_plural = "Rechtshinweise"
        ordering = ("land", "topic", "-dated_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(topic__in=LawTopic.values), name="law_note_topic_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_land_display()}: {self.get_topic_display()}"
