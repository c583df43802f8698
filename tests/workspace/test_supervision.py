"""The page of the supervisory authorities."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ikz.accounts.models import User
from ikz.ui.formatting import de_date
from municipalities.models import Mandate

SignIn = Callable[[User], Client]


def test_supervision_sees_its_authority_and_what_will_appear(sign_in: SignIn, supervisor: User) -> None:
    page = sign_in(supervisor).get("/aufsicht/").content.decode()
    assert "ADD Trier" in page
    assert de_date(Mandate.objects.get().valid_until) in page
    assert "Noch nichts vorgelegt" in page


def test_the_page_holds_no_control_that_writes(sign_in: SignIn, supervisor: User) -> None:
    content = sign_in(supervisor).get("/aufsicht/").content.decode()
    main = content[content.index("<main") : content.index("</main>")]
    assert "<form" not in main
    assert "<button" not in main
    for method in ("post", "put", "patch", "delete"):
        assert getattr(sign_in(supervisor), method)("/aufsicht/").status_code in {403, 405}


@pytest.mark.parametrize("role", ["stranger", "coordinator", "administrator"])
def test_it_does_not_exist_for_others(
    role: str, request: pytest.FixtureRequest, sign_in: SignIn, supervisor: User
) -> None:
    assert supervisor.read_only
    assert sign_in(request.getfixturevalue(role)).get("/aufsicht/").status_code == 404


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (1, 30)])
def test_a_mandate_counts_on_its_days_only(sign_in: SignIn, supervisor: User, first: int, last: int) -> None:
    today = timezone.localdate()
    Mandate.objects.update(valid_from=today + timedelta(days=first), valid_until=today + timedelta(days=last))
    assert sign_in(supervisor).get("/aufsicht/").status_code == 404


@pytest.mark.django_db
def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    response = client.get("/aufsicht/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/")
