"""What supervision opened: every access to a document, so that the partners can see it."""

import pgtrigger
from django.conf import settings
from django.db import models

from agreements.models.agreements import Agreement
from agreements.models.versions import AgreementVersion
from agreements.querysets import BelowAgreementQuerySet
from municipalities.models import Authority


class DocumentPart(models.TextChoices):
    """What was opened."""

    AGREEMENT = "agreement", "Übersicht der Vereinbarung"
    VERSION = "version", "Fassung"
    COMPARISON = "comparison", "Vergleich"
    PRINT = "print", "Druckansicht"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    ARCHIVE = "archive", "alle Unterlagen (ZIP)"
    FILE = "file", "Datei"
    API = "api", "Schnittstelle"


class DocumentAccess(models.Model):
    """One access of a supervisory account; written by the application, never changed by anybody.

    ``detail`` names the file or the compared versions.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="accesses")
    version = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="accesses"
    )
    authority = models.ForeignKey(
        Authority, verbose_name="Aufsichtsbehörde", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    part = models.CharField("geöffnet", max_length=12, choices=DocumentPart)
    detail = models.CharField("Einzelheit", max_length=200, blank=True)
    accessed_at = models.DateTimeField("am", auto_now_add=True)

    objects = BelowAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Zugriff der Aufsicht"
        verbose_name_plural = "Zugriffe der Aufsicht"
        ordering = ("-accessed_at", "-pk")
        indexes = (models.Index(fields=("agreement", "-accessed_at"), name="document_access_latest"),)
        triggers = (
            pgtrigger.ReadOnly(
                name="document_access_frozen",
                fields=["agreement", "version", "part", "detail", "accessed_at"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_part_display()}, {self.agreement}"
