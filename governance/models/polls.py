"""Finding a date: options, and who could come when."""

import pghistory
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from governance.models.bodies import Body, Member
from governance.models.meetings import LONGEST_MINUTES, Meeting
from governance.querysets import BelowBodyQuerySet, BelowPollQuerySet, PollAnswerQuerySet


@pghistory.track(append_only=True)
class DatePoll(models.Model):
    """A question to the members of a body: when can you? It ends in a draft meeting, or without one."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="polls")
    title = models.CharField("Titel der Sitzung", max_length=160)
    purpose = models.TextField("Zweck", validators=[MaxLengthValidator(1000)])
    minutes = models.PositiveSmallIntegerField(
        "Dauer in Minuten", default=90, validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MINUTES)]
    )
    place = models.CharField("Ort", max_length=200, blank=True)
    answer_until = models.DateField("Antwort bis")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    meeting = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="poll", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BelowBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "Terminumfrage"
        verbose_name_plural = "Terminumfragen"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title


@pghistory.track(append_only=True)
class PollOption(models.Model):
    """One date offered."""

    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField("Beginn")

    objects = BelowPollQuerySet.as_manager()

    class Meta:
        verbose_name = "Termin zur Wahl"
        verbose_name_plural = "Termine zur Wahl"
        ordering = ("starts_at", "pk")
        constraints = (models.UniqueConstraint(fields=("poll", "starts_at"), name="poll_option_once"),)

    def __str__(self) -> str:
        return str(self.starts_at)


class PollChoice(models.TextChoices):
    """Whether a date suits."""

    YES = "yes", "passt"
    MAYBE = "maybe", "zur Not"
    NO = "no", "passt nicht"


@pghistory.track(append_only=True)
class PollAnswer(models.Model):
    """A member's answer to one option."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="poll_answers")
    choice = models.CharField("Antwort", max_length=8, choices=PollChoice)
    answered_at = models.DateTimeField(auto_now=True)

    objects = PollAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "Antwort auf die Umfrage"
        verbose_name_plural = "Antworten auf die Umfrage"
        constraints = (
            models.UniqueConstraint(fields=("option", "member"), name="poll_answer_once"),
            models.CheckConstraint(condition=Q(choice__in=PollChoice.values), name="poll_answer_known"),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"
