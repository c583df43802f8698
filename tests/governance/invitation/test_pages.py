"""The pages: inviting by hand, answering by link without signing in, calendar addresses."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from governance.models import CalendarAddress, Invitation, Meeting, MeetingState, Reply
from governance.services.invitations import cancel_meeting, tell_changes
from ikz.accounts.models import User
from tests.governance.invitation.conftest import calendar_in, link_in, mails, seen
from tests.governance.world import deputy_of, in_days, item_of, meeting_of, member_of
from tests.ui.markup import tree, words

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def fresh_rates() -> None:
    """Let no test's requests count against another's limit."""
    cache.clear()


def said(response: Any) -> str:
    """The words of a page."""
    return words(tree(response.content.decode()))


def link_for(meeting: Meeting, to: str) -> str:
    return link_in(next(mail for mail in mails("invite") if mail.to == to))


def test_the_coordination_sees_checks_and_preview_and_invites(
    draft: Meeting, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    client, url = sign_in(coordinator), f"/sitzungen/{draft.pk}/einladung/"
    page = client.get(url)
    text = said(page)
    assert "30 Tage bis zur Sitzung, die Ladungsfrist ist 14 Tage." in text
    assert "Betreff: Einladung: Sitzung des Steuerkreises am" in text
    assert "(persönlicher Link)" in text
    assert not mails("invite")
    other = sign_in(kusel_staff)
    assert "Betreff" not in said(other.get(url))
    assert other.post(url).status_code == 403

    answer = client.post(url, {"seen": seen(draft)}, follow=True)
    text = said(answer)
    assert "Die Einladungen sind im Postausgang" in text
    assert "0 von 3 stimmberechtigten Kommunen haben zugesagt." in text
    assert "Beschlussfähigkeit noch nicht sicher" in text
    assert len(mails("invite")) == 3


def test_a_short_notice_is_asked_about_on_the_page(
    draft: Meeting, coordinator: User, sign_in: SignIn
) -> None:
    Meeting.objects.filter(pk=draft.pk).update(starts_at=in_days(5))
    draft.refresh_from_db()
    client, url = sign_in(coordinator), f"/sitzungen/{draft.pk}/einladung/"
    refused = said(client.post(url, {"seen": seen(draft), "reason": ""}))
    assert "Bitte sagen Sie, warum Sie trotzdem einladen." in refused
    page = client.post(url, {"seen": seen(draft), "reason": "Frist des Förderantrags"}, follow=True)
    text = said(page)
    assert (
        "Der Termin ist 5 Tage vor der Sitzung mitgeteilt worden, die Ladungsfrist ist 14 Tage. Grund: Frist des Förderantrags"
        in text
    )


def test_changes_are_shown_and_told(invited: Meeting, coordinator: User, sign_in: SignIn) -> None:
    client, url = sign_in(coordinator), f"/sitzungen/{invited.pk}/einladung/"
    item_of(invited, "Netze")
    assert "Neu: TOP 2 „Netze“" in said(client.get(url))
    old = seen(invited)
    item_of(invited, "Wartung")
    stale = said(client.post(f"{url}aenderungen/", {"seen": old}))
    assert "wurde inzwischen geändert" in stale
    assert not mails("change")
    page = client.post(f"{url}aenderungen/", {"seen": seen(invited)}, follow=True)
    assert "Fassung 2" in said(page)
    assert len(mails("change")) == 3


def test_cancelling_asks_for_the_reason(invited: Meeting, coordinator: User, sign_in: SignIn) -> None:
    client, url = sign_in(coordinator), f"/sitzungen/{invited.pk}/einladung/absagen/"
    assert "3 eingeladene Personen bekommen" in said(client.get(url))
    assert "Bitte nennen Sie den Grund" in said(client.post(url, {}))
    page = client.post(url, {"reason": "Krankheit"}, follow=True)
    assert "Diese Sitzung findet nicht statt" in said(page)


def test_a_link_is_shown_by_get_and_answered_by_post(invited: Meeting) -> None:
    link, client = link_for(invited, "kusel@test.example"), Client(enforce_csrf_checks=True)
    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    row = Invitation.objects.get(member=member_of(invited.body, "07336"))
    assert row.reply == Reply.NONE
    assert client.post(link, {"reply": "accepted"}).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    sent = client.post(
        link,
        {"reply": "accepted", "remark": "10 Minuten später", "csrfmiddlewaretoken": token[1]},
        follow=True,
    )
    assert "Ihre Antwort ist gespeichert" in said(sent)
    row.refresh_from_db()
    assert (row.reply, row.remark) == (Reply.ACCEPTED, "10 Minuten später")
    # What the link opens is this answer and nothing else.
    assert client.get(f"/sitzungen/{invited.pk}/").status_code in {302, 404}


def test_a_link_names_a_deputy(invited: Meeting) -> None:
    link = link_for(invited, "kusel@test.example")
    assert "Wer vertritt Sie?" not in Client().get(link).content.decode()
    deputy = deputy_of(invited.body, "07336")
    assert "Wer vertritt Sie?" in Client().get(link).content.decode()
    refused = Client().post(link, {"reply": "deputy"})
    assert "Bitte wählen Sie, wer Sie vertritt." in said(refused)
    assert Client().post(link, {"reply": "deputy", "deputy": deputy.pk}).status_code == 302
    theirs = link_for(invited, deputy.email)
    assert "Wer vertritt Sie?" not in Client().get(theirs).content.decode()
    assert Client().post(theirs, {"reply": "accepted"}).status_code == 302
    assert Invitation.objects.get(member=deputy).reply == Reply.ACCEPTED


def test_a_link_ends_with_the_meeting_a_new_date_and_a_cancellation(
    invited: Meeting, coordinator: User
) -> None:
    link = link_for(invited, "kusel@test.example")
    assert Client().get(f"{link[:-3]}xx/").status_code == 404
    Meeting.objects.filter(pk=invited.pk).update(starts_at=timezone.now() - timedelta(minutes=89))
    assert Client().get(link).status_code == 200
    Meeting.objects.filter(pk=invited.pk).update(starts_at=timezone.now() - timedelta(minutes=91))
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"reply": "accepted"}).status_code == 410
    Meeting.objects.filter(pk=invited.pk).update(starts_at=in_days(44))
    invited.refresh_from_db()
    tell_changes(actor=coordinator, meeting=invited, seen=seen(invited))
    assert Client().get(link).status_code == 404
    newer = link_in(next(mail for mail in mails("change") if mail.to == "kusel@test.example"))
    assert Client().get(newer).status_code == 200
    cancel_meeting(actor=coordinator, meeting=invited, reason="Krankheit")
    closed = Client().post(newer, {"reply": "accepted"})
    assert closed.status_code == 410
    assert "Diese Sitzung ist abgesagt" in said(closed)
    assert not Invitation.objects.filter(reply=Reply.ACCEPTED).exists()


def test_links_are_throttled(invited: Meeting) -> None:
    answers = [Client().get("/zusage/falsch/").status_code for _ in range(122)]
    assert set(answers[:100]) == {404}
    assert answers[-1] == 429


def test_a_member_answers_in_the_application(
    invited: Meeting, kusel_staff: User, kaiserslautern_staff: User, sign_in: SignIn
) -> None:
    url = f"/sitzungen/{invited.pk}/einladung/"
    client = sign_in(kusel_staff)
    row = Invitation.objects.get(member=member_of(invited.body, "07336"))
    assert f"{url}{row.pk}/antwort/" in client.get(url).content.decode()
    page = client.post(f"{url}{row.pk}/antwort/", {"reply": "declined"}, follow=True)
    assert "Die Antwort ist gespeichert." in said(page)
    assert sign_in(kaiserslautern_staff).get(f"{url}{row.pk}/antwort/").status_code == 403


def test_a_meeting_as_a_file(invited: Meeting, kusel_staff: User, stranger: User, sign_in: SignIn) -> None:
    url = f"/sitzungen/{invited.pk}/einladung.ics"
    answer = sign_in(kusel_staff).get(url)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = calendar_in(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], str(event["UID"])) == ("PUBLISH", str(invited.uid))
    assert event["DTSTART"].dt == invited.starts_at
    assert sign_in(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def subscribe(client: Client, label: str = "Outlook im Büro") -> str:
    page = client.post("/konto/kalender/", {"label": label}).content.decode()
    found = re.search(r"http://[^<]+(/kalender/[\w-]+\.ics)", page)
    assert found, page
    return found[1]


def test_a_calendar_address_shows_the_own_bodies_meetings(
    invited: Meeting, coordinator: User, kusel_staff: User, stranger: User, sign_in: SignIn
) -> None:
    meeting_of(invited.body, starts_at=in_days(90))
    called_off = meeting_of(invited.body, state=MeetingState.INVITED, starts_at=in_days(70))
    cancel_meeting(actor=coordinator, meeting=called_off, reason="Krankheit")
    cancel_meeting(actor=coordinator, meeting=meeting_of(invited.body), reason="nie eingeladen")
    client = sign_in(kusel_staff)
    address = subscribe(client)
    assert address.split("/")[-1] not in client.get("/konto/kalender/").content.decode()

    answer = Client().get(address)
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = calendar_in(answer.content).walk("VEVENT")
    assert [str(event["STATUS"]) for event in found] == ["CONFIRMED", "CANCELLED", "TENTATIVE"]
    assert CalendarAddress.objects.get().last_read_on == timezone.localdate()
    theirs = calendar_in(Client().get(subscribe(sign_in(stranger))).content)
    assert not theirs.walk("VEVENT")


def test_an_address_ends_by_revoking_and_with_the_account(
    invited: Meeting, kusel_staff: User, stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(kusel_staff)
    first, second = subscribe(client, "Büro"), subscribe(client, "Telefon")
    row = CalendarAddress.objects.get(label="Büro")
    assert sign_in(stranger).post(f"/konto/kalender/{row.pk}/widerrufen/").status_code == 404
    assert Client().get(first).status_code == 200
    assert client.post(f"/konto/kalender/{row.pk}/widerrufen/", follow=True).status_code == 200
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    User.objects.filter(pk=kusel_staff.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    gone = Client().get(second)
    assert gone.status_code == 404
    assert gone.headers["Cache-Control"] == "private, no-store"


def test_accounts_that_only_read_subscribe_as_well(supervisor: User, sign_in: SignIn) -> None:
    assert supervisor.read_only
    assert Client().get(subscribe(sign_in(supervisor))).status_code == 200


def test_queries_do_not_grow_with_meetings(
    invited: Meeting, kusel_staff: User, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = subscribe(sign_in(kusel_staff))
    Client().get(address)
    for number in range(20):
        item_of(meeting_of(invited.body, starts_at=in_days(40 + number)))
    # The address with its account, the savepoint around it, the meetings, their items.
    with django_assert_num_queries(5):
        answer = Client().get(address)
    assert len(calendar_in(answer.content).walk("VEVENT")) == 21
