"""The administration exists for administrators only; nobody else writes there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Mandate, Membership, Municipality
from workspace.administration_urls import urlpatterns

SignIn = Callable[[User], Client]
OUTSIDERS = ["stranger", "kusel_staff", "coordinator", "supervisor"]


def addresses(pk: int) -> list[str]:
    """Every address of the administration, about the account ``pk`` where it is about one."""
    names = [str(pattern.name) for pattern in urlpatterns]
    with_pk = {str(pattern.name) for pattern in urlpatterns if "<int:pk>" in str(pattern.pattern)}
    return [reverse(f"administration:{name}", args=[pk] if name in with_pk else []) for name in names]


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.usefixtures("cooperation")
def test_the_pages_do_not_exist_for_others(
    role: str, request: pytest.FixtureRequest, sign_in: SignIn, administrator: User
) -> None:
    user: User = request.getfixturevalue(role)
    client = sign_in(user)
    before = counts()
    for address in addresses(administrator.pk):
        assert client.get(address).status_code in {404, 405}, address
        # Accounts that only read are refused before the view; the others find no page to write to.
        assert client.post(address, {}).status_code in {403, 404, 405}, address
    assert counts() == before


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Membership, Mandate, Authority, OutgoingMail)]


@pytest.mark.django_db
def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    for address in addresses(1):
        for response in (client.get(address), client.post(address)):
            if response.status_code != 405:
                assert response.status_code == 302
                assert response.headers["Location"].startswith("/konto/login/")


def test_a_former_administrator_finds_nothing(sign_in: SignIn, administrator: User) -> None:
    client = sign_in(administrator)
    assert client.get("/verwaltung/").status_code == 200
    User.objects.filter(pk=administrator.pk).update(is_administrator=False)
    assert client.get("/verwaltung/").status_code == 404


def test_an_outsider_cannot_invite_with_valid_input(
    sign_in: SignIn, stranger: User, kusel: Municipality
) -> None:
    answer = sign_in(stranger).post(
        "/verwaltung/einladungen/neu/",
        {
            "email": "neu@test.example",
            "label": "Schul-IT",
            "role": "staff",
            "municipality": kusel.ags,
            "valid_from": "01.01.2026",
        },
    )
    assert answer.status_code == 404
    assert not User.objects.filter(email="neu@test.example").exists()


def test_the_pages_are_kept_by_no_cache(sign_in: SignIn, administrator: User) -> None:
    response = sign_in(administrator).get("/verwaltung/konten/")
    assert "no-store" in response.headers["Cache-Control"]
