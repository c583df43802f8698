"""Every route, every role, every method: the whole house is walked through, door by door."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from cooperations.models import Cooperation
from ikz.accounts.models import User
from tests.access.routes import all_routes
from tests.access.submitted_facts import submitted_facts
from tests.access.table import TABLE
from tests.access.words import ROLES

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FORM = "application/x-www-form-urlencoded"
OWN_ACCOUNT = "konto/"
# Computations that store nothing are open to accounts that only read.
COMPUTATIONS = {"quickcheck/", "api/v1/model-advice/"}


@pytest.fixture
def cast(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    stranger: User,
    supervisor: User,
    administrator: User,
) -> dict[str, User | None]:
    return dict(
        zip(ROLES, (None, stranger, kusel_staff, coordinator, supervisor, administrator), strict=True)
    )


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(all_routes()) == set(TABLE)


def _answers_as(word: str, response: HttpResponseBase, method: str) -> bool:
    status = response.status_code
    to_login = status == 302 and response.headers["Location"].startswith("/konto/login/")
    succeeded = not to_login and 200 <= status < 400
    if word == "login":
        return to_login
    if word == "refused":
        return not succeeded and status < 500
    if word == "any":
        return status < 500
    if word == "ok":
        return succeeded or (method in UNSAFE and status in {400, 409})
    return status == int(word)


def _ask(client: Client, method: str, url: str, content_type: str) -> HttpResponseBase:
    """One request that leaves nothing behind: neither rows nor counters of the rate limits."""
    cache.clear()
    point = transaction.savepoint()
    response: HttpResponseBase = client.generic(method, url, content_type=content_type)
    # A file is closed when it has been read.
    list(getattr(response, "streaming_content", ()))
    transaction.savepoint_rollback(point)
    return response


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_just_what_the_table_says(
    role: str,
    cast: dict[str, User | None],
    access_facts: dict[str, str],
    sign_in: Callable[[User], Client],
) -> None:
    user = cast[role]
    cookies = sign_in(user).cookies if user else SimpleCookie()
    wrong = []
    for route, row in TABLE.items():
        url = row.url.format(**access_facts)
        for method in METHODS:
            client = Client()
            client.cookies = SimpleCookie(cookies.output(header=""))
            response = _ask(client, method, url, FORM)
            word = "any" if method == "OPTIONS" else row.expected(method, role)
            if not _answers_as(word, response, method):
                wrong.append(f"{method} {url} ({route}): {response.status_code}, not {word}")
    assert not wrong, "\n".join(wrong)


def test_supervision_changes_nothing_anywhere(
    supervisor: User, access_facts: dict[str, str], sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(supervisor)
    submitted = submitted_facts(access_facts)
    wrong = []
    for route, row in TABLE.items():
        if route.startswith(OWN_ACCOUNT) or route in COMPUTATIONS:
            continue
        # Addresses of drafts are asked for twice: what lies before the authority opens no draft either.
        for url in dict.fromkeys((row.url.format(**access_facts), row.url.format(**submitted))):
            for method in UNSAFE:
                for content_type in (FORM, "application/json"):
                    status = _ask(client, method, url, content_type).status_code
                    if status not in {403, 404, 405}:
                        wrong.append(f"{method} {url} ({route}): {status}")
    assert not wrong, "\n".join(wrong)


# Of a submitted agreement supervision is sent from the partners' page to its own, and reads it in the API.
OPENED_BY_SUBMISSION = {"vereinbarungen/<int:pk>/": 302, "api/v1/agreements/<int:pk>/": 200}


def test_what_lies_before_an_authority_opens_no_draft(
    supervisor: User, access_facts: dict[str, str], sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(supervisor)
    submitted = submitted_facts(access_facts)
    answers = {
        route: _ask(client, "GET", row.url.format(**submitted), FORM).status_code
        for route, row in TABLE.items()
        if "{agreement}" in row.url
    }
    opened = {route: status for route, status in answers.items() if status not in {404, 405}}
    assert opened == OPENED_BY_SUBMISSION
