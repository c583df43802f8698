"""Leading a meeting: who may, in which order, and with whom in the room."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Invitation,
    Meeting,
    MeetingState,
    Minutes,
    Office,
    Reply,
)
from governance.selectors.attendance import standing
from governance.services.attendance import (
    AttendanceData,
    add_guest,
    add_member,
    change_attendance,
    mark_presence,
)
from governance.services.conduct import call_item, close_item, close_meeting, open_meeting
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from tests.governance.conduct.conftest import attendance_of
from tests.governance.world import deputy_of, item_of, meeting_of, member_of, seat_of

pytestmark = pytest.mark.django_db


def test_opening_lists_whom_was_asked_and_takes_nobody_for_present(body: Body, coordinator: User) -> None:
    meeting = meeting_of(body, state=MeetingState.INVITED)
    deputy = deputy_of(body, "07336")
    for ags, reply in (("07333", Reply.ACCEPTED), ("07335", Reply.DECLINED), ("07336", Reply.DEPUTY)):
        Invitation.objects.create(
            meeting=meeting,
            member=member_of(body, ags),
            reply=reply,
            deputy=deputy if reply == Reply.DEPUTY else None,
        )
    meeting = open_meeting(actor=coordinator, meeting=meeting)
    assert (meeting.state, meeting.opened_at is None) == ("running", False)
    found = {row.member: row.presence for row in Attendance.objects.filter(meeting=meeting)}
    assert found == {
        member_of(body, "07333"): "absent",
        member_of(body, "07335"): "excused",
        member_of(body, "07336"): "excused",
        deputy: "absent",
    }
    assert not standing(meeting).quorum.met
    mark_presence(
        actor=coordinator, attendance=deputy.attendances.get(), presence="present", expected_version=1
    )
    found_now = standing(meeting)
    assert found_now.quorum.words() == "1 von 3 stimmberechtigten Kommunen anwesend"
    assert found_now.missing == ["Donnersbergkreis", "Landkreis Kaiserslautern"]


def test_only_an_invited_meeting_is_opened_and_only_by_those_who_lead(
    body: Body, coordinator: User, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    with pytest.raises(ValidationError, match="noch ein Entwurf"):
        open_meeting(actor=coordinator, meeting=meeting_of(body))
    meeting = meeting_of(body, state=MeetingState.INVITED, title="Eingeladen")
    with pytest.raises(PermissionDenied):
        open_meeting(actor=kusel_staff, meeting=meeting)
    for outsider in (stranger, supervisor):
        with pytest.raises(Http404):
            open_meeting(actor=outsider, meeting=meeting)
    # The chair leads as well, without coordinating.
    member = member_of(body, "07336")
    member.office = Office.CHAIR
    member.save()
    assert open_meeting(actor=kusel_staff, meeting=meeting).state == "running"
    with pytest.raises(ValidationError):
        open_meeting(actor=coordinator, meeting=meeting)


def test_items_follow_each_other_and_keep_the_quorum_of_their_call(
    running: Meeting, coordinator: User
) -> None:
    first, second = item_of(running, "Erstens"), item_of(running, "Zweitens")
    first = call_item(actor=coordinator, item=first)
    assert (first.quorate, first.quorum_note) == (True, "3 von 3 stimmberechtigten Kommunen anwesend")
    for ags in ("07336", "07335"):
        row = attendance_of(running, ags)
        mark_presence(actor=coordinator, attendance=row, presence="absent", expected_version=row.version)
    second = call_item(actor=coordinator, item=second)
    assert (second.quorate, second.quorum_note) == (False, "1 von 3 stimmberechtigten Kommunen anwesend")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.quorate
    again = call_item(actor=coordinator, item=first)
    assert (again.started_at, again.ended_at) == (first.started_at, None)
    close_item(actor=coordinator, item=again)
    with pytest.raises(ValidationError, match="nicht aufgerufen"):
        close_item(actor=coordinator, item=again)
    call_item(actor=coordinator, item=second)
    held = close_meeting(actor=coordinator, meeting=running)
    assert held.state == "held"
    assert not AgendaItem.objects.filter(meeting=running, started_at__isnull=False, ended_at=None).exists()
    with pytest.raises(ValidationError, match="läuft nicht"):
        call_item(actor=coordinator, item=second)


def test_coming_late_leaving_early_and_standing_in(running: Meeting, body: Body, coordinator: User) -> None:
    now, kusel = timezone.now(), attendance_of(running, "07336")
    data = AttendanceData(presence="present", arrived_at=now - timedelta(minutes=40), left_at=now)
    kusel = change_attendance(actor=coordinator, attendance=kusel, data=data, expected_version=2)

    def present(minutes_ago: int) -> int:
        return standing(running, moment=now - timedelta(minutes=minutes_ago)).quorum.present

    assert [present(60), present(20), present(0)] == [2, 3, 2]
    lead = attendance_of(running, "07333")
    stand_in = AttendanceData(presence="present", on_behalf_of=seat_of(body, "07336").pk)
    change_attendance(actor=coordinator, attendance=lead, data=stand_in, expected_version=2)
    assert present(0) == 3
    other = attendance_of(running, "07335")
    for wrong, field in (
        (stand_in, "on_behalf_of"),
        (replace(stand_in, on_behalf_of=seat_of(body, "07335").pk), "on_behalf_of"),
        (replace(data, left_at=now - timedelta(minutes=50)), "left_at"),
        (replace(data, arrived_at=now + timedelta(days=9)), "arrived_at"),
        (replace(data, presence="excused"), "presence"),
        (replace(data, presence="dabei"), "presence"),
    ):
        with pytest.raises(ValidationError) as refused:
            change_attendance(actor=coordinator, attendance=other, data=wrong, expected_version=2)
        assert field in refused.value.message_dict
    with pytest.raises(EditConflict):
        mark_presence(actor=coordinator, attendance=other, presence="absent", expected_version=1)


def test_deputies_and_guests_are_added_once(running: Meeting, body: Body, coordinator: User) -> None:
    deputy = deputy_of(body, "07336")
    add_member(actor=coordinator, meeting=running, member=deputy)
    with pytest.raises(ValidationError, match="schon auf der Liste"):
        add_member(actor=coordinator, meeting=running, member=deputy)
    assert (
        add_guest(actor=coordinator, meeting=running, guest=" Leitung  Medienzentrum ").guest
        == "Leitung Medienzentrum"
    )
    with pytest.raises(ValidationError, match="Funktion des Gastes"):
        add_guest(actor=coordinator, meeting=running, guest=" ")
    assert standing(running).quorum.present == 3


def test_approved_minutes_end_all_corrections(running: Meeting, coordinator: User) -> None:
    close_meeting(actor=coordinator, meeting=running)
    row = attendance_of(running, "07336")
    mark_presence(actor=coordinator, attendance=row, presence="excused", expected_version=row.version)
    Minutes.objects.create(meeting=running, state="approved", approved_at=timezone.now())
    with pytest.raises(ValidationError, match="genehmigt"):
        mark_presence(actor=coordinator, attendance=row, presence="present", expected_version=row.version + 1)
