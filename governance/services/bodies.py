"""Bodies: set up, changed and dissolved by the coordination."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation
from governance.body_presets import PRESETS, BodyPreset
from governance.models import Body, BodyKind, MeetingState, Seat, StandingItem
from governance.poll_mails import stop_asking
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

LONGEST_NOTICE = 90
EARLIEST_REMINDER = 60
MOST_REMINDERS = 5


@dataclass(frozen=True, kw_only=True)
class BodyData:
    """What the coordination enters about a body; ``reminder_days`` are days ahead of a meeting."""

    kind: str
    title: str
    orientation: str
    purpose: str
    majority: str
    quorum: str
    notice_days: int
    reminder_days: Sequence[int]
    place: str
    rules_of_procedure: str
    is_public: bool


def stored_body(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`BodyData`; also of a row of the history."""
    values = {item.name: getattr(row, item.name) for item in fields(BodyData)}
    return values | {"reminder_days": tuple(row.reminder_days)}


def from_preset(preset: BodyPreset) -> BodyData:
    """The data a body of this kind begins with."""
    return BodyData(
        kind=preset.kind,
        title=preset.title,
        orientation=preset.orientation,
        purpose=preset.purpose,
        majority=preset.majority,
        quorum=preset.quorum,
        notice_days=preset.notice_days,
        reminder_days=(14, 3, 1),
        place="",
        rules_of_procedure="",
        is_public=preset.is_public,
    )


def tidy(data: BodyData) -> BodyData:
    """The data as it is stored: no spaces around, reminders once and the earliest first."""
    texts: dict[str, Any] = {
        item.name: "\n".join(value.strip().splitlines())
        for item in fields(data)
        if isinstance(value := getattr(data, item.name), str)
    }
    return replace(data, **texts, reminder_days=tuple(sorted(set(data.reminder_days), reverse=True)))


@transaction.atomic
def create_body(*, actor: User, cooperation: Cooperation, data: BodyData) -> Body:
    """Set up a body, with a seat for every confirmed partner and the standing items of its kind.

    Seats without a vote, members and other weights are entered afterwards. Raises ValidationError by field.
    """
    owner: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    row = Body(cooperation=owner)
    _fill(row, data)
    row.save()
    today = timezone.localdate()
    for partner in owner.partners.confirmed():
        Seat.objects.create(body=row, partner=partner, valid_from=today)
    preset = PRESETS[row.kind]
    for position, item in enumerate(preset.standing, start=1):
        StandingItem.objects.create(
            body=row,
            position=position,
            key=item.key,
            title=item.title,
            kind=item.kind,
            orientation=item.orientation,
            minutes=item.minutes,
        )
    return row


@transaction.atomic
def create_suggested_body(*, actor: User, cooperation: Cooperation, kind: str) -> Body:
    """Set up a body as its kind usually is; raises ValidationError where there is one of its name already."""
    if kind not in PRESETS:
        raise ValidationError("Dieses Gremium kennen wir nicht.")
    return create_body(actor=actor, cooperation=cooperation, data=from_preset(PRESETS[kind]))


@transaction.atomic
def change_body(*, actor: User, body: Body, data: BodyData, expected_version: int) -> Body:
    """Store changed data; raises EditConflict when somebody saved in between, ValidationError by field."""
    seen: Body = get_editable(Body.objects, actor, pk=body.pk)
    # First the cooperation, as where bodies are set up: two of them could take the same name at once.
    Cooperation.objects.select_for_update().get(pk=seen.cooperation_id)
    row: Body = get_editable(Body.objects, actor, lock=True, pk=body.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def dissolve_body(*, actor: User, body: Body) -> Body:
    """Close a body from today on, with its series and polls; what it decided stays.

    Raises ValidationError while a meeting is ahead.
    """
    row: Body = get_editable(Body.objects, actor, lock=True, pk=body.pk)
    if row.dissolved_on is not None:
        return row
    if row.meetings.filter(state__in=(MeetingState.INVITED, MeetingState.RUNNING)).exists():
        raise ValidationError(
            "Zu diesem Gremium ist noch eine Sitzung eingeladen oder läuft. Bitte sagen Sie sie ab oder schließen Sie sie."
        )
    row.dissolved_on = timezone.localdate()
    row.version += 1
    row.save()
    row.series.filter(ended=False).update(ended=True)
    for poll in row.polls.filter(closed_at=None):
        stop_asking(poll)
    row.polls.filter(closed_at=None).update(closed_at=timezone.now())
    return row


@transaction.atomic
def restore_body(*, actor: User, body: Body) -> Body:
    """Take a body up again; its series stay ended."""
    row: Body = get_editable(Body.objects, actor, lock=True, pk=body.pk)
    if row.dissolved_on is not None:
        row.dissolved_on = None
        row.version += 1
        row.save()
    return row


def working_body(actor: User, body: Body) -> Body:
    """The body, locked for change; raises ValidationError when it is dissolved."""
    row: Body = get_editable(Body.objects, actor, lock=True, pk=body.pk)
    if row.dissolved_on is not None:
        raise ValidationError("Dieses Gremium ist aufgelöst.")
    return row


def _fill(row: Body, data: BodyData) -> None:
    whole = tidy(data)
    errors = {}
    if whole.notice_days > LONGEST_NOTICE:
        errors["notice_days"] = f"Bitte geben Sie höchstens {LONGEST_NOTICE} Tage an."
    if len(whole.reminder_days) > MOST_REMINDERS:
        errors["reminder_days"] = f"Bitte nennen Sie höchstens {MOST_REMINDERS} Erinnerungen."
    if any(not 1 <= days <= EARLIEST_REMINDER for days in whole.reminder_days):
        errors["reminder_days"] = f"Erinnert wird 1 bis {EARLIEST_REMINDER} Tage vor der Sitzung."
    if whole.kind not in BodyKind.values:
        errors["kind"] = "Bitte wählen Sie die Art des Gremiums."
    if errors:
        raise ValidationError(errors)
    for name, value in stored_body(whole).items():
        setattr(row, name, list(value) if name == "reminder_days" else value)
    namesakes = Body.objects.filter(cooperation=row.cooperation, title=row.title).exclude(pk=row.pk)
    if row.title and namesakes.exists():
        raise ValidationError({"title": "Ein Gremium dieses Namens gibt es in der Kooperation schon."})
    row.full_clean(validate_constraints=False)
