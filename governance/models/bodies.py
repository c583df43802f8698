"""Bodies of a cooperation: who sits there for which municipality, and by which rules they decide."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from cooperations.models import Cooperation, Partner
from governance.querysets import BelowBodyQuerySet, BodyQuerySet, MemberQuerySet

RULES_LENGTH = 20_000


class BodyKind(models.TextChoices):
    """The kinds of bodies (Handreichung, Kapitel 4.2.2); those of an association come from its statute."""

    STEERING_CIRCLE = "steering-circle", "Steuerkreis"
    COORDINATION_OFFICE = "coordination-office", "Koordinationsstelle"
    WORKING_GROUP = "working-group", "Arbeitsgruppe"
    ASSOCIATION_ASSEMBLY = "association-assembly", "Verbandsversammlung"
    ASSOCIATION_BOARD = "association-board", "Verbandsvorstand"


class Orientation(models.TextChoices):
    """What a body or an agenda item is about: strategy, or the work itself (Handreichung, Kapitel 4.2.2)."""

    DEVELOPMENT = "development", "Entwicklungsorientierung"
    TASK = "task", "Aufgabenorientierung"


class MajorityRule(models.TextChoices):
    """When a motion is accepted; the rules themselves are in ``governance.voting``."""

    CONSENSUS = "consensus", "Konsens"
    SIMPLE = "simple", "einfache Mehrheit"
    TWO_THIRDS = "two-thirds", "Zweidrittelmehrheit"
    WEIGHTED = "weighted", "einfache Mehrheit nach Stimmgewicht"


class QuorumRule(models.TextChoices):
    """How many of those entitled to vote have to be there."""

    NONE = "none", "ohne Mindestzahl"
    HALF = "half", "mehr als die Hälfte"
    TWO_THIRDS = "two-thirds", "mindestens zwei Drittel"
    ALL = "all", "alle"


def default_reminder_days() -> list[int]:
    """Days ahead of a meeting on which members are reminded."""
    return [14, 3, 1]


@pghistory.track(append_only=True)
class Body(models.Model):
    """A body of a cooperation.

    ``notice_days`` is the notice period in days between invitation and meeting; ``reminder_days`` are days ahead;
    ``is_public`` shows its public meetings to everyone (OParl), which a Steuerkreis does not by default.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField("Art", max_length=24, choices=BodyKind)
    title = models.CharField("Name", max_length=120)
    orientation = models.CharField("Ausrichtung", max_length=12, choices=Orientation)
    purpose = models.TextField("Auftrag", blank=True, validators=[MaxLengthValidator(2000)])
    majority = models.CharField("Mehrheitsregel", max_length=12, choices=MajorityRule)
    quorum = models.CharField("Beschlussfähigkeit", max_length=12, choices=QuorumRule)
    notice_days = models.PositiveSmallIntegerField("Ladungsfrist in Tagen", default=14)
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="Erinnerungen, Tage vorher",
        default=default_reminder_days,
        blank=True,
    )
    place = models.CharField("üblicher Ort", max_length=200, blank=True)
    rules_of_procedure = models.TextField(
        "Geschäftsordnung", blank=True, validators=[MaxLengthValidator(RULES_LENGTH)]
    )
    is_public = models.BooleanField("tagt öffentlich", default=False)
    dissolved_on = models.DateField("aufgelöst am", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        ordering = ("kind", "title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values, orientation__in=Orientation.values)
                & Q(majority__in=MajorityRule.values, quorum__in=QuorumRule.values),
                name="body_words_known",
            ),
            models.UniqueConstraint(
                fields=("cooperation", "title"),
                name="body_title_once",
                violation_error_message="Ein Gremium dieses Namens gibt es in der Kooperation schon.",
            ),
        )

    def __str__(self) -> str:
        return self.title


@pghistory.track(append_only=True)
class Seat(models.Model):
    """A municipality in a body, with its vote; without a municipality an advisory seat (school, Medienzentrum).

    ``vote_weight`` is 0 where the seat only advises. Valid from a first to a last day, both included.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    partner = models.ForeignKey(
        Partner, verbose_name="Kommune", null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    label = models.CharField("Stelle ohne Stimmrecht", max_length=120, blank=True)
    vote_weight = models.PositiveSmallIntegerField("Stimmgewicht", default=1)
    valid_from = models.DateField("von")
    valid_until = models.DateField("bis", null=True, blank=True)

    objects = BelowBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "Sitz"
        verbose_name_plural = "Sitze"
        ordering = (
            F("partner__role").asc(nulls_last=True),
            "partner__municipality__folded_name",
            "label",
            "pk",
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(partner__isnull=False, label="")
                | (Q(partner__isnull=True, vote_weight=0) & ~Q(label="")),
                name="seat_of_partner_or_advisory",
                violation_error_message="Eine Stimme hat nur, wer für eine Kommune der Kooperation im Gremium sitzt.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="seat_end_after_start",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
            models.UniqueConstraint(
                fields=("body", "partner"),
                condition=Q(valid_until__isnull=True),
                name="seat_open_once",
                violation_error_message="Diese Kommune sitzt schon im Gremium.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="seat_partner_of_same_cooperation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.partner_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM cooperations_partner partner
                        JOIN governance_body body ON body.cooperation_id = partner.cooperation_id
                        WHERE partner.id = NEW.partner_id AND body.id = NEW.body_id
                    ) THEN
                        RAISE EXCEPTION 'the partner belongs to another cooperation' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return str(self.partner) if self.partner else self.label


class Office(models.TextChoices):
    """What a member does in a body."""

    CHAIR = "chair", "Vorsitz"
    VICE_CHAIR = "vice-chair", "stellvertretender Vorsitz"
    MINUTES = "minutes", "Schriftführung"
    MEMBER = "member", "Mitglied"


@pghistory.track(append_only=True)
class Member(models.Model):
    """A person on a seat, by account or by mail address; ``function`` names the post, not the person.

    A deputy (``is_deputy``) is invited when the regular member asks for it.
    """

    seat = models.ForeignKey(Seat, verbose_name="Sitz", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="body_memberships",
    )
    email = models.EmailField("E-Mail, wenn ohne Konto", blank=True)
    function = models.CharField("Funktion", max_length=120)
    office = models.CharField("Rolle", max_length=12, choices=Office, default=Office.MEMBER)
    is_deputy = models.BooleanField("Stellvertretung", default=False)
    valid_from = models.DateField("von")
    valid_until = models.DateField("bis", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitglied"
        verbose_name_plural = "Mitglieder"
        ordering = ("seat", "is_deputy", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(user__isnull=False) & Q(email="")) | (Q(user__isnull=True) & ~Q(email="")),
                name="member_by_account_or_mail",
                violation_error_message="Bitte wählen Sie ein Konto oder geben Sie eine E-Mail-Adresse an.",
            ),
            models.CheckConstraint(condition=Q(office__in=Office.values), name="member_office_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="member_end_after_start",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
            models.UniqueConstraint(
                fields=("seat", "user"),
                condition=Q(valid_until__isnull=True, user__isnull=False),
                name="member_open_once",
                violation_error_message="Dieses Konto sitzt schon auf diesem Sitz.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.function} ({self.seat})"

    @property
    def address(self) -> str:
        """Where mails for the member go."""
        return self.user.email if self.user else self.email


@pghistory.track(append_only=True)
class StandingItem(models.Model):
    """An item that every agenda of the body begins with, in the order of ``position``.

    ``key`` names an item the method knows, such as ``reflection``; empty for the body's own.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="standing_items")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, blank=True)
    title = models.CharField("Thema", max_length=200)
    kind = models.CharField("Art", max_length=12)
    orientation = models.CharField("Ausrichtung", max_length=12, choices=Orientation)
    minutes = models.PositiveSmallIntegerField("Minuten", default=10, validators=[MinValueValidator(1)])

    objects = BelowBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "ständiger Punkt"
        verbose_name_plural = "ständige Punkte"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "position"),
                name="standing_item_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        )

    def __str__(self) -> str:
        return self.title
