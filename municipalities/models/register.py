"""Municipalities of every level, known by their official key."""

import pghistory
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from municipalities.catalog import LAENDER
from municipalities.querysets.register import MunicipalityQuerySet


class Kind(models.TextChoices):
    """The level of the official key: 2, 5, 8 digits, and 9 (from the ARS) for associations."""

    LAND = "land", "Land"
    DISTRICT = "district", "Kreis"
    ASSOCIATION = "association", "Gemeindeverband"
    MUNICIPALITY = "municipality", "Gemeinde"


@pghistory.track(append_only=True)
class Municipality(models.Model):
    """A Land, Kreis, Gemeindeverband or Gemeinde, known by its official key.

    ``name`` is the official name, ``display_name`` how it is shown ("Landkreis Kusel"), ``former_names`` official
    names it had before; ``folded_name`` is what lists are sorted by, ``search_text`` what search reads (names and
    former names, folded). ``area_km2`` in square kilometres; ``latitude`` and ``longitude`` in degrees (WGS 84).
    ``dissolved_as_of`` is the Gebietsstand at which the row was first missing from the official directory.
    """

    ags = models.CharField(
        "amtlicher Schlüssel",
        max_length=9,
        unique=True,
        validators=[
            RegexValidator(r"^(\d{2}|\d{5}|\d{8}|\d{9})$", "Ein Schlüssel hat 2, 5, 8 oder 9 Ziffern.")
        ],
    )
    ars = models.CharField("Regionalschlüssel (ARS)", max_length=12, blank=True)
    kind = models.CharField("Ebene", max_length=12, choices=Kind)
    name = models.CharField("amtlicher Name", max_length=120)
    display_name = models.CharField("Name", max_length=140)
    folded_name = models.CharField(max_length=160, db_index=True, editable=False)
    former_names = ArrayField(
        models.CharField(max_length=120), verbose_name="frühere Namen", default=list, blank=True
    )
    search_text = models.TextField(editable=False, default="")
    designation = models.CharField("Art", max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="gehört zu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    population = models.PositiveIntegerField("Bevölkerung", null=True, blank=True)
    area_km2 = models.DecimalField(
        "Fläche in km²",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    latitude = models.FloatField("Breitengrad", null=True, blank=True)
    longitude = models.FloatField("Längengrad", null=True, blank=True)
    dissolved_as_of = models.DateField("nicht mehr geführt ab", null=True, blank=True)
    # Grants on cooperations go to this group, never to its people one by one.
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="municipality", editable=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"
        ordering = ("folded_name", "ags")
        constraints = (
            models.CheckConstraint(
                condition=Q(ags__regex=r"^(\d{2}|\d{5}|\d{8}|\d{9})$"), name="municipality_key_form"
            ),
            models.CheckConstraint(
                condition=Q(area_km2__isnull=True) | Q(area_km2__gte=0), name="municipality_area"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="municipality_position_whole",
            ),
        )
        indexes = (models.Index(fields=("postal_code",), name="municipality_postal_code"),)

    def __str__(self) -> str:
        return self.display_name

    @property
    def land(self) -> str:
        """Two-digit key of the Land."""
        return self.ags[:2]

    @property
    def land_name(self) -> str:
        """Name of the Land."""
        return LAENDER[self.land]

    @property
    def other_names(self) -> list[str]:
        """Former names by which one would not know it: "Tamm" of today's "Tamm, Stadt" is left out."""
        return [name for name in self.former_names if name.partition(",")[0].strip() != self.display_name]

    @property
    def is_dissolved(self) -> bool:
        """Whether the official directory no longer has it."""
        return self.dissolved_as_of is not None
