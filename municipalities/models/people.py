"""Who works for municipalities, and the authorities that supervise them."""

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from municipalities.catalog import LAND_CHOICES
from municipalities.models.register import Municipality
from municipalities.querysets.people import AuthorityQuerySet, MandateQuerySet, MembershipQuerySet


def area_field() -> ArrayField[list[str], list[str]]:
    """Official keys, or beginnings of them such as that of a Kreis, of the municipalities in an area."""
    key = models.CharField(
        max_length=9, validators=[RegexValidator(r"^\d{2,9}$", "Bitte nur Ziffern, etwa 07333.")]
    )
    return ArrayField(key, verbose_name="Gebiet", default=list, blank=True)


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
    # Keys (or their beginnings) of the municipalities it supervises; empty where it is the whole Land.
    area = area_field()
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
    # Narrower than the authority's, for a department that looks after some districts; empty where it is all.
    area = area_field()

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
