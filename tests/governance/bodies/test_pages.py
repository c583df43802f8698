"""Pages of bodies: suggestions with one click, forms, conflicts, exports, and what staff see of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import Body, Member, StandingItem
from governance.services.bodies import stored_body
from ikz.accounts.models import User
from tests.governance.world import body_of, deputy_of, meeting_of, member_of, seat_of

SignIn = Callable[[User], Client]
ALL = "/kooperationen/donnersberg/gremien/"


@pytest.fixture
def office(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> Client:
    """The coordination's browser."""
    return sign_in(coordinator)


def test_a_suggested_body_takes_one_click(office: Client) -> None:
    page = office.get(ALL).content.decode()
    assert "Steuerkreis einrichten" in page
    assert "Koordinationsstelle einrichten" in page
    assert "Verbandsversammlung" not in page
    answer = office.post(f"{ALL}vorschlag/", {"kind": "steering-circle"}, follow=True)
    page = answer.content.decode()
    assert "„Steuerkreis“ ist eingerichtet." in page
    assert "Landkreis Kusel" in page
    assert "Noch ohne Mitglied: " in page
    assert "Sind wir dort, wo wir hinwollten?" in page
    assert "Steuerkreis einrichten" not in office.get(ALL).content.decode()


def test_a_body_by_hand_says_what_is_wrong_and_keeps_what_was_typed(office: Client) -> None:
    start = office.get(f"{ALL}neu/?art=association-board").context["form"].initial
    assert start["title"] == "Verbandsvorstand"
    sent = start | {"title": "Vorstand", "reminder_days": "14, morgen", "rules_of_procedure": "§ 1 Einladung"}
    page = office.post(f"{ALL}neu/", sent).content.decode()
    assert "Bitte geben Sie Zahlen an, zum Beispiel 14, 3, 1." in page
    assert "§ 1 Einladung" in page
    answer = office.post(f"{ALL}neu/", sent | {"reminder_days": "3, 7"}, follow=True)
    body = Body.objects.get()
    assert body.reminder_days == [7, 3]
    assert "§ 1 Einladung" in answer.content.decode()
    again = office.post(f"{ALL}neu/", sent | {"reminder_days": ""}).content.decode()
    assert "Ein Gremium dieses Namens gibt es in der Kooperation schon." in again


def _sent(body: Body, **values: object) -> dict[str, object]:
    return (
        stored_body(body) | {"reminder_days": "14, 3, 1", "is_public": "", "version": body.version} | values
    )


def test_two_who_edit_a_body_choose_field_by_field(office: Client, cooperation: Cooperation) -> None:
    body = body_of(cooperation)
    address = f"{ALL}{body.pk}/bearbeiten/"
    assert office.get(address).status_code == 200
    assert office.post(address, _sent(body, place="Kusel")).status_code == 302
    page = office.post(address, _sent(body, place="Kirchheimbolanden", notice_days="7")).content.decode()
    assert "Zwei Fassungen" in page
    assert "Kirchheimbolanden" in page
    assert "Ladungsfrist in Tagen" in page
    chosen = _sent(body, place="Kirchheimbolanden", notice_days="7", version=2, choice_place="stored")
    assert office.post(address, chosen).status_code == 302
    body.refresh_from_db()
    assert (body.place, body.notice_days, body.version) == ("Kusel", 7, 3)


def test_seats_members_and_standing_items_by_form(
    office: Client, cooperation: Cooperation, kusel_staff: User
) -> None:
    office.post(f"{ALL}vorschlag/", {"kind": "steering-circle"})
    body = Body.objects.get()
    one = f"{ALL}{body.pk}/"
    seat = seat_of(body, "07336")
    member = {
        "user": kusel_staff.pk,
        "function": "Leitung Schul-IT",
        "office": "chair",
        "valid_from": "01.01.2026",
    }
    page = office.post(f"{one}sitze/{seat.pk}/mitglieder/neu/", member, follow=True).content.decode()
    assert "Das Mitglied ist eingetragen." in page
    assert "Vorsitz" in page
    page = office.post(f"{one}sitze/{seat.pk}/mitglieder/neu/", member).content.decode()
    assert "Dieses Konto sitzt in dieser Zeit schon auf diesem Sitz." in page
    advisory = {"label": "Kreismedienzentrum", "vote_weight": "1", "valid_from": "01.01.2026"}
    page = office.post(f"{one}sitze/neu/", advisory).content.decode()
    assert "Eine Stimme hat nur, wer für eine Kommune im Gremium sitzt." in page
    office.post(f"{one}sitze/neu/", advisory | {"vote_weight": "0"})
    assert "Kreismedienzentrum" in office.get(one).content.decode()
    changed = {"vote_weight": "3", "valid_from": "01.01.2026", "valid_until": "31.12.2027"}
    office.post(f"{one}sitze/{seat.pk}/", changed)
    seat.refresh_from_db()
    assert (seat.vote_weight, str(seat.valid_until)) == (3, "2027-12-31")
    item = {"title": "Haushalt", "kind": "resolution", "orientation": "task", "minutes": "15"}
    office.post(f"{one}punkte/neu/", item)
    row = StandingItem.objects.get(title="Haushalt")
    office.post(f"{one}punkte/{row.pk}/schritt/", {"step": "up"})
    row.refresh_from_db()
    assert row.position == 2
    office.post(f"{one}punkte/{row.pk}/", item | {"minutes": "25"})
    office.post(f"{one}punkte/{row.pk}/schritt/", {"step": "remove"})
    assert not StandingItem.objects.filter(title="Haushalt").exists()
    office.post(f"{one}mitglieder/{Member.objects.get().pk}/entfernen/")
    assert not Member.objects.exists()


def test_a_member_in_use_stays_and_the_reason_is_told(office: Client, cooperation: Cooperation) -> None:
    body = body_of(cooperation)
    member = member_of(body, "07336")
    meeting_of(body).invitations.create(member=member)
    page = office.post(f"{ALL}{body.pk}/mitglieder/{member.pk}/entfernen/", follow=True).content.decode()
    assert "tragen Sie stattdessen das Ende ein" in page


def test_partners_without_seat_and_seats_without_partner_are_named(
    office: Client, cooperation: Cooperation
) -> None:
    body = body_of(cooperation)
    seat_of(body, "07335").delete()
    cooperation.partners.filter(municipality__ags="07336").update(status="left")
    page = office.get(f"{ALL}{body.pk}/").content.decode()
    assert "Noch ohne Sitz: Landkreis Kaiserslautern" in page
    assert "Nicht mehr Partner, bitte den Sitz beenden: Landkreis Kusel" in page


def test_members_whose_account_speaks_for_nobody_any_more_are_named(
    office: Client, cooperation: Cooperation, kusel_staff: User, kaiserslautern_staff: User
) -> None:
    body = body_of(cooperation)
    word = "nicht mehr bei der Kommune, bitte das Ende eintragen"
    assert word not in office.get(f"{ALL}{body.pk}/").content.decode()
    kusel_staff.memberships.update(valid_until=timezone.localdate() - timedelta(days=1))
    kaiserslautern_staff.is_active = False
    kaiserslautern_staff.save()
    page = office.get(f"{ALL}{body.pk}/").content.decode()
    line = page[page.index(word) :].partition("</li>")[0]
    assert "Landkreis Kusel" in line
    assert "Landkreis Kaiserslautern" in line
    assert "Donnersbergkreis" not in line


def test_a_dissolved_body_says_so_and_comes_back(office: Client, cooperation: Cooperation) -> None:
    body = body_of(cooperation)
    assert "auflösen?" in office.get(f"{ALL}{body.pk}/aufloesen/").content.decode()
    assert "aufgelöst am" in office.post(f"{ALL}{body.pk}/aufloesen/", follow=True).content.decode()
    assert "Aufgelöste Gremien" in office.get(ALL).content.decode()
    assert "wieder eingesetzt" in office.post(f"{ALL}{body.pk}/aufloesen/", follow=True).content.decode()


def test_staff_read_and_change_nothing(
    sign_in: SignIn, kusel_staff: User, stranger: User, cooperation: Cooperation
) -> None:
    body = body_of(cooperation)
    client = sign_in(kusel_staff)
    page = client.get(f"{ALL}{body.pk}/").content.decode()
    assert "Leitung Schul-IT Landkreis Kusel" in page
    assert "Bearbeiten" not in page
    assert "Mitglied eintragen" not in page
    assert client.post(f"{ALL}{body.pk}/bearbeiten/", _sent(body)).status_code == 403
    assert sign_in(stranger).get(f"{ALL}{body.pk}/").status_code == 404


def test_all_members_as_a_file(office: Client, cooperation: Cooperation) -> None:
    deputy_of(body_of(cooperation), "07336")
    text = office.get(f"{ALL}?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Gremium;Art;Kommune oder Stelle")
    assert "kusel@test.example" in text
    assert "vertretung-07336@test.example;01.01.2020" in text
    assert office.get(f"{ALL}?format=xlsx").status_code == 200


def test_lists_ask_as_often_for_twenty_bodies_as_for_two(office: Client, cooperation: Cooperation) -> None:
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            body = body_of(cooperation, title=f"Runde {number}")
            meeting_of(body)
            deputy_of(body, "07336")
        with CaptureQueriesContext(connection) as queries:
            assert office.get(ALL).content.decode().count("Runde ") >= numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]
