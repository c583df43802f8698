"""What the councils of the partners resolved about a version."""

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from agreements.models.clauses import partner_takes_part
from agreements.models.versions import AgreementVersion
from agreements.querysets import CouncilResolutionQuerySet
from cooperations.models import Partner
from ikz.files.models import StoredFile


class CouncilResult(models.TextChoices):
    """What came out."""

    ADOPTED = "adopted", "zugestimmt"
    ADOPTED_IF = "adopted-if", "zugestimmt mit Maßgaben"
    POSTPONED = "postponed", "vertagt"
    REJECTED = "rejected", "abgelehnt"
    NOT_NEEDED = "not-needed", "kein Beschluss nötig"


# With these a partner has said yes.
CONSENTING = (CouncilResult.ADOPTED, CouncilResult.ADOPTED_IF, CouncilResult.NOT_NEEDED)


@pghistory.track(append_only=True)
class CouncilResolution(models.Model):
    """The resolution of one partner's body about a version; the last one of a partner counts."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="resolutions")
    partner = models.ForeignKey(
        Partner, verbose_name="Kommune", on_delete=models.PROTECT, related_name="council_resolutions"
    )
    body = models.CharField("Gremium", max_length=160)
    decided_on = models.DateField("am")
    result = models.CharField("Ergebnis", max_length=12, choices=CouncilResult)
    reference = models.CharField("Drucksache oder Beschlussnummer", max_length=120, blank=True)
    note = models.TextField("Maßgaben oder Begründung", blank=True, validators=[MaxLengthValidator(2000)])
    file = models.OneToOneField(
        StoredFile,
        verbose_name="Auszug aus der Niederschrift",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    save_count = models.PositiveIntegerField(default=1, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CouncilResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "Beschluss eines Rates"
        verbose_name_plural = "Beschlüsse der Räte"
        ordering = ("partner", "decided_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(result__in=CouncilResult.values), name="council_resolution_result_known"
            ),
            models.CheckConstraint(
                condition=~Q(result__in=("adopted-if", "not-needed")) | ~Q(note=""),
                name="council_resolution_note_when_needed",
                violation_error_message="Bitte nennen Sie die Maßgaben oder die Begründung.",
            ),
        )
        triggers = (
            partner_takes_part(
                "agreements_agreement agreement "
                "JOIN agreements_agreementversion version ON version.agreement_id = agreement.id",
                "version.id = NEW.version_id",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.get_result_display()}"
