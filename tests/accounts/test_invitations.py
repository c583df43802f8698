"""Invitations: the only way to an account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from ikz.accounts import services
from ikz.accounts.models import Invitation, User
from ikz.notifications.models import OutgoingMail
from tests.accounts.conftest import mails_to
from tests.cast import PASSWORD

EMAIL = "neu@test.example"


@pytest.fixture
def invitation(administrator: User) -> Invitation:
    return services.invite(actor=administrator, email=" Neu@Test.example ", label="Schul-IT Kusel")


def path_for(user: User) -> str:
    found = re.search(rf"{re.escape(settings.BASE_URL)}(/konto/einladung/\S+)", mails_to(user)[-1].body_text)
    assert found
    return found[1]


def token_for(user: User) -> str:
    return path_for(user).rstrip("/").rpartition("/")[2]


def answer(client: Client, path: str, password: str = PASSWORD, again: str | None = None) -> str:
    data = {"password1": password, "password2": password if again is None else again}
    return client.post(path, data, follow=True).content.decode()


def test_the_mail_carries_the_only_copy_of_the_token(invitation: Invitation) -> None:
    assert invitation.user.email == EMAIL
    token = token_for(invitation.user)
    assert len(token) >= 43
    assert token not in str(Invitation.objects.values())
    assert [mail.to for mail in OutgoingMail.objects.all()] == [EMAIL]
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)


def test_the_prepared_account_stays_shut_until_the_invitation_is_accepted(invitation: Invitation) -> None:
    user = invitation.user
    assert not user.is_valid_today
    client = Client()
    client.post("/konto/passwort/vergessen/", {"email": EMAIL})
    assert len(mails_to(user)) == 1


def test_accepting_sets_the_password_and_signs_in(
    invitation: Invitation, enter: Callable[..., Client]
) -> None:
    path = path_for(invitation.user)
    client = Client()
    shown = client.get(path)
    page = shown.content.decode()
    assert "Schul-IT Kusel" in page
    assert "Administration" in page
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in shown.headers["Cache-Control"]

    answer(client, path)
    assert client.get("/konto/").status_code == 200
    assert "Diese Einladung ist schon angenommen" in answer(Client(), path, "ein-fremdes-Kennwort-9")
    enter(User.objects.get(email=EMAIL))


def test_opening_the_link_uses_nothing_up(invitation: Invitation) -> None:
    path = path_for(invitation.user)
    for _ in range(3):
        assert Client().get(path).status_code == 200
    assert Client().head(path).status_code == 200


def test_weak_and_different_passwords_are_named(invitation: Invitation) -> None:
    path = path_for(invitation.user)
    assert "Dieses Passwort ist zu kurz" in answer(Client(), path, "kurz")
    assert "Die beiden Passwörter stimmen nicht überein." in answer(Client(), path, again="anders")
    assert "E-Mail-Adresse" in answer(Client(), path, "neu@test.example")
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.parametrize("why", ["expired", "revoked", "account expired"])
def test_a_link_that_opens_nothing_explains_itself(
    invitation: Invitation, administrator: User, why: str
) -> None:
    path = path_for(invitation.user)
    if why == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif why == "revoked":
        services.revoke_invitation(actor=administrator, user=invitation.user)
    else:
        User.objects.filter(email=EMAIL).update(expires_on=timezone.localdate() - timedelta(days=1))
    shown = Client().get(path)
    assert shown.status_code == 404
    assert "Diese Einladung gilt nicht mehr" in shown.content.decode()
    assert "Diese Einladung gilt nicht mehr" in answer(Client(), path)
    with pytest.raises(Http404):
        services.accept(token=token_for(invitation.user), password=PASSWORD)
    assert not User.objects.get(email=EMAIL).is_active


def test_an_unknown_token_explains_itself_too(db: None) -> None:
    shown = Client().get("/konto/einladung/nichts/")
    assert shown.status_code == 404
    assert "Diese Einladung gilt nicht mehr" in shown.content.decode()


def test_sending_again_replaces_the_token(invitation: Invitation, administrator: User) -> None:
    old = path_for(invitation.user)
    services.resend_invitation(actor=administrator, user=invitation.user)
    new = path_for(invitation.user)
    assert Client().get(old).status_code == 404
    answer(Client(), new)
    assert User.objects.get(email=EMAIL).is_valid_today
    with pytest.raises(ValidationError, match="schon angenommen"):
        services.resend_invitation(actor=administrator, user=invitation.user)


def test_who_is_signed_in_elsewhere_changes_accounts(
    invitation: Invitation, member: User, enter: Callable[..., Client]
) -> None:
    client = enter(member)
    path = path_for(invitation.user)
    assert "mit einem anderen Konto angemeldet" in client.get(path).content.decode()
    answer(client, path)
    assert EMAIL in client.get("/konto/").content.decode()


@pytest.mark.parametrize(
    ("email", "label", "field"),
    [
        ("person@test.example", "Doppelt", "email"),
        ("PERSON@test.example", "Doppelt", "email"),
        ("keine-adresse", "Schul-IT", "email"),
        ("", "Schul-IT", "email"),
        ("neu@test.example", "  ", "label"),
    ],
)
def test_what_cannot_be_invited_is_named(
    member: User, administrator: User, email: str, label: str, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.invite(actor=administrator, email=email, label=label)
    assert field in refused.value.message_dict
    assert not OutgoingMail.objects.exists()


def test_an_end_in_the_past_is_refused(administrator: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        services.invite(actor=administrator, email=EMAIL, label="Schul-IT", expires_on=yesterday)
    assert "expires_on" in refused.value.message_dict


def test_only_the_administration_invites(member: User, supervisor: User, invitation: Invitation) -> None:
    for actor in (member, supervisor):
        with pytest.raises(PermissionDenied):
            services.invite(actor=actor, email="x@test.example", label="Schul-IT")
        with pytest.raises(PermissionDenied):
            services.resend_invitation(actor=actor, user=invitation.user)
        with pytest.raises(PermissionDenied):
            services.revoke_invitation(actor=actor, user=invitation.user)


def test_the_database_keeps_one_open_invitation_per_account(
    invitation: Invitation, administrator: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            user=invitation.user,
            created_by=administrator,
            token_digest="x",
            expires_at=timezone.now() + timedelta(days=1),
        )


def test_the_history_keeps_no_token(invitation: Invitation) -> None:
    event = Invitation.pgh_event_model  # type: ignore[attr-defined]
    assert event.objects.filter(pgh_obj_id=invitation.pk).count() == 1
    assert "token_digest" not in {field.name for field in event._meta.get_fields()}
