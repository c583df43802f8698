"""The Interessensbekundung: one letter to each address, one cooperation, once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.models import Cooperation, Interest, Partner, PartnerSearch
from cooperations.services import respond_to_invitation
from cooperations.services.searches import MOST_LETTERS_A_DAY
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from municipalities.models import Kind, Municipality, Need, Profile
from municipalities.services import add_membership, register_municipality
from tests.cast import SINCE
from tests.ui.markup import tree

SignIn = Callable[[User], Client]
ADDRESS = "/kommunen/07333/partnersuche/interesse/"


def _address(need: Need, *keys: str) -> str:
    return f"{ADDRESS}?bedarf={need.pk}" + "".join(f"&kommune={key}" for key in keys)


def _filled(client: Client, address: str) -> dict[str, str]:
    """What the form offers, as a browser would send it."""
    page = client.get(address)
    assert page.status_code == 200
    form = next(
        form
        for form in tree(page.content.decode()).iter("form")
        if form.find(".//textarea[@name='message']") is not None
    )
    values = {
        field.get("name", ""): field.get("value", "") for field in form.iter("input") if field.get("name")
    }
    area = form.find(".//textarea[@name='message']")
    values["message"] = (area.text or "").strip() if area is not None else ""
    return values


def _send(client: Client, address: str, **changes: str) -> Any:
    return client.post(address, {**_filled(client, address), "step": "send", **changes})


@pytest.fixture
def mails(need: Need) -> Callable[[], list[OutgoingMail]]:
    """Mails written since the world was made."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    return lambda: list(OutgoingMail.objects.exclude(pk__in=before).order_by("to"))


Mails = Callable[[], list[OutgoingMail]]


def test_from_the_result_to_the_letter(
    sign_in: SignIn, coordinator: User, kusel_staff: User, need: Need, mails: Mails
) -> None:
    client = sign_in(coordinator)
    address = _address(need, "07336", "07335")
    values = _filled(client, address)
    assert "Vor-Ort-Support" in values["message"]
    assert "Donnersbergkreis (Rheinland-Pfalz), 75.000" in values["message"]
    page = client.get(address).content.decode()
    assert "Schul-IT Landkreis Kusel" in page
    assert kusel_staff.email not in page
    preview = client.post(address, {**values, "address_07335": "schulen@kl.example", "step": "preview"})
    assert "Noch ist nichts verschickt." in preview.content.decode()
    assert "schulen@kl.example" in preview.content.decode()
    assert mails() == []
    assert not Cooperation.objects.exists()

    sent = _send(client, address, address_07335="schulen@kl.example", title="Support für alle")
    row = Cooperation.objects.get()
    assert sent.headers["Location"] == f"/kooperationen/{row.slug}/"
    assert (row.title, row.phase, row.task_areas) == ("Support für alle", "exploration", ["onsite-support"])
    assert row.goals == ["Hilfe vor Ort", "an einem Tag"]
    assert {(partner.municipality.ags, partner.status, partner.role) for partner in row.partners.all()} == {
        ("07333", "confirmed", "lead"),
        ("07336", "invited", "partner"),
        ("07335", "invited", "partner"),
    }
    assert {(item.municipality.ags, *item.addresses) for item in row.interests.all()} == {
        ("07336", "kusel@test.example"),
        ("07335", "schulen@kl.example"),
    }
    kept = PartnerSearch.objects.get()
    assert kept.cooperation == row
    assert kept.result["need"]["task_area"] == "Vor-Ort-Support"


def test_one_mail_for_each_address_and_no_other(
    sign_in: SignIn, coordinator: User, kusel_staff: User, need: Need, mails: Mails
) -> None:
    _send(
        sign_in(coordinator),
        _address(need, "07336", "07335"),
        address_07335="Schulen@KL.example",
        reply_office="Schulverwaltungsamt",
        reply_email="schulen@donnersberg.example",
    )
    with_account, without = mails()
    slug = Cooperation.objects.get().slug
    assert with_account.to == "kusel@test.example"
    assert f"/kooperationen/{slug}/" in with_account.body_text
    assert without.to == "schulen@kl.example"
    assert "/kooperationen/" not in without.body_text + without.body_html
    assert "Sie brauchen dafür kein Konto." in without.body_text
    for mail in (with_account, without):
        assert mail.subject.startswith("Interesse an einer Zusammenarbeit: Vor-Ort-Support")
        assert "Schulverwaltungsamt, Donnersbergkreis, schulen@donnersberg.example" in mail.body_text


def test_sent_twice_is_sent_once(
    sign_in: SignIn, coordinator: User, kusel_staff: User, need: Need, mails: Mails
) -> None:
    client = sign_in(coordinator)
    address = _address(need, "07336")
    values = {**_filled(client, address), "step": "send"}
    first, second = client.post(address, values), client.post(address, values)
    assert first.headers["Location"] == second.headers["Location"]
    assert Cooperation.objects.count() == PartnerSearch.objects.count() == Interest.objects.count() == 1
    assert len(mails()) == 1


def test_a_person_who_works_for_two_gets_one_mail(
    sign_in: SignIn,
    coordinator: User,
    administrator: User,
    kusel_staff: User,
    kaiserslautern: Municipality,
    need: Need,
    mails: Mails,
) -> None:
    add_membership(actor=administrator, user=kusel_staff, municipality=kaiserslautern, valid_from=SINCE)
    _send(sign_in(coordinator), _address(need, "07336", "07335"))
    [mail] = mails()
    assert "richtet sich an Landkreis Kusel und Landkreis Kaiserslautern." in mail.body_text


def test_the_office_of_a_profile_is_written_to(
    sign_in: SignIn, coordinator: User, kusel: Municipality, need: Need, mails: Mails
) -> None:
    Profile.objects.create(
        municipality=kusel, contact_office="Schulamt", contact_email="schulamt@kusel.example"
    )
    client = sign_in(coordinator)
    assert "Schulamt, schulamt@kusel.example" in client.get(_address(need, "07336")).content.decode()
    _send(client, _address(need, "07336"))
    assert [mail.to for mail in mails()] == ["schulamt@kusel.example"]


@pytest.mark.parametrize("typed", ["", "kein-postfach", "a@b"])
def test_an_address_is_asked_for_where_none_is_known(
    sign_in: SignIn, coordinator: User, kusel_staff: User, need: Need, mails: Mails, typed: str
) -> None:
    answer = _send(sign_in(coordinator), _address(need, "07336", "07335"), address_07335=typed)
    assert answer.status_code == 200
    assert 'name="address_07335"' in answer.content.decode()
    assert not Cooperation.objects.exists()
    assert not Interest.objects.exists()
    assert mails() == []


def test_between_one_and_ten_municipalities(sign_in: SignIn, coordinator: User, need: Need) -> None:
    client = sign_in(coordinator)
    places = [
        register_municipality(
            ags=f"07{number}", kind=Kind.DISTRICT, name=f"Kreis {number}", display_name=f"Kreis {number}"
        ).ags
        for number in range(400, 411)
    ]
    for keys, words in (
        ([], "Bitte wählen Sie mindestens eine Kommune aus."),
        (["07333", "07", "99999"], "Bitte wählen Sie mindestens eine Kommune aus."),
        (places, "Bitte wählen Sie höchstens 10 Kommunen aus."),
    ):
        answer = client.get(_address(need, *keys), follow=True)
        assert answer.redirect_chain[0][0] == f"/kommunen/07333/partnersuche/?bedarf={need.pk}"
        assert words in answer.content.decode()
    assert client.get(_address(need, *places[:10])).status_code == 200


def test_ones_other_municipality_is_no_addressee(
    sign_in: SignIn, coordinator: User, administrator: User, kusel: Municipality, need: Need
) -> None:
    add_membership(actor=administrator, user=coordinator, municipality=kusel, valid_from=SINCE)
    answer = _send(sign_in(coordinator), _address(need, "07336"))
    assert "Für Landkreis Kusel arbeiten Sie selbst." in answer.content.decode()
    assert not Cooperation.objects.exists()


def test_nobody_sends_by_the_hundred(
    sign_in: SignIn, coordinator: User, cooperation: Cooperation, halberstadt: Municipality, need: Need
) -> None:
    places = [
        register_municipality(
            ags=f"06{number}", kind=Kind.DISTRICT, name=str(number), display_name=str(number)
        )
        for number in range(400, 400 + MOST_LETTERS_A_DAY)
    ]
    Interest.objects.bulk_create(
        [
            Interest(cooperation=cooperation, municipality=place, message="Brief", sent_by=coordinator)
            for place in places
        ]
    )
    answer = _send(sign_in(coordinator), _address(need, "15085135"), address_15085135="amt@hbs.example")
    assert f"höchstens {MOST_LETTERS_A_DAY} Interessensbekundungen" in answer.content.decode()


def test_another_persons_form_is_not_sent_again(
    sign_in: SignIn,
    coordinator: User,
    kusel_staff: User,
    staff_of: Callable[..., User],
    donnersberg: Municipality,
    need: Need,
) -> None:
    client = sign_in(coordinator)
    address = _address(need, "07336")
    values = {**_filled(client, address), "step": "send"}
    client.post(address, values)
    colleague = sign_in(staff_of(donnersberg, "kollegium@test.example"))
    assert colleague.post(address, values).status_code == 403


def test_an_answered_invitation_holds_back_what_has_not_left(
    sign_in: SignIn, coordinator: User, kusel_staff: User, need: Need, mails: Mails
) -> None:
    _send(sign_in(coordinator), _address(need, "07336"))
    partner = Partner.objects.get(municipality__ags="07336")
    respond_to_invitation(actor=kusel_staff, partner=partner, accept=True)
    assert [mail.state for mail in mails()] == [JobState.WITHDRAWN]


def test_only_staff_of_the_municipality_write(
    sign_in: SignIn, stranger: User, supervisor: User, need: Need
) -> None:
    for user in (stranger, supervisor):
        client = sign_in(user)
        assert client.get(_address(need, "07336")).status_code == 403
        assert client.post(_address(need, "07336"), {"step": "send"}).status_code == 403


def test_what_was_typed_stays_while_one_edits(
    sign_in: SignIn, coordinator: User, kusel_staff: User, need: Need
) -> None:
    client = sign_in(coordinator)
    address = _address(need, "07336")
    values = {**_filled(client, address), "message": "Mein eigener Text", "step": "edit"}
    assert "Mein eigener Text" in client.post(address, values).content.decode()
    assert (
        "Mein eigener Text"
        in _send(client, address, message="Mein eigener Text", reply_email="x").content.decode()
    )
