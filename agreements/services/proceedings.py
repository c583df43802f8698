"""Proceedings before the authority: submitted, received, decided. The coordination records; the authority reads.

What authorities of several Länder decide together is told in :mod:`agreements.decisions`.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from agreements import grants
from agreements.content import VersionContent
from agreements.decisions import NOTE_NEEDED, lawful_decisions, outcome_of
from agreements.event_mails import tell_authority, tell_partners
from agreements.models import AgreementVersion, Decision, Proceeding, ProceedingEntry, ProceedingKind
from agreements.path import DECIDED, State
from agreements.services.lifecycle import FUTURE, check_pursued, held, missing_words, path_for, step
from agreements.services.proceeding_checks import (
    DecisionData,
    EntryData,
    check_area,
    check_entry,
    check_kind,
    check_silence,
)
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User
from ikz.files.services import store_file
from ikz.ui.formatting import de_date
from municipalities.models import Authority

CHANGED = "Inzwischen wurde zu diesem Verfahren etwas eingetragen. Bitte sehen Sie nach, bevor Sie speichern."
DECIDED_ALREADY = "In diesem Verfahren ist schon entschieden."
NOT_DECIDED = "In diesem Verfahren ist noch nicht entschieden."
COMPLETE = "Aktenzeichen und Bescheid sind schon eingetragen."
__all__ = [
    "DecisionData",
    "EntryData",
    "add_entry",
    "complete_decision",
    "record_decision",
    "record_receipt",
    "submit_version",
]


@transaction.atomic
def submit_version(
    *,
    actor: User,
    version: AgreementVersion,
    authority: Authority,
    kind: str,
    submitted_on: date,
    missing_reason: str = "",
) -> Proceeding:
    """Lay a version before an authority: that alone opens it to the authority, in the same transaction.

    Raises ValidationError by field (``authority``, ``kind``, ``submitted_on``; ``missing_reason`` where resolutions
    are missing), and without field where the version cannot be submitted as it stands.
    """
    row = held(version, actor)
    check_pursued(row)
    content = VersionContent.from_json(row.content)
    office = Authority.objects.offered_to(actor).filter(pk=authority.pk).first()
    if office is None:
        raise ValidationError({"authority": "Bitte wählen Sie eine Aufsichtsbehörde."})
    check_area(office, content)
    check_kind(row, office, content, kind)
    if submitted_on > timezone.localdate():
        raise ValidationError({"submitted_on": FUTURE})
    reason = missing_reason.strip()
    missing = "" if kind == ProceedingKind.PREVIEW else missing_words(row)
    if missing and not reason:
        raise ValidationError(
            {
                "missing_reason": f"Es fehlt noch: {missing}. Bitte begründen Sie, warum die Fassung schon vorgelegt wird."
            }
        )
    found = Proceeding(
        version=row,
        authority=office,
        kind=kind,
        submitted_on=submitted_on,
        missing_reason=reason if missing else "",
        submitted_by=actor,
    )
    if Proceeding.objects.filter(version=row, authority=office, kind=kind).open().exists():
        raise ValidationError(f"Diese Fassung liegt {office} schon vor.")
    found.full_clean(exclude=["version", "authority", "decision_file"], validate_constraints=False)
    found.save()
    target = State.PREVIEW if kind == ProceedingKind.PREVIEW else State.SUBMITTED
    # Before a second authority, or again after a withdrawal, the version is there already.
    waits = target is State.SUBMITTED and not path_for(row).to_authority
    if not waits and State(row.state) not in {target} | DECIDED:
        row = step(row, target, on=submitted_on, actor=actor, reason=found.missing_reason)
        found.version = row
    grants.sync([row.agreement_id])
    tell_authority(found)
    tell_partners(
        row,
        occasion=f"submitted:{found.pk}",
        headline=f"Vorgelegt ({found.get_kind_display()})",
        text=f"Die Fassung wurde am {de_date(submitted_on)} vorgelegt: {office}. Die Behörde liest sie von jetzt an mit.",
        actor=actor,
    )
    return found


@transaction.atomic
def record_receipt(
    *, actor: User, proceeding: Proceeding, on: date, expected: int | None = None
) -> Proceeding:
    """Keep the day on which the authority received the version: from then on its periods run.

    ``expected`` is the state of the proceedings that the person saw. Raises ValidationError (``on``).
    """
    row = _held(actor, proceeding, expected)
    if on > timezone.localdate():
        raise ValidationError({"on": FUTURE})
    if on < row.submitted_on:
        raise ValidationError({"on": f"Vorgelegt wurde erst am {de_date(row.submitted_on)}."})
    row.received_on = on
    return _keep(row)


@transaction.atomic
def add_entry(
    *, actor: User, proceeding: Proceeding, data: EntryData, upload: UploadedFile[Any] | None = None
) -> ProceedingEntry:
    """Keep what happened; it is never changed. Also after the decision: letters come late.

    Raises ValidationError by field, as :class:`EntryData` names them, and ``file``.
    """
    seen: Proceeding = get_editable(Proceeding.objects, actor, lock=True, pk=proceeding.pk)
    if errors := check_entry(seen, data):
        raise ValidationError(errors)
    row = ProceedingEntry(
        proceeding=seen,
        kind=data.kind,
        happened_on=data.happened_on,
        text="\n".join(data.text.strip().splitlines()),
        answer_due_on=data.answer_due_on,
        recorded_by=actor,
    )
    row.full_clean(exclude=["proceeding", "file"], validate_constraints=False)
    if upload is not None:
        row.file = store_file(actor=actor, upload=upload)
    row.save()
    return row


@transaction.atomic
def record_decision(
    *,
    actor: User,
    proceeding: Proceeding,
    data: DecisionData,
    upload: UploadedFile[Any] | None = None,
    expected: int | None = None,
) -> Proceeding:
    """Keep what the authority decided, and take the step that follows for the version.

    Raises ValidationError by field (``decision``, ``decided_on``, ``note``, ``file``), and without field where it
    has decided already.
    """
    row = _held(actor, proceeding, expected)
    version = row.version
    content = VersionContent.from_json(version.content)
    foreign = row.authority.land != content.land
    allowed = lawful_decisions(row.kind, path=path_for(version), foreign=foreign)
    note = "\n".join(data.note.strip().splitlines())
    errors = {}
    if data.decision not in allowed:
        errors["decision"] = "Bitte wählen Sie eine Entscheidung, die zu diesem Verfahren passt."
    elif (why := NOTE_NEEDED.get(Decision(data.decision))) and not note:
        errors["note"] = why
    elif data.decision == Decision.DEEMED:
        errors |= check_silence(row, data.decided_on, note)
    first = max(day for day in (row.submitted_on, row.received_on) if day)
    if data.decided_on > timezone.localdate():
        errors["decided_on"] = FUTURE
    elif data.decided_on < first:
        errors["decided_on"] = f"Die Entscheidung liegt nicht vor dem {de_date(first)}."
    if errors:
        raise ValidationError(errors)
    row.decision, row.decided_on = data.decision, data.decided_on
    row.file_number, row.decision_note = " ".join(data.file_number.split()), note
    row.full_clean(exclude=["version", "authority", "decision_file"], validate_constraints=False)
    if upload is not None:
        row.decision_file = store_file(actor=actor, upload=upload)
    _keep(row)
    _follow(actor, row, content)
    tell_partners(
        version,
        occasion=f"decided:{row.pk}",
        headline=row.get_decision_display()[:1].upper() + row.get_decision_display()[1:],
        text=f"{row.authority}, {de_date(row.decided_on)}: {row.get_decision_display()}.",
        actor=actor,
    )
    return row


@transaction.atomic
def complete_decision(
    *, actor: User, proceeding: Proceeding, file_number: str = "", upload: UploadedFile[Any] | None = None
) -> Proceeding:
    """Add the file number or the document of a decision where they came later; what is there stays as it is.

    Raises ValidationError by field (``file_number``, ``file``), and without field where nothing is decided or
    nothing is missing.
    """
    seen: Proceeding = get_visible(Proceeding.objects, actor, pk=proceeding.pk)
    held(seen.version, actor)
    row: Proceeding = get_editable(Proceeding.objects, actor, lock=True, pk=seen.pk)
    if not row.decision:
        raise ValidationError(NOT_DECIDED)
    number = " ".join(file_number.split())
    may_number, may_file = not row.file_number, row.decision_file_id is None
    if not may_number and not may_file:
        raise ValidationError(COMPLETE)
    errors = {}
    if number and not may_number:
        errors["file_number"] = "Das Aktenzeichen ist schon eingetragen."
    if upload is not None and not may_file:
        errors["file"] = "Ein Bescheid ist schon abgelegt."
    if not number and upload is None:
        errors["file" if may_file else "file_number"] = "Bitte ergänzen Sie, was fehlt."
    if errors:
        raise ValidationError(errors)
    if number:
        row.file_number = number
        row.full_clean(exclude=["version", "authority", "decision_file"], validate_constraints=False)
    if upload is not None:
        row.decision_file = store_file(actor=actor, upload=upload)
    return _keep(row)


def _follow(actor: User, row: Proceeding, content: VersionContent) -> None:
    """Bring the version where the decisions of all its authorities lead."""
    version = row.version
    if row.kind == ProceedingKind.PREVIEW or version.state != State.SUBMITTED:
        return
    rows = version.proceedings.select_related("authority").order_by("submitted_on", "pk")
    outcome = outcome_of(rows, land=content.land, path=path_for(version))
    if outcome is not None:
        reason = f"{row.authority}: {row.get_decision_display()}"
        step(version, outcome.state, on=outcome.on, actor=actor, reason=reason)


def _held(actor: User, proceeding: Proceeding, expected: int | None) -> Proceeding:
    """The undecided proceedings through the gate, locked after their agreement and version."""
    seen: Proceeding = get_visible(Proceeding.objects, actor, pk=proceeding.pk)
    version = held(seen.version, actor)
    rows = Proceeding.objects.select_related("authority")
    row: Proceeding = get_editable(rows, actor, lock=True, pk=seen.pk)
    if row.decision:
        raise ValidationError(DECIDED_ALREADY)
    if expected is not None and row.save_count != expected:
        raise ValidationError(CHANGED)
    row.version = version
    return row


def _keep(row: Proceeding) -> Proceeding:
    row.save_count += 1
    row.save()
    return row
