"""PDFs that are made by a worker: the public sheets of forms, and the handover sheet of a cooperation."""

from django.db import models
from django.db.models import Q

from cooperations.models.cooperation import Cooperation
from cooperations.querysets import HandoverSheetQuerySet, ModelSheetQuerySet
from ikz.jobs.models import JobState, LeasedRow
from municipalities.catalog import LAND_CHOICES

OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class ModelSheet(LeasedRow):
    """The printed sheet of a form of cooperation with the law of a Land (``land`` empty: without law).

    ``fingerprint`` tells what the stored file was set from: catalog, notes and layout. Where the page says
    something else today, the file is out of date and is made again.
    """

    model_key = models.CharField(max_length=40)
    land = models.CharField("Land", max_length=2, choices=LAND_CHOICES, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(upload_to="modelle/", blank=True)

    objects = ModelSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "Modellblatt"
        verbose_name_plural = "Modellblätter"
        constraints = (
            models.UniqueConstraint(fields=("model_key", "land"), name="model_sheet_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(pdf="") & ~Q(fingerprint="")),
                name="model_sheet_done_has_pdf",
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state__in=OPEN_STATES), name="model_sheet_open"),
        )

    def __str__(self) -> str:
        return f"{self.model_key} {self.land}".strip()


class HandoverSheet(LeasedRow):
    """The printed handover sheet of a cooperation, for its coordination only.

    ``content`` is what the sheet said when it was ordered; ``fingerprint`` tells what the stored file was set from.
    """

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="handover_sheet")
    content = models.JSONField("Inhalt")
    fingerprint = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(upload_to="uebergabe/", blank=True)

    objects = HandoverSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "Übergabeblatt"
        verbose_name_plural = "Übergabeblätter"
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(pdf="") & ~Q(fingerprint="")),
                name="handover_sheet_done_has_pdf",
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state__in=OPEN_STATES), name="handover_sheet_open"),
        )

    def __str__(self) -> str:
        return f"Übergabeblatt {self.cooperation}"
