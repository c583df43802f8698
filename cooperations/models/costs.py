"""Costs: a plan per year, the facts that keys count, and what partners give each other without money."""

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from cooperations.cost_sharing import LABELS, CostKey
from cooperations.models.cooperation import Cooperation, Partner, partner_of_same_cooperation
from cooperations.querysets import CooperationPartQuerySet, CostPartQuerySet, ExchangeQuerySet

KEY_CHOICES = [(key.value, label) for key, label in LABELS.items()]
FIRST_YEAR, LAST_YEAR = 2000, 2100


@pghistory.track(append_only=True)
class CostPlan(models.Model):
    """The costs of one year and the key they are shared by; ``weights`` in percent (as text) belong to a mix."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="cost_plans")
    year = models.PositiveSmallIntegerField(
        "Jahr", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    key = models.CharField("Schlüssel", max_length=12, choices=KEY_CHOICES, default=CostKey.PUPILS.value)
    weights = models.JSONField("Gewichte", default=dict, blank=True)
    note = models.TextField("Bemerkung", validators=[MaxLengthValidator(2000)], blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Kostenplan"
        verbose_name_plural = "Kostenpläne"
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(
                fields=("cooperation", "year"),
                name="cost_plan_once",
                violation_error_message="Für dieses Jahr gibt es schon einen Kostenplan.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR), key__in=[key.value for key in CostKey]),
                name="cost_plan_known",
            ),
        )

    def __str__(self) -> str:
        return f"Kostenplan {self.year}"


class CostKind(models.TextChoices):
    """What money is spent on."""

    PERSONNEL = "personnel", "Personal"
    HARDWARE = "hardware", "Hardware"
    LICENCES = "licences", "Lizenzen"
    SERVICES = "services", "Dienstleistungen"
    OTHER = "other", "Sonstiges"


# Work that one partner does for others: § 2b UStG has to be asked.
PAID_SERVICES = (CostKind.PERSONNEL, CostKind.SERVICES)


class VatAnswer(models.TextChoices):
    """Whether a paid service between partners bears VAT (§ 2b UStG): asked for each, never assumed."""

    OPEN = "open", "noch zu klären"
    YES = "yes", "ja"
    NO = "no", "nein"
    INTERNAL = "internal", "keine entgeltliche Leistung"


@pghistory.track(append_only=True)
class CostItem(models.Model):
    """An item of a plan: ``net`` in euros; VAT is added where the answer is yes."""

    plan = models.ForeignKey(CostPlan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField("Art", max_length=10, choices=CostKind)
    label = models.CharField("Bezeichnung", max_length=200)
    net = models.DecimalField(
        "Betrag netto", max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    vat = models.CharField("Umsatzsteuer", max_length=8, choices=VatAnswer, default=VatAnswer.OPEN)
    vat_reason = models.CharField("Begründung zur Umsatzsteuer", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CostPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Kostenposition"
        verbose_name_plural = "Kostenpositionen"
        ordering = ("kind", "label", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(net__gte=0), name="cost_item_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=CostKind.values, vat__in=VatAnswer.values), name="cost_item_known"
            ),
        )

    def __str__(self) -> str:
        return self.label


@pghistory.track(append_only=True)
class CostFact(models.Model):
    """What keys count for one partner in one plan; ``alone`` in euros is what it would cost without the others.

    Pupils and schools come from the partner, inhabitants from the register.
    """

    plan = models.ForeignKey(CostPlan, on_delete=models.CASCADE, related_name="facts")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="cost_facts")
    devices = models.PositiveIntegerField("Geräte", null=True, blank=True)
    usage = models.DecimalField(
        "Nutzung", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    percent = models.DecimalField(
        "fester Anteil in Prozent",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    alone = models.DecimalField(
        "Kosten allein",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = CostPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Angaben eines Partners"
        verbose_name_plural = "Angaben der Partner"
        constraints = (
            models.UniqueConstraint(fields=("plan", "partner"), name="cost_fact_once"),
            models.CheckConstraint(
                condition=(Q(usage__isnull=True) | Q(usage__gte=0))
                & (Q(alone__isnull=True) | Q(alone__gte=0))
                & (Q(percent__isnull=True) | Q(percent__range=(0, 100))),
                name="cost_fact_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner} {self.plan}"


class ExchangeKind(models.TextChoices):
    """What partners give each other without money."""

    STAND_IN = "stand-in", "Vertretung"
    DEVICES = "devices", "Geliehene Geräte"
    TRAINING = "training", "Schulung"
    OTHER = "other", "Sonstiges"


@pghistory.track(append_only=True)
class Exchange(models.Model):
    """Something one partner gave another without paying: a stand-in, lent devices, a training.

    ``quantity`` in ``unit`` (hours, devices …); ``value`` in euros where both agreed on one.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="exchanges")
    partner = models.ForeignKey(
        Partner, verbose_name="gegeben von", on_delete=models.PROTECT, related_name="given"
    )
    receiver = models.ForeignKey(
        Partner, verbose_name="erhalten von", on_delete=models.PROTECT, related_name="received"
    )
    given_on = models.DateField("am")
    kind = models.CharField("Art", max_length=8, choices=ExchangeKind, default=ExchangeKind.OTHER)
    text = models.CharField("Leistung", max_length=200)
    quantity = models.DecimalField(
        "Umfang", max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit = models.CharField("Einheit", max_length=40, default="Stunden")
    value = models.DecimalField(
        "vereinbarter Wert",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        verbose_name = "Leistung ohne Geld"
        verbose_name_plural = "Leistungen ohne Geld"
        ordering = ("-given_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(partner=F("receiver")),
                name="exchange_between_two",
                violation_error_message="Gebende und erhaltende Kommune sind dieselbe.",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & (Q(value__isnull=True) | Q(value__gte=0)),
                name="exchange_positive",
            ),
            models.CheckConstraint(condition=Q(kind__in=ExchangeKind.values), name="exchange_kind_known"),
        )
        triggers = (partner_of_same_cooperation(), partner_of_same_cooperation("receiver_id"))

    def __str__(self) -> str:
        return self.text
