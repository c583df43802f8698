"""An agreement, statute or letter of intent as it is drafted; what was frozen of it are its versions."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from guardian.models.models import GroupObjectPermissionBase, UserObjectPermissionBase

from agreements.instruments import Instrument, instrument_of
from agreements.querysets import AgreementQuerySet
from cooperations.catalog import models as cooperation_models
from cooperations.law import Requirement
from cooperations.models import Cooperation
from municipalities.catalog import LAENDER, LAND_CHOICES


class Term(models.TextChoices):
    """How long the agreement is to hold."""

    UNDECIDED = "undecided", "noch offen"
    OPEN_ENDED = "open-ended", "unbefristet"
    FIXED = "fixed", "befristet"


class NoticeAt(models.TextChoices):
    """To which day notice may be given."""

    ANY_DAY = "any-day", "zu jedem Tag"
    MONTH_END = "month-end", "zum Ende eines Monats"
    QUARTER_END = "quarter-end", "zum Ende eines Quartals"
    HALF_YEAR_END = "half-year-end", "zum 30. Juni oder 31. Dezember"
    YEAR_END = "year-end", "zum Ende eines Kalenderjahres"
    SCHOOL_YEAR_END = "school-year-end", "zum Ende eines Schuljahres (31. Juli)"


class SignatureForm(models.TextChoices):
    """In which form the partners sign."""

    UNDECIDED = "undecided", "noch offen"
    WRITTEN = "written", "schriftlich, von Hand unterschrieben"
    ELECTRONIC = "electronic", "elektronisch (qualifizierte Signatur)"


class VatTreatment(models.TextChoices):
    """Whether services between the partners bear value added tax (§ 2b UStG)."""

    UNDECIDED = "undecided", "noch nicht geprüft"
    TAXED = "taxed", "Leistungen werden mit Umsatzsteuer abgerechnet"
    NOT_TAXED = "not-taxed", "geprüft: keine Umsatzsteuer nach § 2b UStG"
    OPTION = "option", "Optionserklärung, altes Recht bis zum Ende der Übergangszeit"
    NO_SERVICE = "no-service", "es wird nichts gegen Entgelt geleistet"


class Procurement(models.TextChoices):
    """Why the agreement needs no award procedure, or that it has one."""

    UNDECIDED = "undecided", "noch nicht geprüft"
    COOPERATION = "cooperation", "öffentlich-öffentliche Zusammenarbeit (§ 108 Abs. 6 GWB)"
    COMPETENCE = "competence", "die Zuständigkeit geht über, kein öffentlicher Auftrag"
    IN_HOUSE = "in-house", "Inhouse-Vergabe (§ 108 Abs. 1 bis 5 GWB)"
    PROCEDURE = "procedure", "es gab oder gibt ein Vergabeverfahren"
    NO_SERVICE = "no-service", "es wird nichts gegen Entgelt geleistet"


class DataProtection(models.TextChoices):
    """Who is responsible where personal data are processed."""

    UNDECIDED = "undecided", "noch nicht geprüft"
    PROCESSOR = "processor", "Auftragsverarbeitung, Vertrag nach Art. 28 DSGVO liegt bei"
    JOINT = "joint", "gemeinsam Verantwortliche, Vereinbarung nach Art. 26 DSGVO liegt bei"
    CONTROLLER = "controller", "die übernehmende Stelle ist selbst verantwortlich"
    NONE = "none", "es werden keine personenbezogenen Daten verarbeitet"


def _text(label: str, length: int = 2000) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, default="", validators=[MaxLengthValidator(length)])


def _months(label: str, most: int = 600) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(most)]
    )


@pghistory.track(append_only=True)
class Agreement(models.Model):
    """The document in which partners bind themselves: its frame; the wording stands in its clauses.

    ``form_keys`` are keys of the forms of cooperation it combines; ``land`` is the Land whose law governs it. The
    fields from ``term`` on tell what the completeness check and the deadlines ask for. ``clarified_requirement`` is
    what the authority answered where the law's catalog is unclear, and then holds in its place. ``version`` counts
    saves of these fields.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="agreements")
    title = models.CharField("Titel", max_length=200)
    form_keys = ArrayField(models.CharField(max_length=40), verbose_name="Formen der Zusammenarbeit")
    land = models.CharField("Land, dessen Recht gilt", max_length=2, choices=LAND_CHOICES)

    term = models.CharField("Laufzeit", max_length=12, choices=Term, default=Term.UNDECIDED)
    starts_on = models.DateField("soll gelten ab", null=True, blank=True)
    ends_on = models.DateField("gilt bis", null=True, blank=True)
    notice_months = _months("Kündigungsfrist in Monaten")
    notice_at = models.CharField("Kündigung möglich", max_length=16, choices=NoticeAt, blank=True)
    renewal_months = _months("verlängert sich ohne Kündigung um Monate")
    evaluation_on = models.DateField("erste Evaluation am", null=True, blank=True)
    evaluation_months = _months("danach Evaluation alle … Monate")
    retention_years = models.PositiveSmallIntegerField(
        "Aufbewahrung in Jahren nach dem Ende",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    signature_form = models.CharField(
        "Form der Unterschrift", max_length=12, choices=SignatureForm, default=SignatureForm.UNDECIDED
    )
    vat = models.CharField(
        "Umsatzsteuer", max_length=12, choices=VatTreatment, default=VatTreatment.UNDECIDED
    )
    vat_note = _text("Begründung zur Umsatzsteuer")
    procurement = models.CharField(
        "Vergaberecht", max_length=12, choices=Procurement, default=Procurement.UNDECIDED
    )
    procurement_note = _text("Begründung zum Vergaberecht")
    data_protection = models.CharField(
        "Personenbezogene Daten", max_length=12, choices=DataProtection, default=DataProtection.UNDECIDED
    )
    data_protection_note = _text("Begründung zum Datenschutz")

    clarified_requirement = models.CharField(
        "mit der Aufsicht geklärt",
        max_length=32,
        blank=True,
        choices=[
            (Requirement.APPROVAL.value, "Genehmigung erforderlich"),
            (Requirement.NOTIFICATION.value, "Anzeige genügt"),
            (Requirement.ESTABLISHMENT.value, "Errichtung durch die Behörde"),
            (Requirement.NONE.value, "weder Genehmigung noch Anzeige"),
        ],
    )
    clarified_on = models.DateField("geklärt am", null=True, blank=True)
    clarification = _text("Wer hat was geantwortet?")

    dropped_on = models.DateField("nicht weiterverfolgt seit", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Vereinbarung"
        verbose_name_plural = "Vereinbarungen"
        ordering = ("title", "pk")
        permissions = (("supervise_agreement", "liest vorgelegte Fassungen"),)
        constraints = (
            models.CheckConstraint(condition=Q(land__in=tuple(LAENDER)), name="agreement_land_known"),
            models.CheckConstraint(
                condition=Q(form_keys__len__gt=0),
                name="agreement_has_form",
                violation_error_message="Bitte wählen Sie mindestens eine Form der Zusammenarbeit.",
            ),
            models.CheckConstraint(
                condition=Q(term=Term.FIXED, ends_on__isnull=False)
                | (~Q(term=Term.FIXED) & Q(ends_on__isnull=True)),
                name="agreement_end_when_fixed",
                violation_error_message="Ein Ende gehört zu einer befristeten Laufzeit, und nur zu ihr.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="agreement_end_after_start",
                violation_error_message="Das Ende liegt nicht nach dem Anfang.",
            ),
            models.CheckConstraint(
                condition=Q(clarified_requirement="")
                | (Q(clarified_on__isnull=False) & ~Q(clarification="")),
                name="agreement_clarification_whole",
                violation_error_message="Zu einer Klärung gehören der Tag und die Antwort.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def instrument(self) -> Instrument:
        """Agreement, statute or letter of intent, by its forms."""
        return instrument_of(self.form_keys) or Instrument.AGREEMENT

    @property
    def form_labels(self) -> list[str]:
        """The names of its forms of cooperation."""
        return [cooperation_models()[key].label for key in self.form_keys]

    @property
    def land_name(self) -> str:
        """The name of the Land whose law governs it."""
        return LAENDER[self.land]


class AgreementUserPermission(UserObjectPermissionBase):
    """No grants to persons exist; guardian's check asks for the table."""

    content_object = models.ForeignKey(Agreement, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "Recht einer Person"


class AgreementGroupPermission(GroupObjectPermissionBase):
    """Grants to the groups of authorities to which a version was submitted."""

    content_object = models.ForeignKey(Agreement, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = "Recht einer Gruppe"
