"""Signing in and out, and who is kept out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ikz.accounts.models import User
from tests.cast import PASSWORD

MISMATCH = "E-Mail-Adresse oder Passwort stimmen nicht."


def attempt(client: Client, email: str, password: str) -> str:
    return client.post("/konto/login/", {"login": email, "password": password}).content.decode()


def test_the_right_password_leads_to_my_work(member: User) -> None:
    client = Client()
    answer = client.post("/konto/login/", {"login": "Person@TEST.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/start/"
    assert client.get("/konto/").status_code == 200


def test_a_wrong_password_keeps_the_address_and_says_no_more_than_for_an_unknown_account(
    member: User,
) -> None:
    page = attempt(Client(), member.email, "falsches-Kennwort-1")
    assert MISMATCH in page
    assert f'value="{member.email}"' in page
    assert "falsches-Kennwort-1" not in page
    assert MISMATCH in attempt(Client(), "niemand@test.example", "falsches-Kennwort-1")


@pytest.mark.parametrize("how", ["expired", "inactive"])
def test_a_locked_or_expired_account_does_not_get_in(member: User, how: str) -> None:
    if how == "expired":
        member.expires_on = timezone.localdate() - timedelta(days=1)
    else:
        member.is_active = False
    member.save()
    client = Client()
    answer = client.post("/konto/login/", {"login": member.email, "password": PASSWORD}, follow=True)
    assert "Ihr Konto ist abgelaufen oder gesperrt" in answer.content.decode()
    assert client.get("/konto/").status_code == 302
    # Who does not know the password learns nothing about the account.
    assert MISMATCH in attempt(Client(), member.email, "falsches-Kennwort-1")


def test_a_running_session_ends_when_the_account_expires(member: User, enter: Callable[..., Client]) -> None:
    client = enter(member)
    User.objects.filter(pk=member.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    answer = client.get("/konto/", follow=True)
    assert answer.redirect_chain == [("/konto/login/", 302)]
    assert "Ihr Konto ist abgelaufen oder gesperrt" in answer.content.decode()
    User.objects.filter(pk=member.pk).update(expires_on=None)
    assert client.get("/konto/").status_code == 302


@pytest.mark.parametrize("email", ["person@test.example", "niemand@test.example"])
def test_ten_wrong_passwords_lock_known_and_unknown_addresses_alike(member: User, email: str) -> None:
    client = Client()
    for _ in range(9):
        assert MISMATCH in attempt(client, email, "falsches-Kennwort-1")
    answer = client.post("/konto/login/", {"login": email.upper(), "password": "falsches-Kennwort-1"})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Die Anmeldung ist für 60 Minuten gesperrt" in page
    assert "/konto/passwort/vergessen/" in page
    assert client.post("/konto/login/", {"login": email, "password": PASSWORD}).status_code == 429


def test_a_lock_holds_for_one_address_only(member: User, administrator: User) -> None:
    client = Client()
    for _ in range(10):
        attempt(client, member.email, "falsches-Kennwort-1")
    assert (
        client.post("/konto/login/", {"login": administrator.email, "password": PASSWORD}).status_code == 302
    )
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/konto/login/", {"login": member.email, "password": PASSWORD}).status_code == 302


def test_signing_in_changes_the_session_key(member: User) -> None:
    client = Client()
    session = client.session
    session["before"] = "kept"
    session.save()
    before = session.session_key
    client.post("/konto/login/", {"login": member.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_in_leads_back_but_never_to_another_host(member: User) -> None:
    data = {"login": member.email, "password": PASSWORD}
    answer = Client().post("/konto/login/", {**data, "next": "/kommunen/"})
    assert answer.headers["Location"] == "/kommunen/"
    answer = Client().post("/konto/login/", {**data, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/start/"


def test_signing_out_needs_a_post(member: User, enter: Callable[..., Client]) -> None:
    client = enter(member)
    assert "Abmelden?" in client.get("/konto/logout/").content.decode()
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/logout/").status_code == 302
    assert client.get("/konto/").status_code == 302


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "social/connections/", "2fa/", "login/code/"]
)
def test_what_allauth_could_do_beyond_has_no_address(
    member: User, enter: Callable[..., Client], path: str
) -> None:
    assert Client().get(f"/konto/{path}").status_code == 404
    assert enter(member).get(f"/konto/{path}").status_code == 404


def test_other_sessions_end_and_this_one_stays(member: User, enter: Callable[..., Client]) -> None:
    here, there = enter(member), enter(member)
    answer = here.post("/konto/sitzungen/beenden/", follow=True)
    assert "Auf allen anderen Geräten sind Sie jetzt abgemeldet." in answer.content.decode()
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302


def test_accounts_that_only_read_look_after_themselves(
    supervisor: User, enter: Callable[..., Client]
) -> None:
    client = enter(supervisor)
    assert "ADD Trier (Rheinland-Pfalz)" in client.get("/konto/").content.decode()
    assert client.post("/konto/sitzungen/beenden/").status_code == 302
    assert client.post("/konto/logout/").status_code == 302
