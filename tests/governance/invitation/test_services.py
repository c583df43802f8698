"""Inviting, telling changes and cancelling: who gets which mail, once, and what a calendar reads in it."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from governance.models import AgendaSnapshot, Body, Invitation, Meeting, MeetingState, Member, Reply
from governance.selectors.agenda import snapshot_content
from governance.selectors.invitations import answers_by_seat, check_list, expected_quorum, invitations_of
from governance.services.answers import answer_invitation
from governance.services.bodies import dissolve_body
from governance.services.invitations import cancel_meeting, invite, tell_changes
from governance.services.reminders import remind_of_meetings
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from ikz.notifications.tasks import deliver
from tests.governance.invitation.conftest import calendar_in, mails, plain_text, seen
from tests.governance.world import body_of, deputy_of, in_days, item_of, meeting_of, member_of
from tests.infrastructure.mail import MailServer


def events(message: EmailMessage) -> list[Any]:
    """What a calendar finds in a mail."""
    (part,) = [row for row in message.walk() if row.get_content_type() == "text/calendar"]
    assert isinstance(part, EmailMessage)
    calendar = calendar_in(part.get_content())
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return [calendar["METHOD"], *calendar.walk("VEVENT")]


def own(meeting: Meeting, ags: str) -> Invitation:
    return Invitation.objects.get(meeting=meeting, member=member_of(meeting.body, ags))


def accept(meeting: Meeting, ags: str, actor: User, reply: str = "accepted", **more: Any) -> None:
    answer_invitation(actor=actor, invitation=own(meeting, ags), reply=reply, **more)


def test_a_draft_sends_nothing(draft: Meeting) -> None:
    assert remind_of_meetings(timezone.localdate(draft.starts_at) - timedelta(days=3)) == 0
    assert not mails("invite")


def test_an_invitation_goes_to_every_member_with_agenda_and_calendar(
    draft: Meeting, coordinator: User, mail_server: MailServer
) -> None:
    deputy_of(draft.body, "07336")
    OutgoingMail.objects.all().delete()
    invite(actor=coordinator, meeting=draft, seen=seen(draft))
    deliver(OutgoingMail.objects.order_by("pk")[0].pk)

    assert {message["To"] for message in mail_server.messages} == {
        "koordination@test.example",
        "kusel@test.example",
        "kaiserslautern@test.example",
    }
    message = next(row for row in mail_server.messages if row["To"] == "kusel@test.example")
    assert message["Subject"].startswith("Einladung: Sitzung des Steuerkreises am ")
    text = plain_text(message)
    (html,) = [part.get_content() for part in message.walk() if part.get_content_type() == "text/html"]
    for body in (text, html):
        assert "Service-Desk" in body
        assert "Der Service-Desk wird gemeinsam betrieben." in body
        assert "Kreishaus" in body
        assert "/zusage/" in body
    assert "10:00 bis 11:30 Uhr" in text
    method, event = events(message)
    assert method == "REQUEST"
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(draft.uid), 0)
    assert event["DTSTART"].dt == draft.starts_at
    assert event["ATTENDEE"] == "mailto:kusel@test.example"
    # Nobody reads the addresses of the others.
    assert "kaiserslautern@test.example" not in message.as_string()

    draft.refresh_from_db()
    snapshot = AgendaSnapshot.objects.get(meeting=draft)
    assert (draft.state, snapshot.number, snapshot.sequence) == (MeetingState.INVITED, 1, 0)
    assert snapshot.content["notice"] == {"days": 30, "required": 14, "kept": True, "reason": ""}


def test_inviting_twice_is_refused(invited: Meeting, coordinator: User) -> None:
    with pytest.raises(ValidationError):
        invite(actor=coordinator, meeting=invited, seen=seen(invited))
    assert len(mails("invite")) == 3


def test_an_agenda_that_somebody_changed_meanwhile_is_not_sent(draft: Meeting, coordinator: User) -> None:
    mark = seen(draft)
    item_of(draft, "Netze")
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        invite(actor=coordinator, meeting=draft, seen=mark)
    assert not mails("invite")


def test_what_an_invitation_needs(body: Body, coordinator: User) -> None:
    meeting = meeting_of(body, starts_at=timezone.now() - timedelta(hours=1))
    Meeting.objects.filter(pk=meeting.pk).update(place="")
    Member.objects.filter(seat__body=body).update(valid_until=timezone.localdate() - timedelta(days=3))
    meeting.refresh_from_db()
    missing = [
        row.label for row in check_list(meeting, snapshot_content(meeting)) if not row.ok and not row.hint
    ]
    assert missing == [
        "Der Termin liegt in der Zukunft.",
        "Ort oder Videokonferenz ist genannt.",
        "Die Tagesordnung hat mindestens einen Punkt.",
        "Es gibt Mitglieder mit Adresse, die eingeladen werden.",
    ]
    with pytest.raises(ValidationError, match="Noch nicht erfüllt"):
        invite(actor=coordinator, meeting=meeting, seen=seen(meeting), reason="eilig")


def test_a_dissolved_body_invites_to_nothing(draft: Meeting, coordinator: User) -> None:
    dissolve_body(actor=coordinator, body=draft.body)
    draft.body.refresh_from_db()
    with pytest.raises(ValidationError, match="Noch nicht erfüllt: Das Gremium ist nicht aufgelöst"):
        invite(actor=coordinator, meeting=draft, seen=seen(draft))
    assert not draft.invitations.exists()


@pytest.mark.parametrize(("days", "needs_reason"), [(14, False), (13, True)])
def test_a_short_notice_needs_a_reason_which_is_kept(
    body: Body, coordinator: User, days: int, needs_reason: bool
) -> None:
    # Early in the morning: days are counted, not hours.
    meeting = meeting_of(body, starts_at=in_days(days, hour=0, minute=5))
    item_of(meeting)
    if needs_reason:
        with pytest.raises(ValidationError) as caught:
            invite(actor=coordinator, meeting=meeting, seen=seen(meeting))
        assert "reason" in caught.value.message_dict
    invite(actor=coordinator, meeting=meeting, seen=seen(meeting), reason="Frist des Förderantrags")
    notice = AgendaSnapshot.objects.get(meeting=meeting).content["notice"]
    assert notice["reason"] == ("Frist des Förderantrags" if needs_reason else "")


def test_only_the_coordination_invites(
    draft: Meeting, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    for actor, error in ((kusel_staff, PermissionDenied), (stranger, Http404), (supervisor, Http404)):
        with pytest.raises(error):
            invite(actor=actor, meeting=draft, seen=seen(draft))
        with pytest.raises(error):
            cancel_meeting(actor=actor, meeting=draft, reason="keiner")


def test_another_time_raises_the_sequence_and_asks_again(
    invited: Meeting, coordinator: User, kusel_staff: User, mail_server: MailServer
) -> None:
    accept(invited, "07336", kusel_staff)
    nonce = own(invited, "07336").nonce
    Meeting.objects.filter(pk=invited.pk).update(starts_at=in_days(37))
    invited.refresh_from_db()
    OutgoingMail.objects.all().delete()
    lines = tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    assert [line.partition(":")[0] for line in lines] == ["Beginn"]

    deliver(OutgoingMail.objects.order_by("pk")[0].pk)
    assert len(mail_server.messages) == 3
    message = mail_server.messages[0]
    assert message["Subject"].strip().startswith("Änderung: Sitzung des Steuerkreises am ")
    text = plain_text(message)
    assert lines[0] in text
    assert "gilt Ihre bisherige Antwort nicht mehr" in text
    method, event = events(message)
    assert (method, str(event["UID"]), event["SEQUENCE"]) == ("REQUEST", str(invited.uid), 1)
    assert event["DTSTART"].dt == in_days(37)
    row = own(invited, "07336")
    assert row.reply == Reply.NONE
    assert row.nonce != nonce
    assert [row.number for row in AgendaSnapshot.objects.filter(meeting=invited)] == [1, 2]


def test_another_agenda_keeps_the_answers(invited: Meeting, coordinator: User, kusel_staff: User) -> None:
    accept(invited, "07336", kusel_staff)
    item_of(invited, "Netze an Grundschulen")
    lines = tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    assert lines == ["Neu: TOP 2 „Netze an Grundschulen“"]
    assert own(invited, "07336").reply == Reply.ACCEPTED
    assert len(mails("change")) == 3
    with pytest.raises(ValidationError, match="nichts geändert"):
        tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))


def test_members_who_come_and_go_are_told(invited: Meeting, coordinator: User) -> None:
    leaving = member_of(invited.body, "07335")
    Member.objects.filter(pk=leaving.pk).update(valid_until=timezone.localdate())
    seat = leaving.seat
    Member.objects.create(
        seat=seat, email="neu@test.example", function="Leitung", valid_from=timezone.localdate()
    )
    assert tell_changes(actor=coordinator, meeting=invited, seen=seen(invited)) == []
    assert [mail.to for mail in mails("release")] == ["kaiserslautern@test.example"]
    assert mails("release")[0].calendar_method == "CANCEL"
    assert mails("invite")[-1].to == "neu@test.example"
    assert invited.invitations.count() == 3


def test_a_cancellation_tells_all_and_stops_everything_else(
    invited: Meeting, coordinator: User, kusel_staff: User, mail_server: MailServer
) -> None:
    accept(invited, "07336", kusel_staff, "declined")
    day = timezone.localdate(invited.starts_at)
    assert remind_of_meetings(day - timedelta(days=1)) == 2
    cancel_meeting(actor=coordinator, meeting=invited, reason="Kein Raum  frei")

    open_states = (JobState.QUEUED, JobState.RUNNING)
    assert {mail.state for kind in ("invite", "reminder") for mail in mails(kind)} == {JobState.WITHDRAWN}
    waiting = OutgoingMail.objects.filter(dedupe_key__startswith="meeting:", state__in=open_states)
    assert waiting.count() == 3
    deliver(waiting[0].pk)
    about = [row for row in mail_server.messages if row["Subject"].startswith("Abgesagt: ")]
    assert len(about) == 3
    method, event = events(about[0])
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert "Grund der Absage: Kein Raum frei" in plain_text(about[0])

    assert remind_of_meetings(day - timedelta(days=1)) == 0
    with pytest.raises(ValidationError):
        accept(invited, "07335", coordinator)
    for again in (tell_changes, invite):
        with pytest.raises(ValidationError):
            again(actor=coordinator, meeting=invited, seen=seen(invited))
    with pytest.raises(ValidationError):
        cancel_meeting(actor=coordinator, meeting=invited, reason="noch einmal")


def test_cancelling_a_draft_tells_nobody_and_needs_a_reason(draft: Meeting, coordinator: User) -> None:
    with pytest.raises(ValidationError) as caught:
        cancel_meeting(actor=coordinator, meeting=draft, reason=" ")
    assert caught.value.message_dict == {"reason": ["Bitte nennen Sie den Grund der Absage."]}
    cancel_meeting(actor=coordinator, meeting=draft, reason="Wird nicht gebraucht")
    assert not OutgoingMail.objects.filter(dedupe_key__startswith="meeting:").exists()


def test_reminders_by_answer_and_each_once(invited: Meeting, coordinator: User, kusel_staff: User) -> None:
    accept(invited, "07336", kusel_staff)
    accept(invited, "07335", coordinator, "declined")
    day = timezone.localdate(invited.starts_at)
    days = [day - timedelta(days=ahead) for ahead in range(29, -3, -1)]
    counts = [remind_of_meetings(today) for today in days for _ in range(2)]
    # Three stages, two people; where two stages share a Friday they are one.
    assert sum(counts) in {4, 6}
    assert set(counts[1::2]) == {0}
    found = mails("reminder")
    assert {mail.to for mail in found} == {"kusel@test.example", "koordination@test.example"}
    by_reply = {mail.to: mail.subject.partition(":")[0] for mail in found}
    assert by_reply == {
        "kusel@test.example": "Erinnerung",
        "koordination@test.example": "Ihre Antwort fehlt noch",
    }


def test_a_moved_meeting_is_reminded_of_anew(invited: Meeting, coordinator: User) -> None:
    stage_day = timezone.localdate(invited.starts_at) - timedelta(days=1)
    remind_of_meetings(stage_day)
    before = len(mails("reminder"))
    Meeting.objects.filter(pk=invited.pk).update(starts_at=in_days(60))
    invited.refresh_from_db()
    tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    assert {mail.state for mail in mails("reminder")} == {JobState.WITHDRAWN}
    assert remind_of_meetings(stage_day) == 0
    assert remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=1)) == 3
    assert len(mails("reminder")) == before + 3


def test_whoever_declines_gets_no_reminder_that_waits(invited: Meeting, kusel_staff: User) -> None:
    remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=1))
    accept(invited, "07336", kusel_staff, "declined")
    states = {mail.to: mail.state for mail in mails("reminder")}
    assert states["kusel@test.example"] == JobState.WITHDRAWN
    assert states["koordination@test.example"] == JobState.QUEUED


def test_a_deputy_is_invited_and_called_off_again(
    invited: Meeting, coordinator: User, kusel_staff: User
) -> None:
    deputy, other = deputy_of(invited.body, "07336"), deputy_of(invited.body, "07335")
    with pytest.raises(ValidationError) as caught:
        accept(invited, "07336", kusel_staff, "deputy", deputy_id=other.pk)
    assert "deputy" in caught.value.message_dict
    accept(invited, "07336", kusel_staff, "deputy", deputy_id=deputy.pk)
    mail = mails("invite")[-1]
    assert mail.to == deputy.email
    assert "in Vertretung für: Leitung Schul-IT Landkreis Kusel" in mail.body_text

    seats = answers_by_seat(invited, list(invitations_of(invited)))
    assert {row.word for row in seats} == {"noch keine Antwort", "Antwort der Vertretung offen"}
    assert not expected_quorum(invited, seats).met
    answer_invitation(actor=coordinator, invitation=Invitation.objects.get(member=deputy), reply="accepted")
    accept(invited, "07335", coordinator)
    seats = answers_by_seat(invited, list(invitations_of(invited)))
    assert expected_quorum(invited, seats).met

    accept(invited, "07336", kusel_staff)
    assert [row.to for row in mails("release")] == [deputy.email]
    assert not Invitation.objects.filter(member=deputy).exists()


def test_nobody_answers_for_others(invited: Meeting, kusel_staff: User, stranger: User) -> None:
    with pytest.raises(PermissionDenied):
        accept(invited, "07335", kusel_staff)
    with pytest.raises(Http404):
        accept(invited, "07335", stranger)


def test_a_body_without_reminders_is_not_reminded(
    invited: Meeting, cooperation: Any, coordinator: User
) -> None:
    body = body_of(cooperation, title="Arbeitsgruppe")
    Body.objects.filter(pk=body.pk).update(reminder_days=[])
    quiet = meeting_of(body, starts_at=in_days(30))
    item_of(quiet)
    invite(actor=coordinator, meeting=quiet, seen=seen(quiet))
    assert remind_of_meetings(timezone.localdate(quiet.starts_at) - timedelta(days=1)) == 3
    assert not [mail for mail in mails("reminder") if mail.dedupe_key.startswith(f"meeting:{quiet.pk}:")]
