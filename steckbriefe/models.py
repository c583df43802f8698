"""Steckbriefe: texts beside the cooperation's data, editions frozen for the PDF, and what is public."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from cooperations.models import Cooperation
from ikz.jobs.models import JobState, LeasedRow
from steckbriefe.querysets import EditionQuerySet, SteckbriefQuerySet
from steckbriefe.snapshot import Snapshot, from_json

OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


def _key_list() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=40), default=list)


@pghistory.track(append_only=True)
class Steckbrief(models.Model):
    """The Steckbrief of one cooperation.

    ``texts`` holds the written fields of the catalog by key, each a list of lines or paragraphs;
    ``published`` is the edition that is public, empty while nothing is; ``version`` counts saves of the texts.
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
    version = models.PositiveIntegerField(default=0, editable=False)
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

    ``snapshot`` is everything the PDF and the public page show, so nothing else can leak; ``land_keys``,
    ``model_keys`` and ``search_text`` repeat parts of it for the filters of the catalogue. ``uuid`` names the
    file, so however often an order is taken up there is one file; ``fingerprint`` tells equal contents.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    steckbrief = models.ForeignKey(Steckbrief, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField("Ausgabe")
    snapshot = models.JSONField()
    fingerprint = models.CharField(max_length=64, editable=False)
    title = models.CharField(max_length=160)
    land_keys = _key_list()
    model_keys = _key_list()
    search_text = models.TextField(blank=True)
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
            models.UniqueConstraint(
                fields=("steckbrief", "fingerprint"),
                condition=Q(state__in=OPEN_STATES),
                name="edition_open_once",
                violation_error_message="Diese Ausgabe wird schon erstellt.",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(pdf=""), name="edition_done_has_pdf"),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state__in=OPEN_STATES), name="edition_open"),
            GinIndex(fields=("land_keys",), name="edition_land_keys"),
            GinIndex(fields=("model_keys",), name="edition_model_keys"),
        )
        triggers = (
            # What was printed and published must be what is stored.
            pgtrigger.ReadOnly(
                name="edition_frozen",
                fields=["uuid", "steckbrief", "number", "snapshot", "fingerprint", "data_as_of"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, Ausgabe {self.number}"

    @property
    def content(self) -> Snapshot:
        """The frozen content."""
        return from_json(self.snapshot)

    @property
    def file_name(self) -> str:
        """Where the PDF is stored; the same at every attempt."""
        return f"steckbriefe/{self.uuid}.pdf"

    @property
    def is_done(self) -> bool:
        """Whether the PDF is there."""
        return self.state == JobState.DONE

    @property
    def has_failed(self) -> bool:
        """Whether it was given up; ``last_error`` says why."""
        return self.state == JobState.FAILED
