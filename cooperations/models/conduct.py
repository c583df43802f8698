"""What surrounds the work of a cooperation: transitions, others involved, prerequisites, barriers, evaluations."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from cooperations.models.cooperation import Cooperation, Partner, Phase, partner_of_same_cooperation
from cooperations.querysets import CooperationPartQuerySet

TEXT_LENGTH = 2000


def _text(label: str, *, blank: bool = False) -> models.TextField[str, str]:
    return models.TextField(label, validators=[MaxLengthValidator(TEXT_LENGTH)], blank=blank)


@pghistory.track(append_only=True)
class PhaseChange(models.Model):
    """A cooperation went on or back: who, when, why, and what was open then. Never changed.

    ``open_items`` are German lines; ``changed_by`` is empty only once an account is gone.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="phase_changes")
    from_phase = models.CharField("von", max_length=16, choices=Phase)
    to_phase = models.CharField("nach", max_length=16, choices=Phase)
    reason = _text("Begründung")
    open_items = models.JSONField("damals noch offen", default=list)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now_add=True)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Phasenwechsel"
        verbose_name_plural = "Phasenwechsel"
        ordering = ("changed_at", "pk")
        triggers = (
            pgtrigger.ReadOnly(
                name="phase_change_frozen",
                fields=["cooperation", "from_phase", "to_phase", "reason", "open_items", "changed_at"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_from_phase_display()} → {self.get_to_phase_display()}"


class ActorKind(models.TextChoices):
    """Who is involved besides the partners."""

    SCHOOLS = "schools", "Schulen"
    MEDIA_CENTRE = "media-centre", "Medienzentrum"
    PROVIDER = "provider", "Dienstleister"
    PARENTS = "parents", "Elternvertretung"
    POLITICS = "politics", "Politik"
    OTHER = "other", "Weitere"


@pghistory.track(append_only=True)
class ExternalActor(models.Model):
    """Somebody outside the partners, named by function, with how and when they are involved."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="external_actors")
    kind = models.CharField("Art", max_length=12, choices=ActorKind)
    name = models.CharField("Bezeichnung (Stelle, keine Person)", max_length=200)
    how = _text("Wie werden sie beteiligt?")
    when = models.CharField("Wann oder wie oft?", max_length=200)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Beteiligte außerhalb der Partner"
        verbose_name_plural = "Beteiligte außerhalb der Partner"
        ordering = ("kind", "name", "pk")

    def __str__(self) -> str:
        return self.name


class Progress(models.TextChoices):
    """How far something is that has to be there."""

    OPEN = "open", "offen"
    STARTED = "started", "in Arbeit"
    MET = "met", "erfüllt"


@pghistory.track(append_only=True)
class Prerequisite(models.Model):
    """What has to be there within one municipality (``partner``) or between all (without)."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="prerequisites")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="prerequisites"
    )
    text = models.CharField("Voraussetzung", max_length=500)
    state = models.CharField("Stand", max_length=8, choices=Progress, default=Progress.OPEN)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Voraussetzung"
        verbose_name_plural = "Voraussetzungen"
        ordering = ("partner", "pk")
        triggers = (partner_of_same_cooperation(),)

    def __str__(self) -> str:
        return self.text


@pghistory.track(append_only=True)
class Barrier(models.Model):
    """What stands in the way, and what is done about it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="barriers")
    text = models.CharField("Hemmnis", max_length=500)
    counter_measure = _text("Gegenmaßnahme", blank=True)
    resolved = models.BooleanField("überwunden", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Hemmnis"
        verbose_name_plural = "Hemmnisse"
        ordering = ("resolved", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def state_word(self) -> str:
        """How it stands: a barrier that nothing is done about is a gap."""
        if self.resolved:
            return "überwunden"
        return "Gegenmaßnahme läuft" if self.counter_measure else "ohne Gegenmaßnahme"


@pghistory.track(append_only=True)
class SelfEvaluation(models.Model):
    """A self-evaluation that was held (Leitfaden Daseinsvorsorge, Kapitel 3.3: at least every five years)."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="self_evaluations")
    held_on = models.DateField("durchgeführt am")
    outcome = _text("Ergebnis")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = CooperationPartQuerySet.as_manager()

    class Meta:
        verbose_name = "Selbstevaluation"
        verbose_name_plural = "Selbstevaluationen"
        ordering = ("-held_on", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(outcome=""), name="self_evaluation_has_outcome"),)

    def __str__(self) -> str:
        return f"Selbstevaluation {self.held_on:%d.%m.%Y}"
