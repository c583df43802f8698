"""Minutes: written at the agenda items, sent, approved, then locked; addenda come beside them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.querysets import BelowMeetingQuerySet, MinutesVersionQuerySet
from ikz.jobs.models import JobState, LeasedRow

OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class MinutesState(models.TextChoices):
    """From writing to approval."""

    DRAFT = "draft", "in Arbeit"
    SENT = "sent", "zur Genehmigung verschickt"
    APPROVED = "approved", "genehmigt"


@pghistory.track(append_only=True)
class Minutes(models.Model):
    """The minutes of one meeting; the text itself stands at its agenda items until it is frozen in a version.

    ``preface`` and ``closing`` stand before and after the items. ``approved_by_item`` is the item of a later meeting
    at which they were approved.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes_of")
    state = models.CharField("Stand", max_length=8, choices=MinutesState, default=MinutesState.DRAFT)
    preface = models.TextField("Vorbemerkung", blank=True, validators=[MaxLengthValidator(4000)])
    closing = models.TextField("Schlussbemerkung", blank=True, validators=[MaxLengthValidator(4000)])
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BelowMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Niederschrift"
        verbose_name_plural = "Niederschriften"
        constraints = (
            models.CheckConstraint(
                condition=(Q(state="approved") & Q(approved_at__isnull=False))
                | (~Q(state="approved") & Q(approved_at__isnull=True)),
                name="minutes_approved_with_time",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="minutes_locked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.approved_at IS NOT NULL"),
                func="RAISE EXCEPTION 'the minutes are approved' USING ERRCODE = 'check_violation';",
            ),
        )

    def __str__(self) -> str:
        return f"Niederschrift: {self.meeting}"


class MinutesVersion(LeasedRow):
    """The minutes as they were sent or approved, with the PDF a worker sets from them.

    ``content`` is everything the PDF says and never changes; ``occasion`` is ``sent``, ``approved`` or ``addendum``,
    or ``draft`` for the one (number 0) that is set on request before.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=8)
    content = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    fingerprint = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(upload_to="niederschriften/", blank=True)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung der Niederschrift"
        verbose_name_plural = "Fassungen der Niederschrift"
        ordering = ("minutes", "number")
        constraints = (
            models.UniqueConstraint(fields=("minutes", "number"), name="minutes_version_number"),
            models.CheckConstraint(
                condition=Q(occasion__in=("draft", "sent", "approved", "addendum")),
                name="minutes_version_occasion",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(pdf="") & ~Q(fingerprint="")),
                name="minutes_version_done_has_pdf",
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state__in=OPEN_STATES), name="minutes_version_open"),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="minutes_version_frozen",
                fields=["minutes", "number", "occasion", "content", "created_at"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes}, Fassung {self.number}"


@pghistory.track(append_only=True)
class Addendum(models.Model):
    """A note beside approved minutes; it is added and never changed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="addenda")
    item = models.ForeignKey(
        AgendaItem, verbose_name="zu Punkt", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("Nachtrag", validators=[MaxLengthValidator(4000)])
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachtrag"
        verbose_name_plural = "Nachträge"
        ordering = ("created_at", "pk")
        triggers = (
            pgtrigger.ReadOnly(name="addendum_frozen", fields=["minutes", "item", "text", "created_at"]),
        )

    def __str__(self) -> str:
        return self.text[:60]
