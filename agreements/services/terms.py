"""The terms of an agreement: time, form, tax, procurement, personal data; and what the authority answered."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agreements.models import (
    Agreement,
    DataProtection,
    NoticeAt,
    Procurement,
    SignatureForm,
    Term,
    VatTreatment,
)
from agreements.services.agreements import lock_draft
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User

FURTHEST_YEARS = 100
MOST_MONTHS, MOST_YEARS = 600, 100
YEAR = "Bitte prüfen Sie das Jahr."
_MONTHS = f"Möglich sind 1 bis {MOST_MONTHS} Monate."
_CHOICES = {
    "term": Term,
    "signature_form": SignatureForm,
    "vat": VatTreatment,
    "procurement": Procurement,
    "data_protection": DataProtection,
}
_NOTES = ("vat_note", "procurement_note", "data_protection_note")


@dataclass(frozen=True, kw_only=True)
class TermsData:
    """What an agreement says about itself, by the names of its fields."""

    term: str
    starts_on: date | None = None
    ends_on: date | None = None
    notice_months: int | None = None
    notice_at: str = ""
    renewal_months: int | None = None
    evaluation_on: date | None = None
    evaluation_months: int | None = None
    retention_years: int | None = 10
    signature_form: str = SignatureForm.UNDECIDED.value
    vat: str = VatTreatment.UNDECIDED.value
    vat_note: str = ""
    procurement: str = Procurement.UNDECIDED.value
    procurement_note: str = ""
    data_protection: str = DataProtection.UNDECIDED.value
    data_protection_note: str = ""


@dataclass(frozen=True, kw_only=True)
class ClarificationData:
    """What the authority answered; an empty requirement takes an answer back."""

    clarified_requirement: str = ""
    clarified_on: date | None = None
    clarification: str = ""


def stored_terms(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`TermsData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(TermsData)}


def stored_clarification(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ClarificationData`."""
    return {item.name: getattr(row, item.name) for item in fields(ClarificationData)}


@transaction.atomic
def update_terms(*, actor: User, agreement: Agreement, data: TermsData, expected_version: int) -> Agreement:
    """Store the terms of the draft; versions keep theirs.

    Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    row = lock_draft(actor, agreement.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    if errors := _errors(data):
        raise ValidationError(errors)
    for name, value in stored_terms(data).items():
        setattr(row, name, value.strip() if name in _NOTES else value)
    return _keep(row)


@transaction.atomic
def clarify_requirement(
    *, actor: User, agreement: Agreement, data: ClarificationData, expected_version: int
) -> Agreement:
    """Store what the authority answered about approval or notification; it holds in place of the law's catalog.

    Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    row = lock_draft(actor, agreement.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    text = data.clarification.strip()
    if not data.clarified_requirement:
        row.clarified_requirement, row.clarified_on, row.clarification = "", None, ""
        return _keep(row)
    errors = {}
    if data.clarified_on is None:
        errors["clarified_on"] = "Bitte nennen Sie den Tag der Antwort."
    elif data.clarified_on > timezone.localdate():
        errors["clarified_on"] = "Dieser Tag liegt in der Zukunft."
    elif _far(data.clarified_on):
        errors["clarified_on"] = YEAR
    if not text:
        errors["clarification"] = "Bitte halten Sie fest, wer was geantwortet hat."
    if errors:
        raise ValidationError(errors)
    row.clarified_requirement = data.clarified_requirement
    row.clarified_on, row.clarification = data.clarified_on, text
    return _keep(row)


def _keep(row: Agreement) -> Agreement:
    row.version += 1
    row.full_clean(validate_constraints=False)
    row.save()
    return row


def _errors(data: TermsData) -> dict[str, str]:
    errors = {
        name: "Bitte wählen Sie aus."
        for name, choices in _CHOICES.items()
        if getattr(data, name) not in choices.values
    }
    if data.notice_at and data.notice_at not in NoticeAt.values:
        errors["notice_at"] = "Bitte wählen Sie aus."
    for name in ("notice_months", "renewal_months", "evaluation_months"):
        value = getattr(data, name)
        if value is not None and not 1 <= value <= MOST_MONTHS:
            errors[name] = _MONTHS
    if data.retention_years is None or not 1 <= data.retention_years <= MOST_YEARS:
        errors["retention_years"] = f"Möglich sind 1 bis {MOST_YEARS} Jahre."
    for name in ("starts_on", "ends_on", "evaluation_on"):
        day = getattr(data, name)
        if day is not None and _far(day):
            errors[name] = YEAR
    return {**_contradictions(data), **errors}


def _contradictions(data: TermsData) -> dict[str, str]:
    """Fields that do not go together, each named where it is mended."""
    errors = {}
    fixed = data.term == Term.FIXED
    if fixed and data.ends_on is None:
        errors["ends_on"] = "Bitte geben Sie an, bis wann die Vereinbarung gilt."
    if not fixed and data.ends_on is not None:
        errors["ends_on"] = "Ein Ende gehört zu einer befristeten Laufzeit, und nur zu ihr."
    if data.starts_on and data.ends_on and data.ends_on <= data.starts_on:
        errors["ends_on"] = "Das Ende liegt nicht nach dem Anfang."
    if data.renewal_months is not None and not fixed:
        errors["renewal_months"] = "Verlängern kann sich nur, was befristet ist."
    if data.notice_months is None and (data.renewal_months is not None or data.notice_at):
        errors["notice_months"] = "Bitte nennen Sie die Frist, mit der gekündigt wird."
    if data.evaluation_on:
        if data.starts_on and data.evaluation_on < data.starts_on:
            errors["evaluation_on"] = "Die Evaluation liegt vor dem Anfang."
        if data.ends_on and not data.renewal_months and data.evaluation_on > data.ends_on:
            errors["evaluation_on"] = "Die Evaluation liegt nach dem Ende."
    return errors


def _far(day: date) -> bool:
    return abs(day.year - timezone.localdate().year) > FURTHEST_YEARS
