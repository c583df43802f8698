"""Meetings and the series they come from. Times are aware; series think in local time (Europe/Berlin)."""

import uuid
from datetime import datetime, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from governance.models.bodies import Body
from governance.querysets import BelowBodyQuerySet, MeetingQuerySet

LONGEST_MINUTES = 12 * 60


@pghistory.track(append_only=True)
class MeetingSeries(models.Model):
    """Meetings that come again, by an RRULE over local days.

    ``rrule`` is the value of iCalendar's RRULE without the name, ``starts_on`` the first day it is counted from,
    ``begins_at`` the local time of day, ``skipped`` the days on which the rule falls but no meeting takes place.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="series")
    title = models.CharField("Name", max_length=160)
    purpose = models.TextField("Zweck", validators=[MaxLengthValidator(1000)])
    rrule = models.CharField("Rhythmus", max_length=200)
    starts_on = models.DateField("erster Termin")
    begins_at = models.TimeField("Beginn")
    minutes = models.PositiveSmallIntegerField(
        "Dauer in Minuten", default=90, validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MINUTES)]
    )
    place = models.CharField("Ort", max_length=200, blank=True)
    link = models.URLField("Videokonferenz", max_length=500, blank=True)
    skipped = ArrayField(models.DateField(), verbose_name="entfällt am", default=list, blank=True)
    ended = models.BooleanField("beendet", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BelowBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "Sitzungsreihe"
        verbose_name_plural = "Sitzungsreihen"
        ordering = ("body", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(rrule=""), name="series_has_purpose_and_rule"
            ),
        )

    def __str__(self) -> str:
        return self.title


class MeetingState(models.TextChoices):
    """The life of a meeting; the allowed steps are in ``governance.meeting_states``."""

    DRAFT = "draft", "Entwurf"
    INVITED = "invited", "eingeladen"
    RUNNING = "running", "läuft"
    HELD = "held", "beendet"
    CANCELLED = "cancelled", "abgesagt"


@pghistory.track(append_only=True)
class Meeting(models.Model):
    """One meeting of a body.

    ``recurrence_on`` is the day the series' rule gave, also after the meeting moved. ``uid`` and ``sequence`` are
    iCalendar's. ``version`` counts changes of the meeting itself, ``agenda_version`` those of its agenda.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    recurrence_on = models.DateField(null=True, blank=True, editable=False)
    title = models.CharField("Titel", max_length=160)
    purpose = models.TextField("Zweck", validators=[MaxLengthValidator(1000)])
    starts_at = models.DateTimeField("Beginn")
    minutes = models.PositiveSmallIntegerField(
        "Dauer in Minuten", default=90, validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MINUTES)]
    )
    place = models.CharField("Ort", max_length=200, blank=True)
    link = models.URLField("Videokonferenz", max_length=500, blank=True)
    state = models.CharField("Stand", max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    is_public = models.BooleanField("öffentlich", default=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField("eröffnet", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("geschlossen", null=True, blank=True, editable=False)
    cancelled_because = models.CharField("Grund der Absage", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    agenda_version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="meeting_has_purpose",
                violation_error_message="Bitte nennen Sie den Zweck der Sitzung.",
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="meeting_lasts"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="cancelled") | Q(invited_at__isnull=False),
                name="meeting_invited_before_it_runs",
            ),
            models.UniqueConstraint(fields=("series", "recurrence_on"), name="meeting_once_per_recurrence"),
        )
        indexes = (models.Index(fields=("starts_at",), name="meeting_starts_at"),)

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        """When the plan says it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def locked_with_minutes(name: str, meeting: str = "meeting_id") -> pgtrigger.Trigger:
    """Keep rows of a meeting as they are once its minutes are approved, whoever writes.

    ``meeting`` is the column, or an SQL expression over ``ROW``, that leads to the meeting.
    """
    column = meeting if "ROW." in meeting else f"ROW.{meeting}"
    old, new = column.replace("ROW.", "OLD."), column.replace("ROW.", "NEW.")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF (TG_OP <> 'INSERT' AND EXISTS (
                SELECT 1 FROM governance_minutes WHERE meeting_id = ({old}) AND approved_at IS NOT NULL
            )) OR (TG_OP <> 'DELETE' AND EXISTS (
                SELECT 1 FROM governance_minutes WHERE meeting_id = ({new}) AND approved_at IS NOT NULL
            )) THEN
                RAISE EXCEPTION 'the minutes of this meeting are approved' USING ERRCODE = 'check_violation';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608 - constant column names
    )
