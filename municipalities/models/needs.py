"""Needs: what a municipality wants to do better together with others."""

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from municipalities.catalog import mep_phases, task_areas
from municipalities.models.register import Municipality
from municipalities.querysets.school_it import NeedQuerySet

GOAL_LENGTH = 2000


class Aim(models.TextChoices):
    """What is to be reached for a task (Handreichung, Kapitel 4.1.1)."""

    RELIEF = "relief", "Entlastung"
    SYNERGY = "synergy", "Synergie"
    CHANGE = "change", "Veränderung"


class Urgency(models.TextChoices):
    """How soon it is needed."""

    NOW = "now", "dringend, in den nächsten sechs Monaten"
    SOON = "soon", "in den nächsten zwei Jahren"
    LATER = "later", "später"


class Visibility(models.TextChoices):
    """Who may read a need."""

    OWN = "own", "nur die eigene Kommune"
    PARTNERS = "partners", "die Partner unserer Kooperationen"
    SIGNED_IN = "signed-in", "alle angemeldeten Personen"


@pghistory.track(append_only=True)
class Need(models.Model):
    """A need of one municipality in one task area.

    ``task_area`` and ``mep_phase`` are keys of the catalog; ``remote_suffices`` says whether nobody has to come on
    site, empty while that is open; ``version`` counts saves.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="Kommune", on_delete=models.PROTECT, related_name="needs"
    )
    task_area = models.CharField("Aufgabenbereich", max_length=30)
    mep_phase = models.CharField("Phase der Medienentwicklungsplanung", max_length=20)
    aim = models.CharField("Ziel der Zusammenarbeit", max_length=8, choices=Aim)
    goal = models.TextField("konkretes Ziel", validators=[MaxLengthValidator(GOAL_LENGTH)])
    remote_suffices = models.BooleanField("Hilfe aus der Ferne reicht", null=True, blank=True)
    urgency = models.CharField("Dringlichkeit", max_length=5, choices=Urgency, default=Urgency.SOON)
    visibility = models.CharField(
        "sichtbar für", max_length=9, choices=Visibility, default=Visibility.SIGNED_IN
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField("erledigt am", null=True, blank=True, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "Bedarf"
        verbose_name_plural = "Bedarfe"
        ordering = ("closed_at", "task_area", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(aim__in=Aim.values, urgency__in=Urgency.values, visibility__in=Visibility.values),
                name="need_choices_known",
            ),
            models.UniqueConstraint(
                fields=("municipality", "task_area", "aim"),
                condition=Q(closed_at__isnull=True),
                name="need_open_once",
                violation_error_message=(
                    "Für diesen Aufgabenbereich und dieses Ziel gibt es schon einen offenen Bedarf."
                ),
            ),
        )
        indexes = (models.Index(fields=("task_area",), condition=Q(closed_at=None), name="need_open_area"),)

    def __str__(self) -> str:
        return f"{self.task_area_label} – {self.municipality}"

    @property
    def task_area_label(self) -> str:
        """Name of the task area."""
        return task_areas()[self.task_area].label

    @property
    def mep_phase_label(self) -> str:
        """Name of the MEP phase."""
        return mep_phases()[self.mep_phase].label

    @property
    def remote_label(self) -> str:
        """Whether help from afar suffices, in a word or two."""
        return {True: "ja", False: "nein", None: "noch offen"}[self.remote_suffices]

    @property
    def is_open(self) -> bool:
        """Whether it is neither met nor dropped."""
        return self.closed_at is None
