"""Minutes from the first word to the last addendum."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client

from governance.minutes_pdf import document
from governance.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Ballot,
    Body,
    Choice,
    Meeting,
    MeetingState,
    Member,
    Minutes,
    MinutesState,
    Office,
    Presence,
    Vote,
)
from governance.selectors.minutes import content
from governance.selectors.minutes_versions import visible_versions
from governance.services.minutes import add_addendum, approve_minutes, order_draft, send_minutes
from governance.services.recording import write_frame, write_record
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.governance.minutes.steps import approval, run
from tests.governance.world import in_days, item_of, meeting_of, member_of

SignIn = Callable[[User], Client]


def test_what_is_written_at_an_item_stands_in_the_minutes(
    coordinator: User, meeting: Meeting, item: AgendaItem
) -> None:
    row = write_record(
        actor=coordinator, item=item, text="  Alle sind dafür.\r\nEs eilt.  ", expected_version=1
    )
    assert row.record == "Alle sind dafür.\nEs eilt."
    assert (row.record_version, row.recorded_by) == (2, coordinator)
    assert content(meeting)["entries"][0]["record"] == "Alle sind dafür.\nEs eilt."


def test_whoever_saves_over_another_text_is_told_and_nothing_is_merged(
    coordinator: User, item: AgendaItem
) -> None:
    write_record(actor=coordinator, item=item, text="Erste Fassung", expected_version=1)
    with pytest.raises(EditConflict) as caught:
        write_record(actor=coordinator, item=item, text="Zweite Fassung", expected_version=1)
    assert caught.value.current.record == "Erste Fassung"
    assert caught.value.submitted == "Zweite Fassung"
    item.refresh_from_db()
    assert item.record == "Erste Fassung"


def test_two_people_at_different_items_do_not_meet(
    coordinator: User, meeting: Meeting, item: AgendaItem
) -> None:
    other = item_of(meeting, "Beschaffung")
    write_record(actor=coordinator, item=item, text="Hier", expected_version=1)
    write_record(actor=coordinator, item=other, text="Dort", expected_version=1)
    assert [entry["record"] for entry in content(meeting)["entries"]] == ["Hier", "Dort"]


def test_the_same_click_twice_is_no_conflict(coordinator: User, item: AgendaItem) -> None:
    write_record(actor=coordinator, item=item, text="Text", expected_version=1)
    assert write_record(actor=coordinator, item=item, text="Text", expected_version=1).record_version == 2


def test_chair_and_minute_taker_write_members_do_not(
    body: Body, item: AgendaItem, kusel_staff: User, kaiserslautern_staff: User, stranger: User
) -> None:
    Member.objects.filter(pk=member_of(body, "07336").pk).update(office=Office.MINUTES)
    assert (
        write_record(actor=kusel_staff, item=item, text="Protokoll", expected_version=1).record == "Protokoll"
    )
    with pytest.raises(PermissionDenied):
        write_record(actor=kaiserslautern_staff, item=item, text="x", expected_version=2)
    with pytest.raises(Http404):
        write_record(actor=stranger, item=item, text="x", expected_version=2)


def test_minutes_begin_with_the_meeting(coordinator: User, body: Body) -> None:
    item = item_of(meeting_of(body, state=MeetingState.INVITED))
    with pytest.raises(ValidationError, match="beginnt mit der Sitzung"):
        write_record(actor=coordinator, item=item, text="zu früh", expected_version=1)


def test_too_long_a_text_is_refused_at_its_field(coordinator: User, item: AgendaItem) -> None:
    with pytest.raises(ValidationError) as caught:
        write_record(actor=coordinator, item=item, text="x" * 20_001, expected_version=1)
    assert "höchstens 20000 Zeichen, es sind 20001" in str(caught.value.error_dict["record"])


def test_sending_freezes_a_version_tells_the_members_and_plans_the_approval(
    coordinator: User, meeting: Meeting, item: AgendaItem, later: Meeting
) -> None:
    write_record(actor=coordinator, item=item, text="Besprochen.", expected_version=1)
    version = send_minutes(actor=coordinator, meeting=meeting)
    assert (version.number, version.occasion) == (1, "sent")
    mails = OutgoingMail.objects.filter(dedupe_key__startswith="minutes:")
    assert mails.count() == 3
    assert all("Niederschrift zur Genehmigung" in mail.subject for mail in mails)
    assert all("Besprochen" not in mail.body_text for mail in mails)
    first = later.items.get(position=1)
    assert first.title.startswith("Genehmigung der Niederschrift vom")
    write_record(actor=coordinator, item=item, text="Nachträglich geändert.", expected_version=2)
    version.refresh_from_db()
    assert version.content["entries"][0]["record"] == "Besprochen."


def test_minutes_go_to_nobody_who_has_left_or_whose_account_is_closed(
    coordinator: User, body: Body, meeting: Meeting, item: AgendaItem, kusel_staff: User
) -> None:
    gone = member_of(body, "07335").seat
    gone.valid_until = in_days(-1).date()
    gone.save()
    kusel_staff.is_active = False
    kusel_staff.save()
    send_minutes(actor=coordinator, meeting=meeting)
    mails = OutgoingMail.objects.filter(dedupe_key__startswith="minutes:")
    assert [mail.to for mail in mails] == [member_of(body, "07333").address]


def test_nothing_is_sent_before_the_end_or_twice(
    coordinator: User, meeting: Meeting, item: AgendaItem
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.RUNNING)
    with pytest.raises(ValidationError, match="beenden Sie zuerst die Sitzung"):
        send_minutes(actor=coordinator, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    send_minutes(actor=coordinator, meeting=meeting)
    with pytest.raises(ValidationError, match="nichts geändert"):
        send_minutes(actor=coordinator, meeting=meeting)
    assert OutgoingMail.objects.filter(dedupe_key__startswith="minutes:").count() == 3


def test_approved_minutes_are_locked_for_everybody_also_for_the_database(
    coordinator: User, meeting: Meeting, item: AgendaItem, later: Meeting
) -> None:
    send_minutes(actor=coordinator, meeting=meeting)
    run(later)
    version = approve_minutes(actor=coordinator, meeting=meeting, item=approval(meeting))
    assert version.occasion == "approved"
    assert "Nächste Sitzung" in version.content["approval"]
    with pytest.raises(ValidationError, match="genehmigt"):
        write_record(actor=coordinator, item=item, text="heimlich", expected_version=1)
    with pytest.raises(ValidationError, match="genehmigt"):
        write_frame(actor=coordinator, meeting=meeting, preface="x", closing="", expected_version=1)
    for change in (
        lambda: AgendaItem.objects.filter(pk=item.pk).update(record="heimlich"),
        lambda: AgendaItem.objects.filter(pk=item.pk).delete(),
        lambda: Attendance.objects.create(meeting=meeting, guest="Gast"),
        lambda: Minutes.objects.filter(meeting=meeting).update(preface="heimlich"),
        lambda: version.__class__.objects.filter(pk=version.pk).update(content={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_approval_needs_the_meeting_the_vote_and_the_version_that_was_sent(
    coordinator: User, meeting: Meeting, item: AgendaItem, later: Meeting
) -> None:
    send_minutes(actor=coordinator, meeting=meeting)
    at = approval(meeting)
    with pytest.raises(ValidationError, match="noch nicht begonnen"):
        approve_minutes(actor=coordinator, meeting=meeting, item=at)
    run(later)
    ballot = Ballot.objects.create(
        body=later.body,
        meeting=later,
        item=at,
        title="G",
        motion="G",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    with pytest.raises(ValidationError, match="gerade abgestimmt"):
        approve_minutes(actor=coordinator, meeting=meeting, item=at)
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=later.starts_at, result="rejected")
    with pytest.raises(ValidationError, match="nicht angenommen"):
        approve_minutes(actor=coordinator, meeting=meeting, item=at)
    with pytest.raises(Http404):
        approve_minutes(actor=coordinator, meeting=meeting, item=item)
    second = Ballot.objects.create(
        body=later.body,
        meeting=later,
        item=at,
        title="G",
        motion="G",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    Ballot.objects.filter(pk=second.pk).update(closed_at=in_days(31), result="accepted")
    write_record(actor=coordinator, item=item, text="Berichtigt", expected_version=1)
    with pytest.raises(ValidationError, match="seit der Versendung geändert"):
        approve_minutes(actor=coordinator, meeting=meeting, item=at)
    assert send_minutes(actor=coordinator, meeting=meeting).number == 2
    approve_minutes(actor=coordinator, meeting=meeting, item=at)
    assert Minutes.objects.get(meeting=meeting).state == MinutesState.APPROVED


def test_tasks_that_go_on_after_the_meeting_do_not_hinder_the_approval(
    coordinator: User, body: Body, meeting: Meeting, item: AgendaItem, later: Meeting, sign_in: SignIn
) -> None:
    """What was agreed in the meeting is approved; where a task stands by then is told by the list of tasks."""
    partner = member_of(body, "07336").seat.partner
    assert partner is not None
    task = ActionItem.objects.create(
        cooperation=body.cooperation,
        item=item,
        title="Angebote einholen",
        partner=partner,
        function="Leitung",
        due_on=in_days(20).date(),
    )
    sent = send_minutes(actor=coordinator, meeting=meeting)
    ActionItem.objects.filter(pk=task.pk).update(due_on=in_days(50).date())
    assert "Seit der Versendung geändert" not in (
        sign_in(coordinator).get(f"/sitzungen/{meeting.pk}/niederschrift/").content.decode()
    )
    run(later)
    approved = approve_minutes(actor=coordinator, meeting=meeting, item=approval(meeting))
    assert approved.content["entries"] == sent.content["entries"]


def test_addenda_come_beside_approved_minutes_and_stay(
    coordinator: User, meeting: Meeting, item: AgendaItem, later: Meeting
) -> None:
    with pytest.raises(ValidationError, match="genehmigten Niederschrift"):
        add_addendum(actor=coordinator, meeting=meeting, text="zu früh")
    send_minutes(actor=coordinator, meeting=meeting)
    run(later)
    approve_minutes(actor=coordinator, meeting=meeting, item=approval(meeting))
    with pytest.raises(ValidationError):
        add_addendum(actor=coordinator, meeting=meeting, text="  ")
    note = add_addendum(actor=coordinator, meeting=meeting, text="Die Zahl lautet 21.", item=item)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(note).objects.filter(pk=note.pk).update(text="Die Zahl lautet 12.")
    newest = visible_versions(coordinator, meeting)[0]
    assert newest.occasion == "addendum"
    assert newest.content["addenda"][0]["text"] == "Die Zahl lautet 21."
    assert "approval" in newest.content


def test_minutes_name_who_was_there_and_how_each_municipality_voted(
    coordinator: User, body: Body, meeting: Meeting, item: AgendaItem
) -> None:
    here, away = member_of(body, "07333"), member_of(body, "07336")
    Attendance.objects.create(meeting=meeting, member=here, arrived_at=in_days(-7, 10, 15))
    Attendance.objects.create(meeting=meeting, member=away, presence=Presence.EXCUSED)
    Attendance.objects.create(meeting=meeting, guest="Medienzentrum")
    ballot = Ballot.objects.create(
        body=body,
        meeting=meeting,
        item=item,
        title="S",
        motion="Wir tun es.",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    assert here.seat.partner is not None
    Vote.objects.create(ballot=ballot, partner=here.seat.partner, choice=Choice.YES, weight=1)
    Ballot.objects.filter(pk=ballot.pk).update(
        closed_at=meeting.closed_at, result="accepted", summary="angenommen 1:0"
    )
    said = content(meeting)
    present = said["attendance"][0]["people"]
    assert [person["note"] for person in present] == ["ab 10:15 Uhr", ""]
    assert said["attendance"][1]["people"][0]["seat"] == "Landkreis Kusel"
    assert said["chair"] == [str(here)]
    vote = said["entries"][0]["ballots"][0]
    assert vote["summary"] == "angenommen 1:0"
    assert vote["votes"] == [{"name": "Donnersbergkreis", "choice": "Ja", "weight": 1, "on_behalf": ""}]


def test_a_secret_ballot_gives_numbers_and_no_municipality(
    body: Body, meeting: Meeting, item: AgendaItem
) -> None:
    ballot = Ballot.objects.create(
        body=body,
        meeting=meeting,
        item=item,
        title="S",
        motion="M",
        kind="secret",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    Ballot.objects.filter(pk=ballot.pk).update(
        closed_at=meeting.closed_at, result="accepted", summary="angenommen 2:1"
    )
    shown = content(meeting)["entries"][0]["ballots"][0]
    assert (shown["votes"], shown["summary"]) == ([], "angenommen 2:1")


def test_the_minutes_tell_the_quorum_of_each_item(
    coordinator: User, meeting: Meeting, item: AgendaItem
) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(
        quorate=True, quorum_note="2 von 3 stimmberechtigten Kommunen anwesend"
    )
    version = send_minutes(actor=coordinator, meeting=meeting)
    assert "Beschlussfähig: 2 von 3 stimmberechtigten Kommunen anwesend" in document(version)
    AgendaItem.objects.filter(pk=item.pk).update(
        quorate=False, quorum_note="1 von 3 stimmberechtigten Kommunen anwesend"
    )
    version = send_minutes(actor=coordinator, meeting=meeting)
    assert "Nicht beschlussfähig: 1 von 3 stimmberechtigten Kommunen anwesend" in document(version)


def test_the_draft_is_set_anew_only_when_it_changed(
    coordinator: User, meeting: Meeting, item: AgendaItem
) -> None:
    first = order_draft(actor=coordinator, meeting=meeting)
    assert order_draft(actor=coordinator, meeting=meeting).pk == first.pk
    write_record(actor=coordinator, item=item, text="Neu", expected_version=1)
    assert order_draft(actor=coordinator, meeting=meeting).pk != first.pk
    assert Minutes.objects.get(meeting=meeting).versions.count() == 1
    assert not visible_versions(coordinator, meeting)
