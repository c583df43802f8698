"""Pages of meetings: list, file, forms, overview."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import Body, Invitation, Meeting, MeetingState, Minutes
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, de_datetime
from tests.governance.world import body_of, in_days, item_of, meeting_of, member_of

SignIn = Callable[[User], Client]
ALL = "/kooperationen/donnersberg/sitzungen/"


@pytest.fixture
def office(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> Client:
    """The coordination's browser."""
    return sign_in(coordinator)


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


def _sent(body: Body, **values: object) -> dict[str, object]:
    return {
        "body": body.pk,
        "title": "Sondersitzung",
        "purpose": "Haushalt beraten",
        "day": de_date(in_days(30).date()),
        "begins_at": "10:30",
        "minutes": "90",
        "place": "",
        "link": "",
    } | values


def test_a_meeting_without_a_purpose_is_refused_with_the_reason(office: Client, body: Body) -> None:
    assert (
        office.get(f"{ALL}neu/?gremium={body.pk}").context["form"].initial["title"] == "Sitzung: Steuerkreis"
    )
    page = office.post(f"{ALL}neu/", _sent(body, purpose=" ", begins_at="25 Uhr")).content.decode()
    assert "Bitte nennen Sie den Zweck der Sitzung in einem Satz." in page
    assert "Bitte geben Sie eine Uhrzeit wie 10:00 ein." in page
    assert "Sondersitzung" in page
    page = office.post(f"{ALL}neu/", _sent(body, day="01.01.2020")).content.decode()
    assert "Dieser Termin liegt in der Vergangenheit." in page
    answer = office.post(f"{ALL}neu/", _sent(body), follow=True)
    assert "Verschickt ist noch nichts." in answer.content.decode()
    meeting = Meeting.objects.get()
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "10:30"


def test_without_a_body_the_first_step_is_named(office: Client) -> None:
    assert "Zu den Gremien" in office.get(ALL).content.decode()
    assert "Noch kein Gremium" in office.get(f"{ALL}neu/").content.decode()


def test_the_list_filters_sorts_and_exports(office: Client, body: Body, cooperation: Cooperation) -> None:
    group = body_of(cooperation, title="Arbeitsgruppe")
    meeting_of(body, title="Kommende", state=MeetingState.INVITED)
    meeting_of(body, title="Gewesene", state=MeetingState.HELD, starts_at=in_days(-30))
    meeting_of(group, title="Fachliche", starts_at=in_days(5))

    def titles(query: str) -> list[str]:
        return [row.title for row, _ in office.get(f"{ALL}?{query}").context["rows"]]

    assert titles("") == ["Fachliche", "Kommende"]
    assert titles("sort=latest") == ["Kommende", "Fachliche"]
    assert titles("time=past") == ["Gewesene"]
    assert titles("time=all&sort=body") == ["Fachliche", "Gewesene", "Kommende"]
    assert titles(f"body={group.pk}") == ["Fachliche"]
    assert titles("state=invited&time=all") == ["Kommende"]
    text = office.get(f"{ALL}?format=csv&time=all").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Beginn;Titel;Gremium;Stand")
    assert len(text.splitlines()) == 4
    part = office.get(f"{ALL}?time=past", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="sitzungen"')
    assert office.get(f"{ALL}?format=xlsx").status_code == 200


def test_the_overview_of_a_draft_says_what_is_next_and_what_it_costs(office: Client, body: Body) -> None:
    meeting = meeting_of(body, minutes=120)
    page = office.get(f"/sitzungen/{meeting.pk}/").content.decode()
    assert "Tagesordnung aufstellen" in page
    assert "6 Personenstunden" in page
    item_of(meeting, "Service-Desk")
    page = office.get(f"/sitzungen/{meeting.pk}/").content.decode()
    assert f"laden Sie bis zum {de_date(in_days(16).date())} ein" in page
    assert "Service-Desk" in page
    assert de_datetime(meeting.starts_at) in page


def test_a_member_is_asked_and_everybody_sees_who_said_what(
    office: Client, sign_in: SignIn, kusel_staff: User, body: Body
) -> None:
    meeting = meeting_of(body, state=MeetingState.INVITED)
    for ags, reply in (("07333", "accepted"), ("07335", "declined"), ("07336", "none")):
        Invitation.objects.create(meeting=meeting, member=member_of(body, ags), reply=reply)
    page = sign_in(kusel_staff).get(f"/sitzungen/{meeting.pk}/").content.decode()
    assert "Kommen Sie?" in page
    assert "1 Zusage, 1 Absage, 1 offen" in page
    assert "Ändern oder verschieben" not in page
    assert "1 Mitglied hat noch nicht geantwortet" in office.get(f"/sitzungen/{meeting.pk}/").content.decode()


def test_a_held_meeting_leads_to_its_minutes(office: Client, body: Body) -> None:
    meeting = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-3))
    assert "Niederschrift fertigstellen" in office.get(f"/sitzungen/{meeting.pk}/").content.decode()
    Minutes.objects.create(meeting=meeting, state="sent", sent_at=timezone.now())
    assert "wartet auf Genehmigung" in office.get(f"/sitzungen/{meeting.pk}/").content.decode()


def test_changes_of_an_invited_meeting_have_to_be_told(office: Client, body: Body) -> None:
    meeting = meeting_of(body, state=MeetingState.INVITED)
    address = f"/sitzungen/{meeting.pk}/bearbeiten/"
    assert "Zu dieser Sitzung ist eingeladen" in office.get(address).content.decode()
    sent = _sent(body, version=1)
    answer = office.post(address, sent, follow=True)
    assert "Die Eingeladenen wissen davon noch nichts" in answer.content.decode()
    page = office.post(address, sent | {"place": "Kusel"}).content.decode()
    assert "Zwei Fassungen" in page
    assert office.post(address, sent | {"place": "Kusel", "version": 2}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("Kusel", 3)


def test_a_draft_is_discarded_and_an_invited_one_is_not(office: Client, body: Body) -> None:
    draft, invited = meeting_of(body), meeting_of(body, state=MeetingState.INVITED)
    assert "Entwurf verwerfen?" in office.get(f"/sitzungen/{draft.pk}/verwerfen/").content.decode()
    assert "ist verworfen" in office.post(f"/sitzungen/{draft.pk}/verwerfen/", follow=True).content.decode()
    page = office.post(f"/sitzungen/{invited.pk}/verwerfen/", follow=True).content.decode()
    assert "Bitte sagen Sie sie ab." in page
    assert "lässt sich nicht verwerfen" in office.get(f"/sitzungen/{invited.pk}/verwerfen/").content.decode()


def test_three_steering_meetings_a_year_are_hinted_at_calmly(office: Client, body: Body) -> None:
    for days in (30, 60):
        meeting = meeting_of(body, starts_at=in_days(days))
    assert "zwei Regelterminen" not in office.get(f"/sitzungen/{meeting.pk}/").content.decode()
    meeting_of(body, starts_at=in_days(90))
    page = office.get(f"/sitzungen/{meeting.pk}/").content.decode()
    assert "3 Sitzungen in den nächsten zwölf Monaten" in page
    assert "Handreichung, Kapitel 4.2.2" in page


def test_lists_and_overviews_ask_as_often_for_twenty_as_for_two(office: Client, body: Body) -> None:
    used = []
    watched = meeting_of(body, state=MeetingState.INVITED)
    for numbers in (range(2), range(2, 19)):
        for number in numbers:
            item_of(watched, f"Punkt {number}")
            meeting_of(body, title=f"Runde {number}", starts_at=in_days(40 + number))
        counts = []
        for address in (ALL, f"{ALL}?format=csv", f"/sitzungen/{watched.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                assert office.get(address).status_code == 200
            counts.append(len(queries))
        used.append(counts)
    assert used[0] == used[1]
