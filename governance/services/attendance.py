"""Attendance: who is there, for whom, from when until when. By coordination, chair or minute-taker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.gates import get_led
from governance.models import Attendance, Meeting, MeetingState, Member, Minutes, Presence, Seat
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from municipalities.querysets import valid_today

RECORDED_WHILE = (MeetingState.RUNNING, MeetingState.HELD)
TOO_EARLY = "Die Anwesenheit wird eingetragen, sobald die Sitzung eröffnet ist."
APPROVED = "Die Niederschrift dieser Sitzung ist genehmigt. Die Anwesenheit lässt sich nicht mehr ändern."
BACKWARDS = "Gegangen wird nicht vor dem Kommen: Bitte prüfen Sie die Uhrzeiten."


@dataclass(frozen=True, kw_only=True)
class AttendanceData:
    """What is entered for one person; ``on_behalf_of`` is the key of another municipality's seat."""

    presence: str
    on_behalf_of: int | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None


def stored_values(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`AttendanceData`; also of a row of the history."""
    return {
        "presence": row.presence,
        "on_behalf_of": row.on_behalf_of_id,
        "arrived_at": row.arrived_at,
        "left_at": row.left_at,
    }


def earlier_values(row: Attendance, version: int) -> dict[str, Any]:
    """What was stored under an earlier version; empty where the history does not have it."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return {} if event is None else stored_values(event)


@transaction.atomic
def mark_presence(*, actor: User, attendance: Attendance, presence: str, expected_version: int) -> Attendance:
    """Say with one click whether somebody is there; times and stand-ins stay where they still make sense.

    Raises EditConflict when somebody else saved in between.
    """
    row = _locked(actor, attendance)
    data = AttendanceData(
        **stored_values(row) | {"presence": presence}
        if presence == Presence.PRESENT
        else {"presence": presence}
    )
    return _store(row, data, expected_version)


@transaction.atomic
def mark_rest_present(*, actor: User, meeting: Meeting) -> int:
    """Say that everybody is there who is neither marked nor excused; return how many that were."""
    _open_meeting(actor, meeting.pk)
    rows = Attendance.objects.select_for_update(of=("self",)).filter(
        meeting=meeting.pk, presence=Presence.ABSENT, member__is_deputy=False, version=1
    )
    found = list(rows.order_by("pk"))
    for row in found:
        row.presence = Presence.PRESENT
        row.version += 1
        row.save(update_fields=["presence", "version"])
    return len(found)


@transaction.atomic
def change_attendance(
    *, actor: User, attendance: Attendance, data: AttendanceData, expected_version: int
) -> Attendance:
    """Store presence, times and for whom somebody stands in; raises EditConflict, ValidationError by field."""
    return _store(_locked(actor, attendance), data, expected_version)


@transaction.atomic
def add_member(*, actor: User, meeting: Meeting, member: Member) -> Attendance:
    """Note that a member or deputy is there who was not on the list; ValidationError (``member``) for others."""
    row = _open_meeting(actor, meeting.pk)
    if not addable_members(row).filter(pk=member.pk).exists():
        raise ValidationError(
            {"member": "Diese Person steht schon auf der Liste oder gehört nicht zum Gremium."}
        )
    try:
        with transaction.atomic():
            return Attendance.objects.create(meeting=row, member_id=member.pk, presence=Presence.PRESENT)
    except IntegrityError as error:
        raise ValidationError({"member": "Diese Person steht schon auf der Liste."}) from error


@transaction.atomic
def add_guest(*, actor: User, meeting: Meeting, guest: str) -> Attendance:
    """Note a guest by function, such as ``Leitung des Medienzentrums``."""
    row = _open_meeting(actor, meeting.pk)
    guest = " ".join(guest.split())
    if not guest:
        raise ValidationError({"guest": "Bitte nennen Sie die Funktion des Gastes."})
    added = Attendance(meeting=row, guest=guest, presence=Presence.PRESENT)
    added.full_clean(exclude=["meeting"], validate_constraints=False)
    added.save()
    return added


def addable_members(meeting: Meeting) -> Any:
    """Members and deputies of the body who are not on the meeting's list."""
    listed = Attendance.objects.filter(meeting=meeting, member__isnull=False).values("member")
    rows = Member.objects.representing()
    rows = rows.filter(valid_today(), valid_today("seat__"), seat__body=meeting.body_id)
    return rows.exclude(pk__in=listed).select_related("seat__partner__municipality")


def other_seats(row: Attendance) -> Collection[Seat]:
    """The voting seats of other municipalities, for which the person may stand in."""
    if row.member is None:
        return []
    seats = Seat.objects.filter(
        valid_today(), body=row.member.seat.body_id, vote_weight__gt=0, partner__status="confirmed"
    )
    return list(seats.exclude(pk=row.member.seat_id).select_related("partner__municipality"))


def _locked(actor: User, attendance: Attendance) -> Attendance:
    seen = get_visible(Attendance.objects, actor, pk=attendance.pk)
    # First the meeting, as everywhere.
    _open_meeting(actor, seen.meeting_id)
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("member__seat")
    return rows.get(pk=seen.pk)


def _open_meeting(actor: User, pk: int) -> Meeting:
    row: Meeting = get_led(Meeting.objects, actor, lock=True, pk=pk)
    if row.state not in RECORDED_WHILE:
        raise ValidationError(TOO_EARLY)
    if Minutes.objects.filter(meeting=row, approved_at__isnull=False).exists():
        raise ValidationError(APPROVED)
    return row


def _store(row: Attendance, data: AttendanceData, expected_version: int) -> Attendance:
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    if errors := _errors(row, data):
        raise ValidationError(errors)
    if stored_values(row) == vars(data):
        # Marked as it was: still somebody has looked.
        row.version += 1
        row.save(update_fields=["version"])
        return row
    row.presence, row.on_behalf_of_id = data.presence, data.on_behalf_of
    row.arrived_at, row.left_at = data.arrived_at, data.left_at
    row.version += 1
    row.save()
    return row


def _errors(row: Attendance, data: AttendanceData) -> dict[str, str]:
    errors = {}
    if data.presence not in Presence.values:
        errors["presence"] = "Bitte wählen Sie: anwesend, entschuldigt oder abwesend."
    if data.presence != Presence.PRESENT and (data.on_behalf_of or data.arrived_at or data.left_at):
        errors["presence"] = "Uhrzeiten und Vertretungen gehören nur zu Personen, die anwesend sind."
    if data.arrived_at and data.left_at and data.left_at < data.arrived_at:
        errors["left_at"] = BACKWARDS
    day = timezone.localdate(row.meeting.opened_at or row.meeting.starts_at)
    for name, moment in (("arrived_at", data.arrived_at), ("left_at", data.left_at)):
        if moment and abs((timezone.localdate(moment) - day).days) > 1:
            errors[name] = "Bitte geben Sie eine Uhrzeit am Tag der Sitzung an."
    if data.on_behalf_of:
        if data.on_behalf_of not in {seat.pk for seat in other_seats(row)}:
            errors["on_behalf_of"] = (
                "Vertreten lässt sich nur eine andere Kommune, die im Gremium eine Stimme hat."
            )
        elif Attendance.objects.filter(meeting=row.meeting_id, on_behalf_of=data.on_behalf_of).exclude(
            pk=row.pk
        ):
            errors["on_behalf_of"] = "Diese Kommune wird schon von jemand anderem mit vertreten."
    return errors
