"""Ratings of the twelve success factors, by one partner or by the cooperation as a whole."""

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

from cooperations.models import Cooperation, Partner, partner_of_same_cooperation
from quickcheck.querysets import RatingQuerySet

EVIDENCE_LENGTH = 4000


class RatingValue(models.TextChoices):
    """The five values of the scale; points are in ``scoring``."""

    OPEN = "open", "offen"
    STARTED = "started", "begonnen"
    MOSTLY = "mostly", "weitgehend erfüllt"
    FULFILLED = "fulfilled", "erfüllt"
    NOT_APPLICABLE = "na", "nicht zutreffend"


@pghistory.track(append_only=True)
class Rating(models.Model):
    """How far one factor is fulfilled: for one partner, or for all where ``partner`` is empty.

    An empty ``value`` is a rating that was taken back, or a note before the first one. The row stays, so that
    its note is kept and ``version`` never starts again: an old form could else overwrite a new rating.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="ratings")
    factor_key = models.CharField("Erfolgsfaktor", max_length=40)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="ratings"
    )
    value = models.CharField("Bewertung", max_length=12, choices=RatingValue, blank=True)
    evidence = models.TextField("Beleg", validators=[MaxLengthValidator(EVIDENCE_LENGTH)], blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "Bewertung"
        verbose_name_plural = "Bewertungen"
        constraints = (
            models.UniqueConstraint(
                fields=("cooperation", "factor_key", "partner"), nulls_distinct=False, name="rating_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value__in=["", *RatingValue.values]), name="rating_value_known"
            ),
        )
        triggers = (partner_of_same_cooperation(),)

    def __str__(self) -> str:
        return f"{self.factor_key}: {self.get_value_display() or 'nicht bewertet'}"
