"""Versions: the frozen wording with everything that belongs to it, and its way into force."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from agreements.models.agreements import Agreement
from agreements.path import LABELS, State
from agreements.querysets import BelowVersionQuerySet, DocumentQuerySet, ReturnedQuerySet, VersionQuerySet
from ikz.files.models import StoredFile
from ikz.jobs.models import JobState, LeasedRow

# The states of a version are those of the path, which knows nothing of Django.
STATE_CHOICES = [(state.value, LABELS[state]) for state in State]


@pghistory.track(append_only=True)
class AgreementVersion(models.Model):
    """The wording at a moment, with all that was true of it then (``content``); neither ever changes.

    ``number`` counts per agreement from 1; ``sha256`` is the fingerprint of the content as canonical JSON.
    ``state`` goes along the path of its forms and Land; the dates tell when the steps happened.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("Nummer")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    occasion = models.CharField("Anlass", max_length=200)
    state = models.CharField("Stand", max_length=12, choices=STATE_CHOICES, default=State.FIXED.value)
    adopted_on = models.DateField("beschlossen am", null=True, blank=True)
    submitted_on = models.DateField("vorgelegt am", null=True, blank=True)
    decided_on = models.DateField("entschieden am", null=True, blank=True)
    published_on = models.DateField("bekannt gemacht am", null=True, blank=True)
    published_in = models.CharField("bekannt gemacht in", max_length=300, blank=True)
    published_link = models.URLField("Adresse der Bekanntmachung", max_length=500, blank=True)
    published_file = models.OneToOneField(
        StoredFile,
        verbose_name="Bekanntmachung als Datei",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    in_force_on = models.DateField("in Kraft ab", null=True, blank=True)
    ended_on = models.DateField("endet am", null=True, blank=True)
    end_reason = models.TextField("Grund des Endes", blank=True, validators=[MaxLengthValidator(2000)])
    save_count = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ("agreement", "number")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_number"),
            models.UniqueConstraint(
                fields=("agreement",), condition=Q(state="in_force"), name="agreement_version_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="agreement_version_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("in_force", "terminated", "expired")) | Q(in_force_on__isnull=False),
                name="agreement_version_in_force_with_day",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="agreement_version_frozen",
                fields=["agreement", "number", "content", "sha256", "occasion", "created_at"],
            ),
            pgtrigger.Protect(name="agreement_version_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.agreement}, Fassung {self.number}"


@pghistory.track(append_only=True)
class VersionStep(models.Model):
    """One step of a version on its path: never changed, so that the way into force can be told."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField("von", max_length=12, choices=STATE_CHOICES)
    to_state = models.CharField("nach", max_length=12, choices=STATE_CHOICES)
    happened_on = models.DateField("am")
    reason = models.TextField("Begründung", blank=True, validators=[MaxLengthValidator(2000)])
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = BelowVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Verfahrensschritt"
        verbose_name_plural = "Verfahrensschritte"
        ordering = ("recorded_at", "pk")
        triggers = (
            pgtrigger.ReadOnly(
                name="version_step_frozen",
                fields=["version", "from_state", "to_state", "happened_on", "reason", "recorded_at"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class DocumentKind(models.TextChoices):
    """What a worker sets from a version."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"


class VersionDocument(LeasedRow):
    """A version as a document; made by a worker once, and again only when the way it is set has changed."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=4, choices=DocumentKind)
    fingerprint = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="vereinbarungen/", blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "Dokument einer Fassung"
        verbose_name_plural = "Dokumente der Fassungen"
        constraints = (
            models.UniqueConstraint(fields=("version", "kind"), name="version_document_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file="") & ~Q(fingerprint="")),
                name="version_document_done_has_file",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=(JobState.QUEUED, JobState.RUNNING)),
                name="version_document_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version} ({self.get_kind_display()})"


@pghistory.track(append_only=True)
class ReturnedDocument(models.Model):
    """A document that came back to a version, from a legal office for instance; the partners' own, not submitted."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="returned")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    note = models.CharField("Von wem, was wurde geändert?", max_length=300)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ReturnedQuerySet.as_manager()

    class Meta:
        verbose_name = "zurückgekommenes Dokument"
        verbose_name_plural = "zurückgekommene Dokumente"
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.note
