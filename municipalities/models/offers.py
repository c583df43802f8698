"""Offers: existing central structures that one may join instead of founding a new one."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from municipalities.catalog import LAND_CHOICES, task_areas
from municipalities.models.needs import Need
from municipalities.models.register import Municipality
from municipalities.querysets.school_it import OfferQuerySet, OfferReviewQuerySet

TEXT_LENGTH = 4000


class OfferKind(models.TextChoices):
    """What kind of structure makes the offer (Handreichung, Kapitel 4.1.2)."""

    MEDIA_CENTRE = "media-centre", "Medienzentrum"
    IT_ASSOCIATION = "it-association", "IT-Zweckverband"
    COMPETENCE_CENTRE = "competence-centre", "Kompetenzzentrum"
    COOPERATIVE = "cooperative", "Genossenschaft"
    SERVICE_PROVIDER = "service-provider", "kommunaler IT-Dienstleister"
    MUNICIPALITY = "municipality", "Kommune"


@pghistory.track(append_only=True)
class Offer(models.Model):
    """An existing structure with its modules, the area it serves and the conditions of joining.

    ``task_areas`` are keys of the catalog; it serves the Länder in ``land_keys`` and the municipalities in
    ``serves`` with all below them, everybody where both are empty. ``owner`` keeps the entry up to date.
    """

    name = models.CharField("Name", max_length=200)
    folded_name = models.CharField(max_length=240, editable=False)
    kind = models.CharField("Art", max_length=20, choices=OfferKind)
    task_areas = ArrayField(models.CharField(max_length=30), verbose_name="Aufgabenbereiche", default=list)
    modules = models.TextField("Leistungen", validators=[MaxLengthValidator(TEXT_LENGTH)])
    land_keys = ArrayField(
        models.CharField(max_length=2, choices=LAND_CHOICES),
        verbose_name="Länder",
        default=list,
        blank=True,
    )
    serves = models.ManyToManyField(
        Municipality, verbose_name="versorgtes Gebiet", related_name="offers", blank=True
    )
    conditions = models.TextField(
        "Bedingungen für den Beitritt", validators=[MaxLengthValidator(TEXT_LENGTH)], blank=True
    )
    website = models.URLField("Internetseite", blank=True)
    contact_office = models.CharField("Kontaktstelle", max_length=200, blank=True)
    contact_email = models.EmailField("E-Mail-Adresse der Stelle", blank=True)
    source = models.CharField("Quelle", max_length=200, blank=True)
    owner = models.ForeignKey(
        Municipality,
        verbose_name="gepflegt von",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kept_offers",
    )
    withdrawn_at = models.DateTimeField("zurückgezogen am", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"
        ordering = ("folded_name", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OfferKind.values), name="offer_kind_known"),
            models.UniqueConstraint(
                fields=("name",),
                name="offer_name_once",
                violation_error_message="Ein Angebot mit diesem Namen gibt es schon.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def task_area_labels(self) -> list[str]:
        """Names of the task areas, in the order of the catalog."""
        return [area.label for key, area in task_areas().items() if key in self.task_areas]

    @property
    def served_area(self) -> list[str]:
        """Names of the Länder and municipalities it serves, "alle Länder" where it is limited to none."""
        laender = [name for key, name in LAND_CHOICES if key in self.land_keys]
        return [*laender, *map(str, self.serves.all())] or ["alle Länder"]


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), append_only=True, obj_field=None)
class OfferArea(Offer.serves.through):  # type: ignore[name-defined] # made by Django
    """A row of ``serves``: a municipality that an offer is made to. Stands here so that the history keeps it."""

    class Meta:
        proxy = True
        verbose_name = "versorgte Kommune"
        verbose_name_plural = "versorgte Kommunen"


class ReviewOutcome(models.TextChoices):
    """What an examination of an offer came to."""

    FITS = "fits", "kommt in Frage"
    PARTLY = "partly", "kommt zum Teil in Frage"
    UNFIT = "unfit", "kommt nicht in Frage"


@pghistory.track(append_only=True)
class OfferReview(models.Model):
    """An offer was examined for a need, with a note why it fits or not."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="reviews")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField("Ergebnis", max_length=8, choices=ReviewOutcome)
    note = models.TextField("Notiz", validators=[MaxLengthValidator(TEXT_LENGTH)])
    version = models.PositiveIntegerField(default=1, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(auto_now=True)

    objects = OfferReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "Prüfung eines Angebots"
        verbose_name_plural = "Prüfungen von Angeboten"
        ordering = ("offer__folded_name",)
        constraints = (
            models.UniqueConstraint(fields=("need", "offer"), name="offer_review_once"),
            models.CheckConstraint(condition=Q(outcome__in=ReviewOutcome.values), name="offer_review_known"),
        )

    def __str__(self) -> str:
        return f"{self.offer}: {self.get_outcome_display()}"
