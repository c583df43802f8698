"""The outbox: every mail is a row before it is a message."""

import uuid

from django.db import models
from django.db.models import Q

from ikz.jobs.models import LeasedRow
from ikz.notifications.querysets import OutgoingMailQuerySet


class CalendarMethod(models.TextChoices):
    """What the calendar part of a mail asks the receiver's calendar to do (iTIP, RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def new_message_id() -> str:
    """A Message-ID's unique part; the same row always leaves under the same one."""
    return uuid.uuid4().hex


class OutgoingMail(LeasedRow):
    """One mail to one address.

    ``dedupe_key`` is given by the caller and names the occasion; a second mail for the same occasion is
    refused by the database. There is no foreign key to what the mail is about. ``calendar`` is an iCalendar text that
    goes with the mail, ``calendar_method`` its method.
    """

    dedupe_key = models.CharField(max_length=200, unique=True)
    to = models.EmailField("an")
    subject = models.CharField("Betreff", max_length=250)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=8, blank=True, choices=CalendarMethod)
    message_id = models.CharField(max_length=64, unique=True, default=new_message_id, editable=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "ausgehende Mail"
        verbose_name_plural = "ausgehende Mails"
        indexes = (
            models.Index(
                fields=("due_at",), condition=Q(state__in=("queued", "running")), name="outgoing_mail_open"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(calendar="") | Q(calendar_method__in=CalendarMethod.values),
                name="outgoing_mail_calendar_has_method",
            ),
        )

    def __str__(self) -> str:
        return self.dedupe_key
