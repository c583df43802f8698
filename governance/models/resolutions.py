"""What a body has decided, and what somebody has to do."""

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from cooperations.models import Cooperation, Partner
from cooperations.models.cooperation import partner_of_same_cooperation
from governance.models.agenda import TEXT_LENGTH, AgendaItem
from governance.models.ballots import Ballot
from governance.models.bodies import Body
from governance.models.meetings import Meeting
from governance.querysets import ActionItemQuerySet, ResolutionQuerySet


class ResolutionState(models.TextChoices):
    """How far a resolution is carried out."""

    OPEN = "open", "offen"
    RUNNING = "running", "in Umsetzung"
    DONE = "done", "umgesetzt"
    DROPPED = "dropped", "überholt"


@pghistory.track(append_only=True)
class Resolution(models.Model):
    """A resolution in the register of its cooperation, numbered per year: ``2026/3``."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="resolutions")
    year = models.PositiveSmallIntegerField("Jahr", editable=False)
    number = models.PositiveSmallIntegerField("Nummer", editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="resolution")
    title = models.CharField("Gegenstand", max_length=200)
    text = models.TextField("Beschlusstext", validators=[MaxLengthValidator(TEXT_LENGTH)])
    decided_on = models.DateField("beschlossen am")
    state = models.CharField("Umsetzung", max_length=8, choices=ResolutionState, default=ResolutionState.OPEN)
    state_note = models.CharField("Stand der Umsetzung", max_length=500, blank=True)
    is_public = models.BooleanField("öffentlich", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("cooperation", "year", "number"), name="resolution_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=ResolutionState.values), name="resolution_state_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """Year and number, as the register names it."""
        return f"{self.year}/{self.number}"


class ActionState(models.TextChoices):
    """How far an action item is."""

    OPEN = "open", "offen"
    DONE = "done", "erledigt"
    DROPPED = "dropped", "entfällt"


@pghistory.track(append_only=True)
class ActionItem(models.Model):
    """Something to be done after a meeting: by which municipality, by whom there, until when.

    ``person`` is the account that keeps it, if there is one; ``function`` names the post.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="action_items")
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    resolution = models.ForeignKey(
        Resolution,
        verbose_name="Beschluss",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_items",
    )
    title = models.CharField("Aufgabe", max_length=200)
    description = models.TextField(
        "Was ist zu tun?", blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)]
    )
    partner = models.ForeignKey(
        Partner, verbose_name="verantwortliche Kommune", on_delete=models.PROTECT, related_name="action_items"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="zuständiges Konto",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="action_items",
    )
    function = models.CharField("zuständige Person oder Stelle", max_length=120)
    due_on = models.DateField("fällig am")
    state = models.CharField("Stand", max_length=8, choices=ActionState, default=ActionState.OPEN)
    note = models.CharField("Bemerkung", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = "Aufgabe"
        verbose_name_plural = "Aufgaben"
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=ActionState.values) & ~Q(function=""), name="action_item_has_somebody"
            ),
        )
        triggers = (partner_of_same_cooperation(),)

    def __str__(self) -> str:
        return self.title
