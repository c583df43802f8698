"""Edges of invitations: who no longer belongs, dates not told yet, two at once, links that are not meant."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation, PartnerStatus
from governance.models import (
    AgendaSnapshot,
    Body,
    Invitation,
    Meeting,
    MeetingState,
    Office,
    QuorumRule,
    Reply,
)
from governance.selectors.calendars import calendar_of
from governance.selectors.own_meetings import waiting
from governance.services.answers import answer_invitation
from governance.services.attendance import add_member
from governance.services.ballots import cast_vote
from governance.services.circulars import CircularData, open_circular
from governance.services.conduct import open_meeting
from governance.services.invitations import cancel_meeting, invite, tell_changes
from governance.services.reminders import remind_of_meetings
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Membership, Municipality
from tests.governance.invitation.conftest import calendar_in, link_in, mails, seen
from tests.governance.world import body_of, deputy_of, in_days, item_of, meeting_of, member_of
from tests.robustness.test_at_once import at_once

SignIn = Callable[[User], Client]


def leaves(cooperation: Cooperation, ags: str) -> None:
    cooperation.partners.filter(municipality__ags=ags).update(status=PartnerStatus.LEFT)


def moves(user: User, to: Municipality) -> None:
    """Give somebody a post at another municipality of the cooperation, and none at the old one."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=user).update(valid_until=yesterday)
    Membership.objects.create(user=user, municipality=to, valid_from=yesterday)


def addresses(kind: str) -> set[str]:
    return {mail.to for mail in mails(kind)}


def test_no_mail_goes_to_a_municipality_that_has_left(
    draft: Meeting, cooperation: Cooperation, coordinator: User
) -> None:
    leaves(cooperation, "07336")
    invite(actor=coordinator, meeting=draft, seen=seen(draft))
    assert addresses("invite") == {"koordination@test.example", "kaiserslautern@test.example"}
    data = CircularData(title="Beitritt", motion="Wir treten bei.", until=in_days(5).date())
    open_circular(actor=coordinator, body=draft.body, data=data)
    told = OutgoingMail.objects.filter(dedupe_key__startswith="circular-opened:")
    assert {mail.to for mail in told} == {"koordination@test.example", "kaiserslautern@test.example"}


def test_whoever_left_after_the_invitation_is_called_off_and_not_reminded(
    invited: Meeting, cooperation: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    leaves(cooperation, "07336")
    remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=1))
    assert "kusel@test.example" not in addresses("reminder")
    client, url = sign_in(coordinator), f"/sitzungen/{invited.pk}/einladung/aenderungen/"
    page = client.get(url).content.decode()
    assert "Nicht mehr eingeladen" in page
    assert "Jetzt mitteilen" in page
    tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    assert addresses("release") == {"kusel@test.example"}
    assert not mails("change")


def test_whoever_has_another_post_speaks_for_the_old_one_no_more(
    draft: Meeting, kusel_staff: User, kaiserslautern: Municipality, coordinator: User, sign_in: SignIn
) -> None:
    data = CircularData(title="Beitritt", motion="Wir treten bei.", until=in_days(5).date())
    circular = open_circular(actor=coordinator, body=draft.body, data=data)
    moves(kusel_staff, kaiserslautern)
    invite(actor=coordinator, meeting=draft, seen=seen(draft))
    assert "kusel@test.example" not in addresses("invite")
    kusel = draft.body.seats.get(partner__municipality__ags="07336").partner_id
    answer = sign_in(kusel_staff).post(
        f"/abstimmungen/{circular.pk}/stimme/", {"partner": kusel, "choice": "yes"}
    )
    assert answer.status_code == 403


def test_a_municipality_that_has_left_is_not_noted_as_absent(
    invited: Meeting, cooperation: Cooperation, coordinator: User
) -> None:
    leaves(cooperation, "07336")
    row = open_meeting(actor=coordinator, meeting=invited)
    listed = set(row.attendances.values_list("member__seat__partner__municipality__ags", flat=True))
    assert listed == {"07333", "07335"}
    with pytest.raises(ValidationError):
        add_member(actor=coordinator, meeting=row, member=member_of(invited.body, "07336"))


def test_an_old_post_has_nothing_waiting_and_answers_nothing(
    invited: Meeting, kusel_staff: User, kaiserslautern: Municipality, coordinator: User
) -> None:
    data = CircularData(title="Beitritt", motion="Wir treten bei.", until=in_days(5).date())
    open_circular(actor=coordinator, body=invited.body, data=data)
    assert [line.word for line in waiting(kusel_staff, 5)] == ["Stimme fehlt", "Antwort fehlt"]
    moves(kusel_staff, kaiserslautern)
    assert waiting(kusel_staff, 5) == []
    own = Invitation.objects.get(member=member_of(invited.body, "07336"))
    with pytest.raises(PermissionDenied):
        answer_invitation(actor=kusel_staff, invitation=own, reply="accepted")


def test_what_one_has_voted_in_hides_nothing_that_waits(
    body: Body, cooperation: Cooperation, kusel_staff: User, coordinator: User
) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336").pk
    for days in (3, 4, 5):
        data = CircularData(title=f"In {days} Tagen", motion="Wir treten bei.", until=in_days(days).date())
        circular = open_circular(actor=coordinator, body=body, data=data)
        if days < 5:
            cast_vote(actor=kusel_staff, ballot=circular, partner=kusel, choice="yes")
    assert [line.title for line in waiting(kusel_staff, 2)] == ["In 5 Tagen"]


def test_the_chair_of_a_seat_that_ended_leads_no_more(
    invited: Meeting, kusel_staff: User, coordinator: User
) -> None:
    member = member_of(invited.body, "07336")
    member.office = Office.VICE_CHAIR
    member.save()
    seat = member.seat
    seat.valid_until = timezone.localdate() - timedelta(days=1)
    seat.save()
    with pytest.raises(PermissionDenied):
        open_meeting(actor=kusel_staff, meeting=invited)


def test_reminders_follow_the_date_that_members_know(invited: Meeting, coordinator: User) -> None:
    told = timezone.localdate(invited.starts_at)
    Meeting.objects.filter(pk=invited.pk).update(starts_at=in_days(60))
    invited.refresh_from_db()
    assert remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=1)) == 0
    assert remind_of_meetings(told - timedelta(days=1)) == 3
    assert {f"{told:%d.%m.%Y}" in mail.subject for mail in mails("reminder")} == {True}


def test_moving_a_meeting_close_needs_a_reason(invited: Meeting, coordinator: User, sign_in: SignIn) -> None:
    Meeting.objects.filter(pk=invited.pk).update(starts_at=in_days(3))
    invited.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    assert "Ladungsfrist" in caught.value.message_dict["reason"][0]
    client, url = sign_in(coordinator), f"/sitzungen/{invited.pk}/einladung/aenderungen/"
    page = client.get(url).content.decode()
    assert "Ladungsfrist" in page
    assert "(optional)" not in page
    refused = client.post(url, {"seen": seen(invited), "reason": " "}).content.decode()
    assert "Bitte nennen Sie den Grund" in refused
    client.post(url, {"seen": seen(invited), "reason": "Der Raum ist nur dann frei."})
    assert len(mails("change")) == 3
    assert "Der Raum ist nur dann frei." in client.get(url.replace("aenderungen/", "")).content.decode()
    # The same day at another hour is no shorter notice.
    Meeting.objects.filter(pk=invited.pk).update(starts_at=in_days(3, 14))
    invited.refresh_from_db()
    assert tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))


def test_links_that_are_not_meant_open_nothing(invited: Meeting, body: Body, coordinator: User) -> None:
    link = link_in(next(mail for mail in mails("invite") if mail.to == "kusel@test.example"))
    row = Invitation.objects.get(member=member_of(body, "07336"))
    assert Client().head(link).status_code == 200
    assert {Client().put(link).status_code, Client().delete(link).status_code} == {405}
    other = invite_another(body, coordinator)
    mixed = [
        signing.dumps({"i": other.pk, "n": row.nonce.hex}, salt="governance.invitation-answer"),
        signing.dumps({"i": row.pk, "n": row.nonce.hex}, salt="another.purpose"),
        signing.dumps([row.pk, row.nonce.hex], salt="governance.invitation-answer"),
        link.split("/")[2].swapcase(),
    ]
    for token in mixed:
        assert Client().post(f"/zusage/{token}/", {"reply": "accepted"}).status_code == 404
    assert not Invitation.objects.exclude(reply=Reply.NONE).exists()


def invite_another(body: Body, coordinator: User) -> Invitation:
    second = meeting_of(body, starts_at=in_days(40))
    item_of(second)
    invite(actor=coordinator, meeting=second, seen=seen(second))
    return Invitation.objects.filter(meeting=second).earliest("pk")


def test_whoever_is_called_off_gets_no_invitation_that_waits(invited: Meeting, kusel_staff: User) -> None:
    """With two workers the cancellation may leave before the request, which would stay in the calendar."""
    deputy = deputy_of(invited.body, "07336")
    own = Invitation.objects.get(member=member_of(invited.body, "07336"))
    answer_invitation(actor=kusel_staff, invitation=own, reply="deputy", deputy_id=deputy.pk)
    answer_invitation(actor=kusel_staff, invitation=own, reply="accepted")
    states = {
        mail.dedupe_key.split(":")[2]: mail.state for mail in OutgoingMail.objects.filter(to=deputy.email)
    }
    assert states == {"invite": "withdrawn", "release": "queued"}
    (event,) = calendar_in(mails("release")[0].calendar).walk("VEVENT")
    # The entry goes; the meeting itself takes place.
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", invited.title)
    # Named again, the deputy is invited again.
    answer_invitation(actor=kusel_staff, invitation=own, reply="deputy", deputy_id=deputy.pk)
    assert mails("invite")[-1].to == deputy.email
    assert mails("invite")[-1].state == "queued"


def test_the_link_ends_with_the_seat(invited: Meeting, cooperation: Cooperation) -> None:
    link = link_in(next(mail for mail in mails("invite") if mail.to == "kusel@test.example"))
    leaves(cooperation, "07336")
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"reply": "accepted"}).status_code == 404
    assert not Invitation.objects.exclude(reply=Reply.NONE).exists()


def test_nobody_who_has_just_answered_is_told_that_the_answer_is_missing(
    invited: Meeting, kusel_staff: User
) -> None:
    remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=3))
    own = Invitation.objects.get(member=member_of(invited.body, "07336"))
    answer_invitation(actor=kusel_staff, invitation=own, reply="accepted")
    states = {mail.to: mail.state for mail in mails("reminder")}
    assert states["kusel@test.example"] == "withdrawn"
    remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=1))
    count = len(mails("reminder"))
    answer_invitation(actor=kusel_staff, invitation=own, reply="accepted", remark="10 Minuten später")
    assert len([mail for mail in mails("reminder") if mail.state == "queued"]) == count - 1


def test_no_reminder_leaves_once_the_meeting_has_begun(invited: Meeting, coordinator: User) -> None:
    remind_of_meetings(timezone.localdate(invited.starts_at) - timedelta(days=1))
    open_meeting(actor=coordinator, meeting=invited)
    assert {mail.state for mail in mails("reminder")} == {"withdrawn"}
    assert {mail.state for mail in mails("invite")} == {"queued"}


def test_a_deputy_who_has_left_is_asked_for_no_more(
    invited: Meeting, kusel_staff: User, coordinator: User
) -> None:
    deputy = deputy_of(invited.body, "07336")
    own = Invitation.objects.get(member=member_of(invited.body, "07336"))
    answer_invitation(actor=kusel_staff, invitation=own, reply="deputy", deputy_id=deputy.pk)
    deputy.valid_until = timezone.localdate()
    deputy.save()
    tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    own.refresh_from_db()
    assert (own.reply, own.deputy) == (Reply.NONE, None)


def test_the_coordination_subscribes_without_a_seat(
    cooperation: Cooperation, coordinator: User, stranger: User
) -> None:
    body = body_of(cooperation, quorum=QuorumRule.NONE)
    body.seats.filter(partner__municipality__ags="07333").delete()
    meeting_of(body)
    assert len(calendar_in(calendar_of(coordinator)).walk("VEVENT")) == 1
    assert not calendar_in(calendar_of(stranger)).walk("VEVENT")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_invite_remind_and_cancel_once(draft: Meeting, coordinator: User) -> None:
    mark = seen(draft)
    at_once(*[lambda: invite(actor=coordinator, meeting=draft, seen=mark)] * 2)
    assert len(mails("invite")) == 3
    day = timezone.localdate(draft.starts_at) - timedelta(days=1)
    at_once(*[lambda: remind_of_meetings(day)] * 2)
    assert len(mails("reminder")) == 3
    at_once(
        lambda: cancel_meeting(actor=coordinator, meeting=draft, reason="Krankheit"),
        lambda: cancel_meeting(actor=coordinator, meeting=draft, reason="Krankheit"),
        lambda: remind_of_meetings(day),
    )
    assert len(mails("cancel")) == 3
    assert {mail.state for kind in ("invite", "reminder") for mail in mails(kind)} == {"withdrawn"}


def test_a_meeting_that_cannot_be_reminded_of_keeps_no_other_back(
    invited: Meeting, body: Body, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    broken = meeting_of(body, state=MeetingState.INVITED, title="Beschädigt", starts_at=in_days(29))
    AgendaSnapshot.objects.create(meeting=broken, number=1, sequence=0, content={})
    day = timezone.localdate(invited.starts_at) - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    assert remind_of_meetings(day) == 3
    assert f"meeting {broken.pk} could not be reminded of" in caplog.text
