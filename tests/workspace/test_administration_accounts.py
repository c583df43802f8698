"""Accounts and invitations in the administration."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from ikz.accounts.models import Invitation, User
from ikz.notifications.models import OutgoingMail
from ikz.notifications.tasks import deliver
from municipalities.models import Authority, Mandate, Membership, Municipality
from municipalities.services import add_membership, end_membership
from tests.cast import PASSWORD
from workspace.services.administration import Administrate, ReadFor, invite_with_role

SignIn = Callable[[User], Client]
INVITE = "/verwaltung/einladungen/neu/"


@pytest.fixture
def admin(sign_in: SignIn, administrator: User) -> Client:
    return sign_in(administrator)


def invitation(**changes: str) -> dict[str, str]:
    fields = {
        "email": "neu@kreis.example",
        "label": "Schul-IT Landkreis Kusel",
        "role": "staff",
        "municipality": "Landkreis Kusel",
        "authority": "",
        "valid_from": "01.03.2026",
        "valid_until": "",
    }
    return fields | changes


def test_inviting_staff_prepares_account_membership_and_mail(admin: Client, kusel: Municipality) -> None:
    answer = admin.post(INVITE, invitation(), follow=True)
    assert "Die Einladung an neu@kreis.example ist unterwegs." in answer.content.decode()
    user = User.objects.get(email="neu@kreis.example")
    assert (user.is_active, user.label, user.read_only) == (False, "Schul-IT Landkreis Kusel", False)
    membership = Membership.objects.get(user=user)
    assert (membership.municipality, membership.valid_from, membership.valid_until) == (
        kusel,
        date(2026, 3, 1),
        None,
    )
    row = OutgoingMail.objects.get()
    assert (row.to, row.subject) == ("neu@kreis.example", "Einladung zu IKZ Schul-IT")
    assert "/konto/einladung/" in row.body_text


def test_the_mailed_link_opens_the_account(
    admin: Client, kusel: Municipality, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    admin.post(INVITE, invitation(municipality=kusel.ags))
    deliver(OutgoingMail.objects.get().pk)
    (message,) = mail.outbox
    address = re.search(r"https?://[^/\s]+(/konto/einladung/\S+)", str(message.body))
    assert address
    visitor = Client()
    assert visitor.get(address[1]).status_code == 200
    visitor.post(address[1], {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email="neu@kreis.example").is_active
    assert visitor.get("/start/").status_code == 200


def test_inviting_supervision_makes_an_account_that_only_reads(admin: Client, authority: Authority) -> None:
    admin.post(
        INVITE,
        invitation(
            role="supervision", municipality="", authority=str(authority.pk), valid_until="31.12.2027"
        ),
    )
    user = User.objects.get(email="neu@kreis.example")
    assert user.read_only
    assert Mandate.objects.get(user=user).valid_until == date(2027, 12, 31)


def test_inviting_an_administrator(admin: Client) -> None:
    admin.post(INVITE, invitation(role="administration", municipality=""))
    user = User.objects.get(email="neu@kreis.example")
    assert user.is_administrator
    assert not user.is_valid_today


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "kein-at"}, "Bitte gültige E-Mail-Adresse eingeben."),
        ({"email": "Koordination@test.example"}, "Für diese E-Mail-Adresse gibt es schon ein Konto."),
        ({"label": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"municipality": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"municipality": "99999"}, "Es gibt keine Kommune mit dem amtlichen Schlüssel 99999."),
        ({"valid_from": "31.02.2026"}, "Bitte geben Sie ein Datum wie 14.03.2027 ein."),
        ({"valid_until": "28.02.2026"}, "Das Ende liegt vor dem Anfang (01.03.2026)."),
        ({"role": "supervision", "municipality": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"role": "herrschaft"}, "Bitte eine gültige Auswahl treffen"),
    ],
)
@pytest.mark.usefixtures("coordinator", "kusel")
def test_bad_input_names_the_field_keeps_the_rest_and_writes_nothing(
    admin: Client, changes: dict[str, str], message: str
) -> None:
    before = User.objects.count(), Membership.objects.count()
    answer = admin.post(INVITE, invitation(**changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert 'value="01.03.2026"' in page or "valid_from" in changes
    assert (User.objects.count(), Membership.objects.count()) == before
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("role", ["stranger", "coordinator", "supervisor"])
def test_the_service_refuses_everybody_else(role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        invite_with_role(
            actor=request.getfixturevalue(role),
            email="neu@kreis.example",
            label="Administration",
            role=Administrate(),
        )


def test_sending_again_and_withdrawing(admin: Client, administrator: User, authority: Authority) -> None:
    first = invite_with_role(
        actor=administrator,
        email="neu@kreis.example",
        label="Aufsicht",
        role=ReadFor(authority, date(2026, 1, 1), date(2027, 1, 1)),
    )
    page = admin.get("/verwaltung/einladungen/").content.decode()
    assert "neu@kreis.example" in page

    resend = reverse("administration:invitation_resend", args=[first.user_id])
    assert "Link aus einer früheren Einladung" in admin.get(resend).content.decode()
    assert Invitation.objects.open().get() == first
    admin.post(resend)
    second = Invitation.objects.open().get()
    assert second != first
    assert OutgoingMail.objects.count() == 2

    revoke = reverse("administration:invitation_revoke", args=[first.user_id])
    admin.get(revoke)
    assert Invitation.objects.open().exists()
    admin.post(revoke)
    assert not Invitation.objects.open().exists()
    again = admin.post(revoke, follow=True).content.decode()
    assert "Für dieses Konto gibt es keine offene Einladung." in again
    assert "Keine offenen Einladungen" in admin.get("/verwaltung/einladungen/").content.decode()


def test_changing_an_account(admin: Client, kusel_staff: User) -> None:
    address = reverse("administration:account", args=[kusel_staff.pk])
    admin.post(address, {"label": "IT-Leitung", "expires_on": "31.12.2030"})
    kusel_staff.refresh_from_db()
    assert (kusel_staff.label, kusel_staff.expires_on) == ("IT-Leitung", date(2030, 12, 31))
    page = admin.post(address, {"label": "", "expires_on": "morgen"}).content.decode()
    assert "Bitte geben Sie ein Datum wie 14.03.2027 ein." in page
    assert 'value="morgen"' in page


def test_supervision_cannot_be_made_administrator(admin: Client, supervisor: User) -> None:
    answer = admin.post(
        reverse("administration:account", args=[supervisor.pk]), {"label": "x", "is_administrator": "on"}
    )
    assert "Ein nur lesendes Konto kann nicht administrieren." in answer.content.decode()


def test_locking_ends_the_sessions_and_can_be_undone(
    admin: Client, sign_in: SignIn, kusel_staff: User
) -> None:
    visitor = sign_in(kusel_staff)
    lock = reverse("administration:account_deactivate", args=[kusel_staff.pk])
    assert "Alle Sitzungen enden sofort" in admin.get(lock).content.decode()
    assert visitor.get("/start/").status_code == 200
    admin.post(lock)
    assert visitor.get("/start/").status_code == 302
    admin.post(reverse("administration:account_reactivate", args=[kusel_staff.pk]))
    kusel_staff.refresh_from_db()
    assert kusel_staff.is_active


def test_nobody_locks_themselves_out(admin: Client, administrator: User) -> None:
    page = admin.get(reverse("administration:account", args=[administrator.pk])).content.decode()
    assert "Das ist Ihr eigenes Konto." in page
    assert "Konto sperren" not in page
    lock = reverse("administration:account_deactivate", args=[administrator.pk])
    assert "Ihr eigenes Konto sperrt nur" in admin.post(lock, follow=True).content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_resetting_lost_second_factors(admin: Client, kusel_staff: User) -> None:
    address = reverse("administration:account_second_factor", args=[kusel_staff.pk])
    page = reverse("administration:account", args=[kusel_staff.pk])
    assert address not in admin.get(page).content.decode()
    Authenticator.objects.create(user=kusel_staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert address in admin.get(page).content.decode()
    admin.post(address)
    assert not Authenticator.objects.filter(user=kusel_staff).exists()


def test_filters_of_the_list(
    admin: Client, kusel_staff: User, stranger: User, supervisor: User, administrator: User
) -> None:
    User.objects.filter(pk=stranger.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    everybody = {user.email for user in (kusel_staff, stranger, supervisor, administrator)}

    def shown(query: str) -> set[str]:
        page = admin.get(f"/verwaltung/konten/?{query}", headers={"HX-Request": "true"}).content.decode()
        return {email for email in everybody if email in page}

    assert shown("") == everybody
    assert shown("search=kusel") == {kusel_staff.email}
    assert shown("role=supervision") == {supervisor.email}
    assert shown("role=administration") == {administrator.email}
    assert shown("role=none") == set()
    assert shown("state=expired") == {stranger.email}
    assert shown("state=active&role=staff") == {kusel_staff.email}
    assert shown("search=gibtesnicht") == set()


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    admin: Client,
    administrator: User,
    kusel: Municipality,
    halberstadt: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def people(numbers: range) -> None:
        for number in numbers:
            user = User.objects.create_user(f"stelle-{number}@test.example", PASSWORD)
            for municipality in (kusel, halberstadt):
                add_membership(
                    actor=administrator, user=user, municipality=municipality, valid_from=date(2026, 1, 1)
                )

    # Session, account, count, page, memberships, mandates.
    people(range(2))
    with django_assert_num_queries(6):
        admin.get("/verwaltung/konten/")
    people(range(2, 20))
    with django_assert_num_queries(6):
        admin.get("/verwaltung/konten/")


def test_an_ended_membership_is_no_task_of_today(
    admin: Client, administrator: User, kusel_staff: User
) -> None:
    row = Membership.objects.get(user=kusel_staff)
    end_membership(
        actor=administrator, membership_id=row.pk, valid_until=timezone.localdate() - timedelta(days=1)
    )
    assert kusel_staff.email in admin.get("/verwaltung/konten/?role=none").content.decode()
