"""Imports of official files and lists: checked first, written only after somebody confirmed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ikz.jobs.models import JobState, LeasedRow
from municipalities.models.register import Municipality
from municipalities.querysets.school_it import ImportJobQuerySet


class ImportKind(models.TextChoices):
    """What is imported."""

    REGISTER = "register", "Gemeindeverzeichnis"
    SCHOOL_REGISTER = "school-register", "Schulverzeichnis Nordrhein-Westfalen"
    SCHOOL_LIST = "school-list", "Liste von Schulen"


class ImportStage(models.TextChoices):
    """Where an import stands; while a worker is wanted, the row of work is open."""

    CHECKING = "checking", "wird geprüft"
    READY = "ready", "geprüft, wartet auf Bestätigung"
    REFUSED = "refused", "abgelehnt"
    APPLYING = "applying", "wird übernommen"
    APPLIED = "applied", "übernommen"
    CANCELLED = "cancelled", "verworfen"


class ImportJob(LeasedRow):
    """An uploaded import: a row of work that is taken up twice, to check and, once confirmed, to apply.

    ``report`` is the outcome of the last step as :class:`municipalities.reports.ImportReport` writes it;
    ``municipality`` is set for lists that a Schulträger's own staff bring in; ``progress`` in percent of the
    running step; ``forced`` lets an import through that would dissolve unusually much.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("Art", max_length=16, choices=ImportKind)
    stage = models.CharField("Stand", max_length=10, choices=ImportStage, default=ImportStage.CHECKING)
    main_file = models.FileField("Datei", upload_to="imports/")
    main_name = models.CharField(max_length=200, blank=True)
    second_file = models.FileField("zweite Datei", upload_to="imports/", blank=True)
    second_name = models.CharField(max_length=200, blank=True)
    third_file = models.FileField("dritte Datei", upload_to="imports/", blank=True)
    third_name = models.CharField(max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    forced = models.BooleanField(default=False)
    report = models.JSONField(null=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    progress_note = models.CharField(max_length=120, blank=True, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=ImportStage.values, kind__in=ImportKind.values),
                name="import_stage_known",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=(JobState.QUEUED, JobState.RUNNING)),
                name="import_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_stage_display()})"
