"""What the administration does to accounts, and what it cannot do to itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ikz.accounts import services
from ikz.accounts.models import User
from tests.cast import PASSWORD


def update(actor: User, user: User, **changes: object) -> User:
    values = {"label": user.label, "expires_on": user.expires_on, "is_administrator": user.is_administrator}
    return services.update_account(actor=actor, user=user, **{**values, **changes})  # type: ignore[arg-type]


def test_function_and_end_of_an_account_change(administrator: User, member: User) -> None:
    until = timezone.localdate() + timedelta(days=30)
    row = update(administrator, member, label=" Leitung Schul-IT ", expires_on=until)
    assert (row.label, row.expires_on) == ("Leitung Schul-IT", until)
    with pytest.raises(ValidationError) as refused:
        update(administrator, member, label=" ")
    assert "label" in refused.value.message_dict


def test_administrators_keep_their_own_rights(administrator: User) -> None:
    for change in ({"is_administrator": False}, {"expires_on": timezone.localdate()}):
        with pytest.raises(ValidationError, match="nur eine andere Person der Administration"):
            update(administrator, administrator, **change)
    with pytest.raises(ValidationError, match="nur eine andere Person der Administration"):
        services.deactivate_account(actor=administrator, user=administrator)


def test_another_administrator_may(administrator: User, member: User) -> None:
    update(administrator, member, is_administrator=True)
    member.refresh_from_db()
    update(member, administrator, is_administrator=False)
    with pytest.raises(PermissionDenied):
        update(administrator, member, is_administrator=False)
    with pytest.raises(PermissionDenied):
        services.deactivate_account(actor=administrator, user=member)


def test_supervision_never_administrates(administrator: User, supervisor: User) -> None:
    with pytest.raises(ValidationError) as refused:
        update(administrator, supervisor, is_administrator=True)
    assert "is_administrator" in refused.value.message_dict


def test_a_deactivated_account_is_out_at_once_and_comes_back(
    administrator: User, member: User, enter: Callable[..., Client]
) -> None:
    client = enter(member)
    services.deactivate_account(actor=administrator, user=member)
    assert client.get("/konto/").status_code == 302
    services.reactivate_account(actor=administrator, user=member)
    assert client.get("/konto/").status_code == 302
    enter(member)


def test_an_account_without_password_needs_an_invitation(administrator: User) -> None:
    user = services.invite(actor=administrator, email="neu@test.example", label="Schul-IT").user
    services.deactivate_account(actor=administrator, user=user)
    assert not user.invitations.open().exists()
    with pytest.raises(ValidationError, match="Bitte senden Sie eine Einladung"):
        services.reactivate_account(actor=administrator, user=user)


@pytest.mark.parametrize("how", ["member", "supervisor", "expired"])
def test_nobody_else_administrates(
    request: pytest.FixtureRequest, administrator: User, member: User, how: str
) -> None:
    if how == "expired":
        actor = User.objects.create_user(
            "alt@test.example",
            is_administrator=True,
            expires_on=timezone.localdate() - timedelta(days=1),
        )
    else:
        actor = request.getfixturevalue(how)
    with pytest.raises(PermissionDenied):
        update(actor, administrator, label="Neu")
    for service in (services.deactivate_account, services.reactivate_account, services.reset_second_factor):
        with pytest.raises(PermissionDenied):
            service(actor=actor, user=member)


@pytest.mark.django_db
def test_the_first_administrator_comes_from_the_command_line(
    enter: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--email", "Erste@test.example", verbosity=0)
    user = User.objects.get(email="erste@test.example")
    assert user.is_administrator
    assert enter(user).get("/verwaltung/").status_code == 200
