"""What the tests of accounts share."""

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Count attempts and used codes anew in every test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def member(db: None) -> User:
    return User.objects.create_user("person@test.example", PASSWORD, label="Schul-IT")


@pytest.fixture
def enter() -> Callable[..., Client]:
    """Sign in through the form, as people do."""

    def make(user: User, password: str = PASSWORD) -> Client:
        client = Client()
        answer = client.post("/konto/login/", {"login": user.email, "password": password})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return make


@pytest.fixture
def confirmed(enter: Callable[..., Client]) -> Callable[[User], Client]:
    """Sign in and confirm the password, as before important changes."""

    def make(user: User) -> Client:
        client = enter(user)
        answer = client.post("/konto/bestaetigen/", {"password": PASSWORD, "next": "/konto/"})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return make


def code_of(secret: str = SECRET) -> str:
    """What an authenticator app shows now."""
    code: str = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    return code


def with_app(user: User) -> Authenticator:
    """Give the account an authenticator app that is already set up."""
    authenticator: Authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    return authenticator


def mails_to(user: User) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=user.email).order_by("pk"))
