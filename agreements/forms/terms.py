"""The terms of an agreement and the authority's answer, as they are entered."""

from datetime import date
from typing import Any

from django import forms

from agreements.models import (
    Agreement,
    DataProtection,
    NoticeAt,
    Procurement,
    SignatureForm,
    Term,
    VatTreatment,
)
from agreements.services.terms import MOST_MONTHS, MOST_YEARS, ClarificationData, TermsData, stored_terms
from cooperations.models import Cooperation
from cooperations.models.cooperation import Duration
from ikz.ui.formatting import de_date
from ikz.ui.forms import DateField, IntegerField

NOTE_LENGTH = 2000
_REQUIREMENTS = list(Agreement._meta.get_field("clarified_requirement").choices or [])  # noqa: SLF001 - Django's API


def _months(label: str, help_text: str = "") -> IntegerField:
    return IntegerField(label=label, required=False, min_value=1, max_value=MOST_MONTHS, help_text=help_text)


def _note(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


def _choice(label: str, choices: Any, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, help_text=help_text)


class TermsForm(forms.Form):
    """Everything the check and the deadlines ask for beside the wording."""

    term = _choice("Laufzeit", Term.choices)
    starts_on = DateField(label="Soll gelten ab", required=False)
    ends_on = DateField(label="Gilt bis", required=False, help_text="Nur bei einer befristeten Laufzeit")
    renewal_months = _months(
        "Verlängert sich ohne Kündigung um Monate", "Leer lassen, wenn die Vereinbarung zum Ende ausläuft."
    )
    notice_months = _months("Kündigungsfrist in Monaten")
    notice_at = forms.ChoiceField(
        label="Kündigung möglich",
        required=False,
        choices=[("", "nichts bestimmt"), *NoticeAt.choices],
        help_text="Bei einer Laufzeit, die sich verlängert, gilt stattdessen das Ende der Laufzeit.",
    )
    evaluation_on = DateField(label="Erste Evaluation am", required=False)
    evaluation_months = _months("Danach Evaluation alle … Monate")
    retention_years = IntegerField(
        label="Aufbewahrung in Jahren nach dem Ende",
        min_value=1,
        max_value=MOST_YEARS,
        help_text="Voreingestellt sind 10 Jahre. Prüfen Sie die Frist in Ihrem Aktenplan.",
    )
    signature_form = _choice("Form der Unterschrift", SignatureForm.choices)
    vat = _choice("Umsatzsteuer", VatTreatment.choices)
    vat_note = _note("Begründung zur Umsatzsteuer")
    procurement = _choice("Vergaberecht", Procurement.choices)
    procurement_note = _note(
        "Begründung zum Vergaberecht", "Bei § 108 Abs. 6 GWB: wie jede Bedingung erfüllt ist."
    )
    data_protection = _choice("Personenbezogene Daten", DataProtection.choices)
    data_protection_note = _note("Begründung zum Datenschutz")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def to_data(self) -> TermsData:
        """The valid input."""
        return TermsData(**{name: self.cleaned_data[name] for name in TERMS_LABELS})


TERMS_LABELS = {name: str(field.label) for name, field in TermsForm.base_fields.items() if name != "version"}
_WORDS: dict[str, dict[str, str]] = {
    "term": dict(Term.choices),
    "notice_at": {"": "nichts bestimmt", **dict(NoticeAt.choices)},
    "signature_form": dict(SignatureForm.choices),
    "vat": dict(VatTreatment.choices),
    "procurement": dict(Procurement.choices),
    "data_protection": dict(DataProtection.choices),
    "clarified_requirement": {"": "noch nicht geklärt", **dict(_REQUIREMENTS)},
}


def show_terms(name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    if name in _WORDS:
        return [_WORDS[name].get(value, str(value))]
    if isinstance(value, date):
        return [de_date(value)]
    return str(value).splitlines() if value not in {None, ""} else []


def initial_terms(row: Agreement, cooperation: Cooperation) -> tuple[dict[str, Any], bool]:
    """What the form begins with, and whether the term comes from the cooperation and is not stored yet."""
    stored = stored_terms(row)
    preset = row.term == Term.UNDECIDED and cooperation.duration != Duration.OPEN
    if preset:
        fixed = cooperation.duration == Duration.FIXED_TERM
        stored["term"] = (Term.FIXED if fixed else Term.OPEN_ENDED).value
        stored["ends_on"] = cooperation.ends_on if fixed else None
    return stored | {"version": row.version}, preset


class ClarificationForm(forms.Form):
    """What the authority answered about approval or notification."""

    clarified_requirement = forms.ChoiceField(
        label="Was ist gegenüber der Aufsicht zu tun?",
        required=False,
        choices=[("", "noch nicht geklärt"), *_REQUIREMENTS],
        widget=forms.RadioSelect,
    )
    clarified_on = DateField(label="Geklärt am", required=False)
    clarification = _note(
        "Wer hat was geantwortet?", "Behörde und Funktion, kein Name; Aktenzeichen, wenn es eines gibt."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def to_data(self) -> ClarificationData:
        """The valid input."""
        return ClarificationData(**{name: self.cleaned_data[name] for name in CLARIFICATION_LABELS})


CLARIFICATION_LABELS = {
    name: str(field.label) for name, field in ClarificationForm.base_fields.items() if name != "version"
}
