"""Steckbriefe: texts beside the cooperation's data, editions frozen for the PDF, and what is public."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from cooperations.models import Cooperation
from ikz.jobs.models import LeasedRow
from steckbriefe.querysets import EditionQuerySet, SteckbriefQuerySet


@pghistory.track(append_only=True)
class Steckbrief(models.Model):
    """The Steckbrief of one cooperation.

    ``texts`` holds the narrative fields of the catalog by key; ``published`` is the edition that is public,
    empty while nothing is.
    """

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="steckbrief")
    texts = models.JSONField("Texte", default=dict, blank=True)
    contact_office = models.CharField("Kontaktstelle", max_length=200, blank=True)
    contact_email = models.EmailField("E-Mail-Adresse der Stelle", blank=True)
    published = models.OneToOneField(
        "Edition",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published_by",
        editable=False,
    )
    published_at = models.DateTimeField("veröffentlicht am", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SteckbriefQuerySet.as_manager()

    class Meta:
        verbose_name = "Steckbrief"
        verbose_name_plural = "Steckbriefe"
        constraints = (
            models.CheckConstraint(
                condition=Q(published__isnull=True, published_at__isnull=True)
                | Q(published__isnull=False, published_at__isnull=False),
                name="steckbrief_published_whole",
            ),
        )

    def __str__(self) -> str:
        return f"Steckbrief {self.cooperation}"


class Edition(LeasedRow):
    """A frozen state of a Steckbrief and the order to render it: a row of work that ends in one PDF.

    ``snapshot`` is everything the PDF and the public page show, so nothing else can leak;
    ``land_keys``, ``model_keys`` repeat parts of it for the filters of the catalogue.
    """

    steckbrief = models.ForeignKey(Steckbrief, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField("Ausgabe")
    snapshot = models.JSONField()
    title = models.CharField(max_length=160)
    land_keys = models.JSONField(default=list)
    model_keys = models.JSONField(default=list)
    data_as_of = models.DateTimeField("Datenstand")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    pdf = models.FileField(upload_to="steckbriefe/", blank=True, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "Ausgabe eines Steckbriefs"
        verbose_name_plural = "Ausgaben von Steckbriefen"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("steckbrief", "number"), name="edition_number_once"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(pdf=""), name="edition_done_has_pdf"),
        )

    def __str__(self) -> str:
        return f"{self.steckbrief}, Ausgabe {self.number}"
