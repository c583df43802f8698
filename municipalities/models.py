"""Municipalities of every level, who works for them, and the authorities that supervise them."""

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from municipalities.catalog import LAENDER, LAND_CHOICES
from municipalities.querysets import (
    AuthorityQuerySet,
    MandateQuerySet,
    MembershipQuerySet,
    MunicipalityQuerySet,
)


class Kind(models.TextChoices):
    """The level of the official key: 2, 5, 8 digits, and 9 (from the ARS) for associations."""

    LAND = "land", "Land"
    DISTRICT = "district", "Kreis"
    ASSOCIATION = "association", "Gemeindeverband"
    MUNICIPALITY = "municipality", "Gemeinde"


@pghistory.track(append_only=True)
class Municipality(models.Model):
    """A Land, Kreis, Gemeindeverband or Gemeinde, known by its official key.

    ``name`` is the official name, ``display_name`` how it is shown ("Landkreis Kusel"), ``folded_name`` what
    search and sorting use. ``area_km2`` in square kilometres.
    """

    ags = models.CharField(
        "amtlicher Schlüssel",
        max_length=9,
        unique=True,
        validators=[
            RegexValidator(r"^(\d{2}|\d{5}|\d{8}|\d{9})$", "Ein Schlüssel hat 2, 5, 8 oder 9 Ziffern.")
        ],
    )
    kind = models.CharField("Ebene", max_length=12, choices=Kind)
    name = models.CharField("amtlicher Name", max_length=120)
    display_name = models.CharField("Name", max_length=140)
    folded_name = models.CharField(max_length=160, db_index=True, editable=False)
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
        )

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


@pghistory.track(append_only=True)
class Membership(models.Model):
    """Somebody works for a municipality, from a first to a last day, both included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.PROTECT, related_name="memberships"
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name="Kommune", on_delete=models.PROTECT, related_name="memberships"
    )
    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "Zugehörigkeit"
        verbose_name_plural = "Zugehörigkeiten"
        ordering = ("municipality__folded_name", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "municipality"),
                condition=Q(valid_until__isnull=True),
                name="membership_open_once",
                violation_error_message="Dieses Konto gehört der Kommune schon an.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_end_after_start",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.municipality}"


@pghistory.track(append_only=True)
class Authority(models.Model):
    """A supervisory authority (Kommunalaufsicht) of one Land."""

    name = models.CharField("Name", max_length=160)
    land = models.CharField("Land", max_length=2, choices=LAND_CHOICES)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="authority", editable=False)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "Aufsichtsbehörde"
        verbose_name_plural = "Aufsichtsbehörden"
        ordering = ("land", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("land", "name"),
                name="authority_name_once",
                violation_error_message="Diese Aufsichtsbehörde gibt es in diesem Land schon.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track(append_only=True)
class Mandate(models.Model):
    """Somebody reads for an authority, from a first to a last day; a mandate always ends."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.PROTECT, related_name="mandates"
    )
    authority = models.ForeignKey(
        Authority, verbose_name="Aufsichtsbehörde", on_delete=models.PROTECT, related_name="mandates"
    )
    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "Mandat"
        verbose_name_plural = "Mandate"
        ordering = ("authority__name", "valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="mandate_end_after_start",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.authority}"
