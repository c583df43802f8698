"""Changing and forgetting a password."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from ikz.accounts.models import User
from tests.accounts.conftest import mails_to
from tests.cast import PASSWORD

NEW = "ein-anderes-langes-Kennwort-8"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> str:
    data = {"oldpassword": old, "password1": new, "password2": again}
    return client.post("/konto/passwort/", data, follow=True).content.decode()


def link_in(text: str) -> str:
    found = re.search(rf"{re.escape(settings.BASE_URL)}(/konto/passwort/neu/\S+)", text)
    assert found
    return found[1]


def request_link(email: str, client: Client | None = None) -> str:
    return (
        (client or Client())
        .post("/konto/passwort/vergessen/", {"email": email}, follow=True)
        .content.decode()
    )


def test_changing_keeps_this_session_and_ends_the_others(member: User, enter: Callable[..., Client]) -> None:
    here, there = enter(member), enter(member)
    assert "Ihr Passwort ist geändert." in change(here)
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302
    enter(member, NEW)
    assert "Das Passwort wurde geändert." in mails_to(member)[-1].body_text


def test_changing_names_what_is_wrong(member: User, enter: Callable[..., Client]) -> None:
    client = enter(member)
    assert "Das ist nicht Ihr jetziges Passwort." in change(client, old="falsch")
    assert "Die beiden Passwörter stimmen nicht überein." in change(client, again="ganz-anders-9")
    page = change(client, new="kurz", again="kurz")
    assert "Dieses Passwort ist zu kurz" in page
    assert 'value="kurz"' not in page
    enter(member)


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    member: User, enter: Callable[..., Client]
) -> None:
    old = enter(member)
    assert "Bitte sehen Sie in Ihr Postfach" in request_link(member.email)
    (mail,) = mails_to(member)
    path = link_in(mail.body_text)

    client = Client()
    form = client.get(path, follow=True)
    page_path = form.redirect_chain[-1][0]
    assert path.rstrip("/").rpartition("-")[2] not in page_path
    answer = client.post(page_path, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Ihr Passwort ist gesetzt" in answer.content.decode()
    assert old.get("/konto/").status_code == 302
    enter(member, NEW)
    assert "Der Link ist nicht mehr gültig" in Client().get(path, follow=True).content.decode()


def test_nobody_learns_which_addresses_have_accounts(member: User) -> None:
    known = request_link(member.email)
    unknown = request_link("niemand@test.example")
    assert known == unknown
    assert [mail.to for mail in mails_to(member)] == [member.email]


def test_accounts_that_could_not_sign_in_get_no_link(member: User) -> None:
    User.objects.filter(pk=member.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    request_link(member.email)
    assert mails_to(member) == []


def test_the_link_names_this_installation_whatever_host_was_asked(member: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    request_link(member.email, Client(SERVER_NAME="evil.example"))
    assert "evil.example" not in mails_to(member)[0].body_text


def test_a_link_expires_after_a_day(member: User, settings: Settings) -> None:
    request_link(member.email)
    path = link_in(mails_to(member)[0].body_text)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "Der Link ist nicht mehr gültig" in Client().get(path, follow=True).content.decode()
