"""The second factor: set up, used, lost, required."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django.fixtures import Settings

from ikz.accounts import services
from ikz.accounts.models import User
from tests.accounts.conftest import SECRET, code_of, mails_to, with_app
from tests.cast import PASSWORD

SETUP = "/konto/zweiter-faktor/app/"


def secret_on(page: str) -> str:
    found = re.search(r'<code class="ikz-secret">([A-Z2-7]+)</code>', page)
    assert found
    return found[1]


def first_step(user: User) -> Client:
    client = Client()
    answer = client.post("/konto/login/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/konto/login/zweiter-faktor/"
    return client


def second_step(client: Client, code: str) -> str:
    answer = client.post("/konto/login/zweiter-faktor/", {"code": code})
    return answer.headers.get("Location") or answer.content.decode()


def recovery_codes(client: Client) -> list[str]:
    return re.findall(
        r"<li><code>(\d+)</code></li>", client.get("/konto/zweiter-faktor/codes/").content.decode()
    )


def test_setting_up_an_app_asks_for_the_password_and_gives_recovery_codes(
    member: User, enter: Callable[..., Client], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = enter(member)
    asked = client.get(SETUP)
    assert asked.headers["Location"].startswith("/konto/bestaetigen/?next=")
    back = client.post(asked.headers["Location"], {"password": PASSWORD, "next": SETUP})
    assert back.headers["Location"] == SETUP
    page = client.get(SETUP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = secret_on(page)

    wrong = client.post(
        SETUP, {"code": "000000" if code_of(secret) != "000000" else "111111"}
    ).content.decode()
    assert "Der Code stimmt nicht." in wrong
    assert secret_on(wrong) == secret

    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(SETUP, {"code": code_of(secret)})
    assert done.headers["Location"] == "/konto/zweiter-faktor/codes/"
    codes = recovery_codes(client)
    assert len(codes) == 10
    download = client.get("/konto/zweiter-faktor/codes/datei/")
    assert codes[0] in download.content.decode()
    assert "Eine Authenticator-App wurde" in mails_to(member)[0].body_text


def test_what_is_stored_of_a_factor_does_not_open_the_account(
    member: User, confirmed: Callable[[User], Client]
) -> None:
    client = confirmed(member)
    secret = secret_on(client.get(SETUP).content.decode())
    client.post(SETUP, {"code": code_of(secret)})
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_the_second_step_wants_the_code_of_now_and_each_only_once(member: User) -> None:
    with_app(member)
    client = first_step(member)
    assert client.get("/konto/").status_code == 302
    assert "Der Code stimmt nicht." in second_step(client, "12345")
    code = code_of()
    assert second_step(client, code) == "/start/"
    assert client.get("/konto/").status_code == 200
    assert "Der Code stimmt nicht." in second_step(first_step(member), code)


def test_guessing_codes_is_stopped(member: User) -> None:
    with_app(member)
    client = first_step(member)
    for _ in range(5):
        second_step(client, "12345")
    assert "Zu viele Fehlversuche" in second_step(client, code_of())


def test_a_recovery_code_opens_once(member: User, confirmed: Callable[[User], Client]) -> None:
    client = confirmed(member)
    secret = secret_on(client.get(SETUP).content.decode())
    client.post(SETUP, {"code": code_of(secret)})
    code = recovery_codes(client)[0]
    assert second_step(first_step(member), code) == "/start/"
    assert "Der Code stimmt nicht." in second_step(first_step(member), code)


def test_new_recovery_codes_replace_the_old_ones(member: User, confirmed: Callable[[User], Client]) -> None:
    client = confirmed(member)
    secret = secret_on(client.get(SETUP).content.decode())
    client.post(SETUP, {"code": code_of(secret)})
    old = recovery_codes(client)
    page = client.get("/konto/zweiter-faktor/codes/neu/").content.decode()
    assert "10 bisherige Codes werden dann ungültig." in page
    client.post("/konto/zweiter-faktor/codes/neu/")
    assert not set(old) & set(recovery_codes(client))


def test_removing_the_app_removes_the_second_step(member: User, confirmed: Callable[[User], Client]) -> None:
    client = confirmed(member)
    client.post(SETUP, {"code": code_of(secret_on(client.get(SETUP).content.decode()))})
    assert "Authenticator-App entfernen?" in client.get(SETUP + "entfernen/").content.decode()
    page = client.post(SETUP + "entfernen/", follow=True).content.decode()
    assert "Die Authenticator-App ist entfernt." in page
    assert not Authenticator.objects.filter(user=member).exists()


def test_a_lost_secret_key_locks_out_instead_of_opening(member: User, settings: Settings) -> None:
    with_app(member)
    settings.SECRET_KEY = "another-key-that-nobody-kept-the-former-of"
    settings.SECRET_KEY_FALLBACKS = []
    assert "Der Code stimmt nicht." in second_step(first_step(member), code_of())


def test_a_former_secret_key_still_reads_factors(member: User, settings: Settings) -> None:
    with_app(member)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-key-of-this-installation-for-the-test"
    assert second_step(first_step(member), code_of()) == "/start/"


class TestRequired:
    """Where the installation requires a second factor of everybody."""

    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        settings.DEMO = False

    def test_only_the_own_account_is_open_until_it_is_set_up(
        self, member: User, enter: Callable[..., Client]
    ) -> None:
        client = enter(member)
        assert client.get("/kommunen/").headers["Location"] == "/konto/zweiter-faktor/"
        assert client.get("/").headers["Location"] == "/konto/zweiter-faktor/"
        assert (
            client.post("/konto/api-schluessel/neu/", {"name": "x"}).headers["Location"]
            == "/konto/zweiter-faktor/"
        )
        assert client.get("/konto/").status_code == 200
        assert client.get("/impressum/").status_code == 200
        partial = client.get("/kommunen/", headers={"HX-Request": "true"})
        assert partial.headers["HX-Redirect"] == "/konto/zweiter-faktor/"
        refused = client.get("/api/schema/")
        assert refused.status_code == 403
        assert "zweiten Faktor" in refused.json()["detail"]

    def test_with_a_factor_everything_is_open(
        self, member: User, confirmed: Callable[[User], Client]
    ) -> None:
        client = confirmed(member)
        client.post(SETUP, {"code": code_of(secret_on(client.get(SETUP).content.decode()))})
        assert client.get("/kommunen/").status_code == 200

    def test_the_last_factor_stays(self, member: User, confirmed: Callable[[User], Client]) -> None:
        client = confirmed(member)
        client.post(SETUP, {"code": code_of(secret_on(client.get(SETUP).content.decode()))})
        page = client.post(SETUP + "entfernen/").content.decode()
        assert "Ein zweiter Faktor ist vorgeschrieben." in page
        assert Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).exists()

    def test_the_demo_never_requires_one(
        self, member: User, enter: Callable[..., Client], settings: Settings
    ) -> None:
        settings.DEMO = True
        assert enter(member).get("/kommunen/").status_code == 200

    def test_anonymous_visitors_are_not_asked(self, db: None) -> None:
        assert Client().get("/").status_code == 200


def test_the_administration_resets_a_lost_factor(
    member: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    with_app(member)
    session = sign_in(member)
    services.reset_second_factor(actor=administrator, user=member)
    assert session.get("/konto/").status_code == 302
    assert not Authenticator.objects.filter(user=member).exists()
    assert "Die Administration hat alle zweiten Faktoren entfernt." in mails_to(member)[0].body_text
    with pytest.raises(ValidationError):
        services.reset_second_factor(actor=administrator, user=member)
    with pytest.raises(PermissionDenied):
        services.reset_second_factor(actor=member, user=administrator)
    assert SECRET not in mails_to(member)[0].body_text
