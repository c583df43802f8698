"""Measures: what a cooperation does, SMART or not at all."""

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import Q

from cooperations.models.cooperation import Cooperation, Partner, partner_of_same_cooperation
from cooperations.querysets import MeasureQuerySet

TEXT_LENGTH = 2000


class MeasureState(models.TextChoices):
    """The columns of the board."""

    PLANNED = "planned", "geplant"
    RUNNING = "running", "läuft"
    DONE = "done", "erledigt"
    DROPPED = "dropped", "aufgegeben"


@pghistory.track(append_only=True)
class Measure(models.Model):
    """A measure: specific, measurable, attractive, realistic, and due on a day.

    ``partner`` is the responsible municipality, ``person`` the account in it that keeps the measure, if there is one,
    ``function`` the office or function in words; ``progress`` in percent; ``waits_for`` are measures that have to be
    done first, never in a circle.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField("Maßnahme", max_length=200)
    description = models.TextField("Was genau wird getan?", validators=[MaxLengthValidator(TEXT_LENGTH)])
    indicator = models.CharField("Woran wird es gemessen?", max_length=200)
    target_value = models.CharField("Zielwert", max_length=80)
    current_value = models.CharField("heutiger Wert", max_length=80, blank=True)
    benefit = models.TextField("Was haben wir davon?", validators=[MaxLengthValidator(TEXT_LENGTH)])
    resources = models.TextField("Womit schaffen wir es?", validators=[MaxLengthValidator(TEXT_LENGTH)])
    due_on = models.DateField("fertig bis")
    partner = models.ForeignKey(
        Partner, verbose_name="verantwortliche Kommune", on_delete=models.PROTECT, related_name="measures"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="zuständiges Konto",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="measures",
    )
    function = models.CharField("zuständige Stelle oder Funktion", max_length=120)
    state = models.CharField("Stand", max_length=8, choices=MeasureState, default=MeasureState.PLANNED)
    progress = models.PositiveSmallIntegerField(
        "Fortschritt in Prozent", default=0, validators=[MaxValueValidator(100)]
    )
    waits_for = models.ManyToManyField(
        "self", verbose_name="wartet auf", symmetrical=False, related_name="waited_for_by", blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=MeasureState.values, progress__lte=100), name="measure_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(indicator="") & ~Q(target_value=""), name="measure_is_measurable"
            ),
        )
        triggers = (partner_of_same_cooperation(),)

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), append_only=True, obj_field=None)
class MeasureDependency(Measure.waits_for.through):  # type: ignore[name-defined] # made by Django
    """A row of ``waits_for``: ``from_measure`` waits for ``to_measure``. Stands here so that the history keeps it."""

    class Meta:
        proxy = True
        verbose_name = "Abhängigkeit"
        verbose_name_plural = "Abhängigkeiten"
