"""Cooperations, their partners, who coordinates them, and the answers to the guiding questions."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.models.models import GroupObjectPermissionBase, UserObjectPermissionBase

from cooperations import catalog
from cooperations.querysets import CooperationQuerySet, GuidingAnswerQuerySet, PartnerQuerySet
from municipalities.catalog import mep_phases, task_areas
from municipalities.models import Municipality


class Phase(models.TextChoices):
    """Where a cooperation stands; labels and guiding questions are in the catalog."""

    EXPLORATION = "exploration", "Vorbereitungs- und Sondierungsphase"
    IMPLEMENTATION = "implementation", "Realisierungs- und Umsetzungsphase"
    CONSOLIDATION = "consolidation", "Verstetigungsphase"


class Duration(models.TextChoices):
    """How long a cooperation is meant to last."""

    OPEN = "open", "Dauer noch offen"
    FIXED_TERM = "fixed-term", "befristet"
    PERMANENT = "permanent", "dauerhaft"


def partner_of_same_cooperation(column: str = "partner_id") -> pgtrigger.Trigger:
    """Keep a row of one cooperation from naming a partner of another; a foreign key alone cannot tell."""
    other = "" if column == "partner_id" else f"_{column}"
    return pgtrigger.Trigger(
        name=f"partner_of_same_cooperation{other}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.partner_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM cooperations_partner
                WHERE id = NEW.partner_id AND cooperation_id = NEW.cooperation_id
            ) THEN
                RAISE EXCEPTION 'the partner belongs to another cooperation' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """.replace("partner_id", column),
    )


def _text_list(label: str) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=500), verbose_name=label, blank=True, default=list)


@pghistory.track(append_only=True)
class Cooperation(models.Model):
    """Municipalities that do school IT together.

    ``model_keys``, ``task_areas`` and ``mep_phases`` hold keys of the catalogs; ``build_up_from`` and
    ``build_up_to`` are the first days of their months; ``version`` counts saves, so that the second of two
    people who edit at once is told.
    """

    title = models.CharField("Titel", max_length=160)
    subtitle = models.CharField("Untertitel", max_length=200, blank=True)
    slug = models.SlugField("Adresse", max_length=80, unique=True, editable=False)
    phase = models.CharField("Phase", max_length=16, choices=Phase, default=Phase.EXPLORATION)
    model_keys = _text_list("Kooperationsmodell")
    task_areas = _text_list("Aufgabenbereiche")
    mep_phases = _text_list("Phasen der Medienentwicklungsplanung")
    goals = _text_list("Ziele")
    motives = _text_list("Beweggründe")
    # Key of a distinguishing criterion of the catalog to the key of its value; what is not told is absent.
    criteria = models.JSONField("Unterscheidungsmerkmale", default=dict, blank=True)
    legal_basis = models.CharField("Rechtsgrundlage", max_length=300, blank=True)
    duration = models.CharField("Dauer", max_length=12, choices=Duration, default=Duration.OPEN)
    ends_on = models.DateField("endet am", null=True, blank=True)
    build_up_from = models.DateField("Aufbauphase von", null=True, blank=True)
    build_up_to = models.DateField("Aufbauphase bis", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CooperationQuerySet.as_manager()

    class Meta:
        verbose_name = "Kooperation"
        verbose_name_plural = "Kooperationen"
        ordering = ("title", "pk")
        permissions = (
            ("contribute_cooperation", "trägt für die eigene Kommune bei"),
            ("coordinate_cooperation", "koordiniert"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(slug="neu"), name="cooperation_slug_reserved"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="cooperation_phase_known"),
            models.CheckConstraint(
                condition=(Q(build_up_from__isnull=True) | Q(build_up_from__day=1))
                & (Q(build_up_to__isnull=True) | Q(build_up_to__day=1)),
                name="cooperation_build_up_months",
                violation_error_message="Die Aufbauphase wird in ganzen Monaten angegeben.",
            ),
            models.CheckConstraint(
                condition=Q(build_up_to__isnull=True)
                | Q(build_up_from__isnull=False, build_up_to__gte=F("build_up_from")),
                name="cooperation_build_up_order",
                violation_error_message="Das Ende der Aufbauphase liegt vor ihrem Anfang.",
            ),
            models.CheckConstraint(
                condition=Q(duration=Duration.FIXED_TERM, ends_on__isnull=False)
                | (~Q(duration=Duration.FIXED_TERM) & Q(ends_on__isnull=True)),
                name="cooperation_end_when_fixed_term",
                violation_error_message="Ein Enddatum gehört zu einer befristeten Kooperation, und nur zu ihr.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(build_up_from__isnull=True)
                | Q(ends_on__gte=F("build_up_from")),
                name="cooperation_end_after_start",
                violation_error_message="Die Kooperation endet vor dem Beginn der Aufbauphase.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def model_labels(self) -> list[str]:
        """The names of the chosen forms of cooperation."""
        return [catalog.models()[key].label for key in self.model_keys]

    @property
    def task_area_labels(self) -> list[str]:
        """The names of the task areas."""
        return [task_areas()[key].label for key in self.task_areas]

    @property
    def mep_phase_labels(self) -> list[str]:
        """The names of the MEP phases, in the order of the method."""
        return [phase.label for key, phase in mep_phases().items() if key in self.mep_phases]


class PartnerRole(models.TextChoices):
    """The lead (Federführung) is one of the partners."""

    LEAD = "lead", "Federführung"
    PARTNER = "partner", "Partner"


class PartnerStatus(models.TextChoices):
    """Only ``CONFIRMED`` partners count in Steckbrief, votes and costs."""

    INVITED = "invited", "eingeladen"
    CONFIRMED = "confirmed", "bestätigt"
    DECLINED = "declined", "abgelehnt"
    LEFT = "left", "ausgeschieden"


# Partners that take part or are asked to; the others have no access.
PRESENT = (PartnerStatus.INVITED, PartnerStatus.CONFIRMED)


@pghistory.track(append_only=True)
class Partner(models.Model):
    """A municipality in a cooperation, with the number of schools and pupils it brings in."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="partners")
    municipality = models.ForeignKey(
        Municipality, verbose_name="Kommune", on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField("Rolle", max_length=8, choices=PartnerRole, default=PartnerRole.PARTNER)
    status = models.CharField("Stand", max_length=10, choices=PartnerStatus, default=PartnerStatus.INVITED)
    schools = models.PositiveIntegerField("Schulen", null=True, blank=True)
    pupils = models.PositiveIntegerField("Schülerinnen und Schüler", null=True, blank=True)
    benefit = models.TextField("Nutzen für die Kommune", blank=True, validators=[MaxLengthValidator(2000)])
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    responded_at = models.DateTimeField(null=True, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "Partner"
        verbose_name_plural = "Partner"
        # Lead first ("lead" < "partner"), then by name.
        ordering = ("role", "municipality__folded_name")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=PartnerRole.values, status__in=PartnerStatus.values),
                name="partner_role_and_status_known",
            ),
            models.UniqueConstraint(
                fields=("cooperation", "municipality"),
                name="partner_once",
                violation_error_message="Diese Kommune ist schon Partner.",
            ),
            models.UniqueConstraint(
                fields=("cooperation",),
                condition=Q(role=PartnerRole.LEAD, status__in=PRESENT),
                name="partner_one_lead",
                violation_error_message="Es gibt schon eine Federführung.",
            ),
        )

    def __str__(self) -> str:
        return str(self.municipality)

    @property
    def is_confirmed(self) -> bool:
        """Whether the partner counts in Steckbrief, votes and costs."""
        return self.status == PartnerStatus.CONFIRMED


@pghistory.track(append_only=True)
class Coordinator(models.Model):
    """A person who coordinates a cooperation; grants follow from these rows."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="coordinators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.PROTECT, related_name="coordinations"
    )
    appointed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "Koordination"
        verbose_name_plural = "Koordinationen"
        constraints = (
            models.UniqueConstraint(
                fields=("cooperation", "user"),
                name="coordinator_once",
                violation_error_message="Dieses Konto koordiniert die Kooperation schon.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.cooperation}"


class CooperationUserPermission(UserObjectPermissionBase):
    """Grants to persons: only coordination."""

    content_object = models.ForeignKey(Cooperation, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "Recht einer Person"


class CooperationGroupPermission(GroupObjectPermissionBase):
    """Grants to the groups of municipalities and authorities."""

    content_object = models.ForeignKey(Cooperation, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = "Recht einer Gruppe"


@pghistory.track(append_only=True)
class GuidingAnswer(models.Model):
    """The answer to a guiding question: of one partner, or of all where ``partner`` is empty."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="guiding_answers")
    question_key = models.CharField("Leitfrage", max_length=40)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="guiding_answers"
    )
    text = models.TextField("Antwort", max_length=8000, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = GuidingAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "Antwort auf eine Leitfrage"
        verbose_name_plural = "Antworten auf Leitfragen"
        constraints = (
            models.UniqueConstraint(
                fields=("cooperation", "question_key", "partner"),
                nulls_distinct=False,
                name="guiding_answer_once",
            ),
        )
        triggers = (partner_of_same_cooperation(),)

    def __str__(self) -> str:
        return f"{self.question_key} – {self.partner or 'gemeinsam'}"
