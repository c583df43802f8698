"""Single meetings: made as drafts, changed, and discarded while nobody was invited."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from governance.meeting_states import MOVABLE
from governance.models import AgendaItem, Body, Meeting, MeetingSeries, MeetingState
from governance.services.bodies import working_body
from governance.services.first_items import APPROVAL, add_standing_items, place_approvals, waiting_minutes
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

FURTHEST = timedelta(days=366 * 5)
NO_PURPOSE = "Bitte nennen Sie den Zweck der Sitzung in einem Satz. Ohne Zweck braucht es die Sitzung nicht: Sie kostet alle Zeit."


@dataclass(frozen=True, kw_only=True)
class MeetingData:
    """What the coordination enters about a meeting."""

    title: str
    purpose: str
    starts_at: datetime
    minutes: int
    place: str
    link: str
    is_public: bool = False


def stored_meeting(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`MeetingData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(MeetingData)}


def tidy(data: MeetingData) -> MeetingData:
    """The data as it is stored: no spaces around."""
    texts: dict[str, Any] = {
        item.name: "\n".join(value.strip().splitlines())
        for item in fields(data)
        if isinstance(value := getattr(data, item.name), str)
    }
    return replace(data, **texts)


@transaction.atomic
def create_meeting(*, actor: User, body: Body, data: MeetingData) -> Meeting:
    """Make a draft with the first items of its agenda; nothing is sent. Raises ValidationError by field."""
    row = add_draft(actor, working_body(actor, body), data)
    place_approvals(row.body)
    return row


@transaction.atomic
def change_meeting(*, actor: User, meeting: Meeting, data: MeetingData, expected_version: int) -> Meeting:
    """Store changed data of a draft, or of an invited meeting, whose members are told by the invitation's service.

    Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    seen: Meeting = get_editable(Meeting.objects, actor, pk=meeting.pk)
    waiting_minutes(seen.body)
    row: Meeting = get_editable(Meeting.objects, actor, lock=True, pk=meeting.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    if row.state not in MOVABLE:
        raise ValidationError(
            f"Diese Sitzung ist {row.get_state_display()}. Ihre Angaben lassen sich nicht mehr ändern."
        )
    moved = row.starts_at != data.starts_at
    _fill(row, data)
    row.version += 1
    row.save()
    if moved:
        place_approvals(row.body)
    return row


@transaction.atomic
def discard_meeting(*, actor: User, meeting: Meeting) -> None:
    """Delete a draft; what was entered for it by hand goes to the backlog of its body.

    The day of a series is skipped from then on. Raises ValidationError once members were invited.
    """
    seen: Meeting = get_editable(Meeting.objects, actor, pk=meeting.pk)
    body: Body = get_editable(Body.objects, actor, lock=True, pk=seen.body_id)
    waiting_minutes(body)
    row: Meeting = get_editable(Meeting.objects, actor, lock=True, pk=meeting.pk)
    if row.series_id and row.recurrence_on:
        series: MeetingSeries = MeetingSeries.objects.select_for_update().get(pk=row.series_id)
        series.skipped = sorted({*series.skipped, row.recurrence_on})
        series.version += 1
        series.save()
    delete_draft(row)
    place_approvals(body)


def add_draft(
    actor: User,
    body: Body,
    data: MeetingData,
    *,
    series: MeetingSeries | None = None,
    recurrence_on: date | None = None,
) -> Meeting:
    """The draft itself, within the transaction of a service that has locked its body and then places approvals."""
    row = Meeting(body=body, series=series, recurrence_on=recurrence_on, created_by=actor)
    _fill(row, data)
    row.save()
    add_standing_items(row)
    return row


def delete_draft(row: Meeting) -> None:
    """Delete a locked draft, keeping in the backlog what was entered by hand or has papers."""
    if row.state != MeetingState.DRAFT:
        raise ValidationError("Zu dieser Sitzung ist schon eingeladen. Bitte sagen Sie sie ab.")
    kept = [
        item.pk
        for item in row.items.prefetch_related("papers")
        if item.key != APPROVAL and (not item.source.startswith("standing:") or item.papers.all())
    ]
    AgendaItem.objects.filter(pk__in=kept).update(meeting=None, position=0)
    row.items.all().delete()
    row.delete()


def _fill(row: Meeting, data: MeetingData) -> None:
    whole = tidy(data)
    now = timezone.now()
    errors = {}
    if not whole.title:
        errors["title"] = "Bitte geben Sie der Sitzung einen Titel."
    if not whole.purpose:
        errors["purpose"] = NO_PURPOSE
    if whole.starts_at < now and whole.starts_at != row.starts_at:
        errors["starts_at"] = "Dieser Termin liegt in der Vergangenheit."
    if whole.starts_at > now + FURTHEST:
        errors["starts_at"] = "Bitte prüfen Sie das Jahr."
    if whole.is_public and not row.body.is_public:
        errors["is_public"] = "Dieses Gremium tagt nicht öffentlich. Sie können das beim Gremium ändern."
    if errors:
        raise ValidationError(errors)
    for name, value in stored_meeting(whole).items():
        setattr(row, name, value)
    row.full_clean(validate_constraints=False)
