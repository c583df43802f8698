"""Who was at a meeting, for whom, from when until when."""

import pghistory
from django.db import models
from django.db.models import F, Q

from governance.models.bodies import Member, Seat
from governance.models.meetings import Meeting, locked_with_minutes
from governance.querysets import BelowMeetingQuerySet


class Presence(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", "anwesend"
    EXCUSED = "excused", "entschuldigt"
    ABSENT = "absent", "abwesend"


@pghistory.track(append_only=True)
class Attendance(models.Model):
    """A member, or a guest by function, at a meeting.

    ``on_behalf_of`` is the seat of another municipality that the member speaks and votes for as well.
    ``arrived_at`` and ``left_at`` are set for those who came late or left early.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(
        Member,
        verbose_name="Mitglied",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    guest = models.CharField("Gast", max_length=120, blank=True)
    presence = models.CharField("Anwesenheit", max_length=8, choices=Presence, default=Presence.PRESENT)
    on_behalf_of = models.ForeignKey(
        Seat, verbose_name="vertritt auch", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    arrived_at = models.DateTimeField("gekommen um", null=True, blank=True)
    left_at = models.DateTimeField("gegangen um", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BelowMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Anwesenheit"
        verbose_name_plural = "Anwesenheiten"
        ordering = ("meeting", "member__seat", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "member"), name="attendance_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, guest="") | (Q(member__isnull=True) & ~Q(guest="")),
                name="attendance_of_member_or_guest",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="attendance_presence_known"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True)
                | Q(arrived_at__isnull=True)
                | Q(left_at__gte=F("arrived_at")),
                name="attendance_left_after_arrival",
                violation_error_message="Gegangen wird nicht vor dem Kommen: Bitte prüfen Sie die Uhrzeiten.",
            ),
            models.UniqueConstraint(
                fields=("meeting", "on_behalf_of"),
                condition=Q(on_behalf_of__isnull=False),
                name="attendance_one_stands_in",
                violation_error_message="Diese Kommune wird schon von jemand anderem mit vertreten.",
            ),
        )
        triggers = (locked_with_minutes("attendance_locked"),)

    def __str__(self) -> str:
        return str(self.member or self.guest)
