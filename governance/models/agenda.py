"""Agenda items, their papers, and the agendas that went out with invitations."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from cooperations.models import Partner
from governance.models.bodies import Body, Orientation
from governance.models.meetings import LONGEST_MINUTES, Meeting, locked_with_minutes
from governance.querysets import AgendaItemQuerySet, BelowMeetingQuerySet, PaperQuerySet
from ikz.files.models import StoredFile

TEXT_LENGTH = 4000
MINUTES_LENGTH = 20_000


class ItemKind(models.TextChoices):
    """What an item is for."""

    INFORMATION = "information", "Information"
    CONSULTATION = "consultation", "Beratung"
    RESOLUTION = "resolution", "Beschluss"


class ItemState(models.TextChoices):
    """A proposal becomes an item when the coordination takes it up; an item without meeting is in the backlog."""

    PROPOSED = "proposed", "vorgeschlagen"
    PLANNED = "planned", "vorgesehen"
    REFUSED = "refused", "nicht aufgenommen"


@pghistory.track(append_only=True)
class AgendaItem(models.Model):
    """A subject on the agenda of a meeting, or in the backlog of its body (without ``meeting``).

    ``position`` counts from 1 without gaps among the items of a meeting; 0 in the backlog. ``key`` names an item
    the method knows (``reflection``, ``approval``), ``source`` what it was made from (``factor:<key>``,
    ``measure:<id>``, ``minutes:<id>``). ``record`` is what the minutes say, ``record_version`` counts its saves,
    ``answers`` holds the answers to the questions of a standing item.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="items")
    meeting = models.ForeignKey(
        Meeting, verbose_name="Sitzung", null=True, blank=True, on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField("Stand", max_length=10, choices=ItemState, default=ItemState.PLANNED)
    key = models.CharField(max_length=40, blank=True, editable=False)
    source = models.CharField(max_length=80, blank=True, editable=False)
    title = models.CharField("Thema", max_length=200)
    description = models.TextField("Worum geht es?", blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)])
    motion = models.TextField("Beschlussvorschlag", blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)])
    kind = models.CharField("Art", max_length=12, choices=ItemKind, default=ItemKind.CONSULTATION)
    orientation = models.CharField(
        "Ausrichtung", max_length=12, choices=Orientation, default=Orientation.DEVELOPMENT
    )
    minutes = models.PositiveSmallIntegerField(
        "Minuten", default=10, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)]
    )
    presenter = models.CharField("Wer trägt vor?", max_length=120, blank=True)
    is_public = models.BooleanField("öffentlich", default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    proposed_for = models.ForeignKey(
        Partner,
        verbose_name="vorgeschlagen von",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    refused_because = models.CharField("Grund", max_length=300, blank=True)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whether the body had its quorum when the item was called, and the numbers behind it; null before.
    quorate = models.BooleanField(null=True, editable=False)
    quorum_note = models.CharField(max_length=200, blank=True, editable=False)
    record = models.TextField("Niederschrift", blank=True, validators=[MaxLengthValidator(MINUTES_LENGTH)])
    record_version = models.PositiveIntegerField(default=1, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    answers = models.JSONField(default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        verbose_name_plural = "Tagesordnungspunkte"
        ordering = ("meeting", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values, state__in=ItemState.values)
                & Q(orientation__in=Orientation.values),
                name="agenda_item_words_known",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True, position=0)
                | Q(meeting__isnull=False, position__gte=1, state="planned"),
                name="agenda_item_position",
            ),
            models.UniqueConstraint(
                fields=("meeting", "position"),
                name="agenda_item_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        )
        triggers = (
            locked_with_minutes("agenda_item_locked"),
            pgtrigger.Trigger(
                name="agenda_item_of_same_body",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.meeting_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM governance_meeting WHERE id = NEW.meeting_id AND body_id = NEW.body_id
                    ) THEN
                        RAISE EXCEPTION 'the meeting belongs to another body' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title


@pghistory.track(append_only=True)
class Paper(models.Model):
    """A file that goes with an agenda item; public ones are shown to everyone where meeting and item are public."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="paper")
    title = models.CharField("Titel", max_length=160)
    is_public = models.BooleanField("öffentlich", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorlage"
        verbose_name_plural = "Vorlagen"
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.title


@pghistory.track(exclude=["content"], append_only=True)
class AgendaSnapshot(models.Model):
    """The agenda as it went out: with the invitation, and again with every change told since.

    ``content`` holds title, purpose, times, place and the numbered items; ``changes`` are the lines that told what
    changed since the one before. It never changes.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    content = models.JSONField()
    changes = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BelowMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "verschickte Tagesordnung"
        verbose_name_plural = "verschickte Tagesordnungen"
        ordering = ("meeting", "number")
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="agenda_snapshot_number"),)
        triggers = (
            pgtrigger.ReadOnly(
                name="agenda_snapshot_frozen", fields=["meeting", "number", "sequence", "content", "changes"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}, Fassung {self.number}"
