"""Schulträger: their profile and their schools."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from municipalities.catalog import LAND_CHOICES, mep_phases
from municipalities.models.register import Municipality
from municipalities.querysets.school_it import ProfileQuerySet, SchoolAuthorityQuerySet, SchoolQuerySet

POSTAL_CODE = RegexValidator(r"^\d{5}$", "Eine Postleitzahl hat fünf Ziffern.")


@pghistory.track(append_only=True)
class Profile(models.Model):
    """What a Schulträger tells about its school IT.

    ``it_staff_fte`` in full-time equivalents (Stellenanteile), ``tickets_per_month`` on average; ``mep_phase`` is a
    key of the catalog, ``mep_date`` the date of the plan; contact is an office, never a person. ``version`` counts
    saves, so that the second of two people who edit at once is told.
    """

    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="profile")
    it_staff_fte = models.DecimalField(
        "Stellenanteile für Schul-IT",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    devices = models.PositiveIntegerField("Geräte an Schulen", null=True, blank=True)
    tickets_per_month = models.PositiveIntegerField("Supportanfragen je Monat", null=True, blank=True)
    mep_phase = models.CharField("Phase der Medienentwicklungsplanung", max_length=20, blank=True)
    mep_date = models.DateField("Stand der Medienentwicklungsplanung", null=True, blank=True)
    mdm_tool = models.CharField("Geräteverwaltung (MDM)", max_length=120, blank=True)
    service_desk_tool = models.CharField("Service Desk", max_length=120, blank=True)
    other_tools = models.CharField("weitere Werkzeuge", max_length=300, blank=True)
    contact_office = models.CharField("Kontaktstelle", max_length=200, blank=True)
    contact_email = models.EmailField("E-Mail-Adresse der Stelle", blank=True)
    contact_phone = models.CharField("Telefon der Stelle", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = "Profil"
        verbose_name_plural = "Profile"
        constraints = (
            models.CheckConstraint(
                condition=Q(it_staff_fte__isnull=True) | Q(it_staff_fte__gte=0), name="profile_staff"
            ),
        )

    def __str__(self) -> str:
        return f"Profil {self.municipality}"

    @property
    def mep_phase_label(self) -> str:
        """Name of the MEP phase, empty without one."""
        return mep_phases()[self.mep_phase].label if self.mep_phase else ""


class AuthorityForm(models.TextChoices):
    """Who runs a school; only the first three take part in inter-municipal cooperation."""

    MUNICIPALITY = "municipality", "Kommune"
    SPECIAL_PURPOSE = "special-purpose", "Schul- oder Zweckverband"
    REGIONAL = "regional", "Höherer Kommunalverband"
    STATE = "state", "Land oder Bund"
    PRIVATE = "private", "freier Träger"


@pghistory.track(append_only=True)
class SchoolAuthority(models.Model):
    """A Schulträger: a municipality of the register, or a body that has no official key of its own.

    ``register_numbers`` are its numbers in the school register of its Land; ``seat`` is the municipality where a
    body without key sits.
    """

    name = models.CharField("Name", max_length=200)
    form = models.CharField("Trägerschaft", max_length=16, choices=AuthorityForm)
    land = models.CharField("Land", max_length=2, choices=LAND_CHOICES)
    municipality = models.OneToOneField(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="school_authority"
    )
    seat = models.ForeignKey(
        Municipality,
        verbose_name="Sitz",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seated_authorities",
    )
    register_numbers = ArrayField(
        models.CharField(max_length=20), verbose_name="Trägernummern", default=list, blank=True
    )

    objects = SchoolAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "Schulträger"
        verbose_name_plural = "Schulträger"
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(form="municipality", municipality__isnull=False)
                | (~Q(form="municipality") & Q(municipality__isnull=True)),
                name="school_authority_municipal",
            ),
        )

    def __str__(self) -> str:
        return self.name


class SchoolSource(models.TextChoices):
    """Where a school's facts came from last."""

    REGISTER = "register", "amtliches Verzeichnis"
    LIST = "list", "eingelesene Liste"
    TYPED = "typed", "eingegeben"


@pghistory.track(append_only=True)
class School(models.Model):
    """A school with its Schulträger, known by the number of its Land's register where it has one.

    ``pupils`` as of ``pupils_as_of`` (a school year such as "2024/25" or a date in words); ``closed_on`` is the day
    from which it no longer counts.
    """

    authority = models.ForeignKey(
        SchoolAuthority, verbose_name="Schulträger", on_delete=models.PROTECT, related_name="schools"
    )
    location = models.ForeignKey(
        Municipality,
        verbose_name="Gemeinde",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="located_schools",
    )
    land = models.CharField("Land", max_length=2, choices=LAND_CHOICES)
    register_number = models.CharField("Schulnummer", max_length=20, blank=True)
    name = models.CharField("Name", max_length=240)
    folded_name = models.CharField(max_length=280, editable=False)
    school_form = models.CharField("Schulform", max_length=80)
    pupils = models.PositiveIntegerField("Schülerinnen und Schüler", null=True, blank=True)
    pupils_as_of = models.CharField("Stand der Schülerzahl", max_length=40, blank=True)
    street = models.CharField("Straße und Hausnummer", max_length=160, blank=True)
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True, validators=[POSTAL_CODE])
    city = models.CharField("Ort", max_length=120, blank=True)
    source = models.CharField(max_length=8, choices=SchoolSource, default=SchoolSource.TYPED)
    closed_on = models.DateField("geschlossen ab", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "Schule"
        verbose_name_plural = "Schulen"
        ordering = ("folded_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("land", "register_number"),
                condition=~Q(register_number=""),
                name="school_number_once",
                violation_error_message="Diese Schulnummer gibt es in diesem Land schon.",
            ),
        )

    def __str__(self) -> str:
        return self.name
