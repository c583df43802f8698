"""Programs that talk to the API."""

from collections.abc import Callable

import pytest
from django.test import Client

from ikz.accounts.models import ApiToken, User

Caller = Callable[[User], Client]


@pytest.fixture
def call_as() -> Caller:
    """A program that holds a token of an account."""

    def make(user: User) -> Client:
        _, token = ApiToken.objects.create(user=user, prefix="ikz_")
        return Client(headers={"Authorization": f"Token {token}"})

    return make
