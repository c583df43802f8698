"""Resolutions of the councils: recorded by the coordination for all, by staff for their own municipality."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from agreements.event_mails import remind_partners
from agreements.models import AgreementVersion, CouncilResolution, CouncilResult
from agreements.path import LABELS, State
from agreements.selectors.resolutions import CHANGEABLE, CLOSED, councils_of
from agreements.services.lifecycle import DROPPED, FUTURE, adopt_when_complete, held
from cooperations.models import Partner
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User
from ikz.files.services import discard_file, store_file

NOT_NAMED = "Diese Kommune ist in dieser Fassung nicht als Beteiligte genannt."
SUBMITTED_SINCE = (
    "Die Fassung ist schon vorgelegt: Dieser Beschluss gehört zu den Unterlagen. "
    "Hat das Gremium neu beschlossen, tragen Sie bitte einen weiteren Beschluss ein."
)
LOSES_ADOPTION = (
    "Die Fassung gilt als von allen beschlossen. Hat das Gremium neu beschlossen, tragen Sie bitte einen weiteren "
    "Beschluss ein: So bleibt nachvollziehbar, was wann galt."
)


@dataclass(frozen=True, kw_only=True)
class ResolutionData:
    """What is entered."""

    body: str
    decided_on: date
    result: str
    reference: str = ""
    note: str = ""


def stored_values(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ResolutionData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(ResolutionData)}


def earlier_values(row: CouncilResolution, save_count: int) -> Mapping[str, Any]:
    """What was stored under an earlier version; empty where the history does not have it."""
    events = row.events.filter(save_count=save_count)  # type: ignore[attr-defined]
    event = events.order_by("-pgh_id").first()
    return stored_values(event) if event else {}


@transaction.atomic
def record_resolution(
    *,
    actor: User,
    version: AgreementVersion,
    partner: Partner,
    data: ResolutionData,
    upload: UploadedFile[Any] | None = None,
) -> CouncilResolution:
    """Enter what a partner's body resolved; the last consent of all makes the version adopted.

    Raises Http404 and PermissionDenied by the gate, ValidationError by field (``body``, ``decided_on``, ``result``,
    ``note``, ``file``) and without field where the version takes no more resolutions.
    """
    locked = _opened(actor, version)
    if not Partner.objects.answerable_by(actor).filter(pk=partner.pk).exists():
        raise PermissionDenied
    if partner.pk not in {row["id"] for row in locked.content["partners"]}:
        raise ValidationError(NOT_NAMED)
    row = CouncilResolution(version=locked, partner=partner, recorded_by=actor)
    _fill(row, data)
    if upload is not None:
        row.file = store_file(actor=actor, upload=upload)
    row.save()
    adopt_when_complete(locked)
    return row


@transaction.atomic
def change_resolution(
    *,
    actor: User,
    resolution: CouncilResolution,
    data: ResolutionData,
    expected_version: int,
    upload: UploadedFile[Any] | None = None,
    drop_file: bool = False,
) -> CouncilResolution:
    """Correct a resolution before its version is submitted; raises EditConflict, ValidationError by field."""
    row = _changeable(actor, resolution)
    if row.save_count != expected_version:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data)
    old = row.file if upload is not None or drop_file else None
    if upload is not None:
        row.file = store_file(actor=actor, upload=upload)
    elif drop_file:
        row.file = None
    row.save_count += 1
    row.save()
    if old is not None:
        discard_file(file=old)
    _keeps_adoption(row.version)
    adopt_when_complete(row.version)
    return row


@transaction.atomic
def remove_resolution(*, actor: User, resolution: CouncilResolution) -> None:
    """Remove a resolution entered by mistake, before its version is submitted; the history keeps that it was there."""
    row = _changeable(actor, resolution)
    version, file = row.version, row.file
    row.delete()
    if file is not None:
        discard_file(file=file)
    _keeps_adoption(version)


@transaction.atomic
def remind_of_missing_resolutions(*, actor: User, version: AgreementVersion) -> tuple[int, list[str]]:
    """Write to the partners whose consent is missing; how many are missing, and which of them have no address.

    At most one mail a day and person. Raises ValidationError where nobody is missing.
    """
    row = held(version, actor)
    if State(row.state) in CLOSED:
        raise ValidationError(_closed(row))
    missing = [line.partner for line in councils_of(row).missing if line.partner is not None]
    if not missing:
        raise ValidationError("Es fehlt kein Beschluss.")
    unreached = remind_partners(row, missing, day=timezone.localdate().isoformat())
    return len(missing), unreached


def _opened(actor: User, version: AgreementVersion) -> AgreementVersion:
    """The version, seen by the actor, locked, and still open for resolutions."""
    get_visible(AgreementVersion.objects, actor, pk=version.pk)
    if actor.read_only:
        raise PermissionDenied
    row = held(version, None)
    if row.agreement.dropped_on is not None:
        raise ValidationError(DROPPED)
    if State(row.state) in CLOSED:
        raise ValidationError(_closed(row))
    return row


def _closed(row: AgreementVersion) -> str:
    return f"Diese Fassung ist {LABELS[State(row.state)]}; Beschlüsse lassen sich nicht mehr eintragen."


def _changeable(actor: User, resolution: CouncilResolution) -> CouncilResolution:
    seen: CouncilResolution = get_editable(CouncilResolution.objects, actor, pk=resolution.pk)
    version = _opened(actor, seen.version)
    if State(version.state) not in CHANGEABLE:
        raise ValidationError(SUBMITTED_SINCE)
    row: CouncilResolution = get_editable(CouncilResolution.objects, actor, lock=True, pk=resolution.pk)
    row.version = version
    return row


def _keeps_adoption(version: AgreementVersion) -> None:
    """A version that is adopted stays so: what would take the consent away is a new resolution, not a correction."""
    by_hand = version.steps.filter(to_state=State.ADOPTED.value, recorded_by__isnull=False).exists()
    if version.state == State.ADOPTED and not by_hand and councils_of(version).missing:
        raise ValidationError(LOSES_ADOPTION)


def _fill(row: CouncilResolution, data: ResolutionData) -> None:
    values = asdict(data)
    values["body"], values["reference"] = " ".join(data.body.split()), " ".join(data.reference.split())
    values["note"] = "\n".join(data.note.strip().splitlines())
    errors = {}
    if data.result not in CouncilResult.values:
        errors["result"] = "Bitte wählen Sie, was beschlossen wurde."
    if data.decided_on > timezone.localdate():
        errors["decided_on"] = FUTURE
    if data.result == CouncilResult.ADOPTED_IF and not values["note"]:
        errors["note"] = "Bitte nennen Sie die Maßgaben."
    if data.result == CouncilResult.NOT_NEEDED and not values["note"]:
        errors["note"] = "Bitte begründen Sie, warum kein Beschluss nötig ist."
    if errors:
        raise ValidationError(errors)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["version", "partner", "file"], validate_constraints=False)
