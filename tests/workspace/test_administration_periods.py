"""Memberships, authorities and mandates in the administration."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority, Mandate, Membership, Municipality
from municipalities.services import (
    add_membership,
    change_mandate_end,
    create_authority,
    end_membership,
    grant_mandate,
    rename_authority,
)
from tests.cast import PASSWORD, SINCE

SignIn = Callable[[User], Client]
OUTSIDERS = ["stranger", "coordinator", "supervisor"]


@pytest.fixture
def admin(sign_in: SignIn, administrator: User) -> Client:
    return sign_in(administrator)


def page_after(admin: Client, address: str, **fields: str) -> str:
    return admin.post(address, fields, follow=True).content.decode()


def test_adding_a_membership(admin: Client, kusel_staff: User, halberstadt: Municipality) -> None:
    add = "/verwaltung/zugehoerigkeiten/neu/"
    assert f'value="{kusel_staff.email}"' in admin.get(f"{add}?konto={kusel_staff.pk}").content.decode()
    page = page_after(
        admin, add, user=kusel_staff.email.upper(), municipality="Halberstadt", valid_from="01.01.2026"
    )
    assert "Die Zugehörigkeit ist eingetragen." in page
    assert Membership.objects.filter(user=kusel_staff, municipality=halberstadt).exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"user": "niemand@test.example"}, "Zu dieser E-Mail-Adresse gibt es kein Konto."),
        ({"user": "aufsicht@test.example"}, "Ein Konto der Aufsicht kann keiner Kommune angehören."),
        ({"municipality": "Atlantis"}, "Eine Kommune „Atlantis“ steht nicht im Verzeichnis."),
        ({"municipality": "07336"}, "Das Konto gehört dieser Kommune in diesem Zeitraum schon an."),
        ({"valid_until": "31.12.2025"}, "Das Ende liegt vor dem Anfang (01.01.2026)."),
    ],
)
@pytest.mark.usefixtures("kusel_staff", "supervisor", "halberstadt")
def test_a_membership_that_cannot_be(admin: Client, changes: dict[str, str], message: str) -> None:
    before = Membership.objects.count()
    fields = {"user": "kusel@test.example", "municipality": "15085135", "valid_from": "01.01.2026", **changes}
    assert message in page_after(admin, "/verwaltung/zugehoerigkeiten/neu/", **fields)
    assert Membership.objects.count() == before


def test_the_end_of_a_membership_ends_what_it_opened(
    admin: Client, sign_in: SignIn, kusel_staff: User, cooperation: Cooperation
) -> None:
    visitor = sign_in(kusel_staff)
    assert visitor.get(f"/kooperationen/{cooperation.slug}/").status_code == 200
    address = reverse("administration:membership_end", args=[Membership.objects.get(user=kusel_staff).pk])
    assert "Das Ende liegt vor dem Anfang (01.01.2020)." in page_after(
        admin, address, valid_until="31.12.2019"
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    page_after(admin, address, valid_until=f"{yesterday:%d.%m.%Y}")
    assert visitor.get(f"/kooperationen/{cooperation.slug}/").status_code == 404


def test_authorities(admin: Client, authority: Authority) -> None:
    add = "/verwaltung/behoerden/neu/"
    assert "gibt es in diesem Land schon" in page_after(admin, add, name=" add  TRIER ", land="07")
    assert "ist eingetragen" in page_after(admin, add, name="Regierungspräsidium", land="06")

    rename = reverse("administration:authority_rename", args=[authority.pk])
    page_after(admin, rename, name="ADD Rheinland-Pfalz")
    authority.refresh_from_db()
    assert (authority.name, authority.land) == ("ADD Rheinland-Pfalz", "07")
    assert "ist eingetragen" in page_after(admin, add, name="ADD Trier", land="07")
    assert "gibt es in diesem Land schon" in page_after(admin, rename, name="ADD Trier")


def test_a_mandate_makes_an_account_read_only(admin: Client, authority: Authority) -> None:
    user = User.objects.create_user("neu@test.example", PASSWORD)
    add = "/verwaltung/mandate/neu/"
    fields = {"user": user.email, "authority": str(authority.pk), "valid_from": "01.01.2026"}
    assert "zwingend erforderlich" in page_after(admin, add, **fields)
    assert "Das Mandat ist eingetragen." in page_after(admin, add, **fields, valid_until="31.12.2026")
    user.refresh_from_db()
    assert user.read_only
    assert "in diesem Zeitraum schon ein Mandat" in page_after(admin, add, **fields, valid_until="31.01.2026")


@pytest.mark.usefixtures("kusel_staff")
def test_staff_gets_no_mandate(admin: Client, authority: Authority) -> None:
    page = page_after(
        admin,
        "/verwaltung/mandate/neu/",
        user="kusel@test.example",
        authority=str(authority.pk),
        valid_from="01.01.2026",
        valid_until="31.12.2026",
    )
    assert "Die Aufsicht braucht ein eigenes Konto." in page
    assert not Mandate.objects.exists()


def test_a_mandate_is_refused_to_who_will_work_for_a_municipality(
    administrator: User, authority: Authority, kusel: Municipality
) -> None:
    user = User.objects.create_user("neu@test.example", PASSWORD)
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_membership(actor=administrator, user=user, municipality=kusel, valid_from=tomorrow)
    with pytest.raises(Exception, match="eigenes Konto"):
        grant_mandate(
            actor=administrator, user=user, authority=authority, valid_from=SINCE, valid_until=tomorrow
        )


def test_extending_and_ending_a_mandate(admin: Client, sign_in: SignIn, supervisor: User) -> None:
    row = Mandate.objects.get(user=supervisor)
    address = reverse("administration:mandate_end", args=[row.pk])
    page_after(admin, address, valid_until="31.12.2035")
    row.refresh_from_db()
    assert row.valid_until == date(2035, 12, 31)

    reader = sign_in(supervisor)
    assert reader.get("/aufsicht/").status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    page_after(admin, address, valid_until=f"{yesterday:%d.%m.%Y}")
    assert reader.get("/aufsicht/").status_code == 404


@pytest.mark.parametrize("role", OUTSIDERS)
def test_the_services_refuse_everybody_else(
    role: str,
    request: pytest.FixtureRequest,
    supervisor: User,
    kusel_staff: User,
    authority: Authority,
    halberstadt: Municipality,
) -> None:
    actor: User = request.getfixturevalue(role)
    user = User.objects.create_user("neu@test.example", PASSWORD)
    membership, mandate = Membership.objects.get(user=kusel_staff), Mandate.objects.get(user=supervisor)
    until = date(2035, 1, 1)
    attempts: list[Callable[[], object]] = [
        lambda: add_membership(actor=actor, user=user, municipality=halberstadt, valid_from=SINCE),
        lambda: end_membership(actor=actor, membership_id=membership.pk, valid_until=until),
        lambda: create_authority(actor=actor, name="Neu", land="07"),
        lambda: rename_authority(actor=actor, authority_id=authority.pk, name="Neu"),
        lambda: grant_mandate(
            actor=actor, user=user, authority=authority, valid_from=SINCE, valid_until=until
        ),
        lambda: change_mandate_end(actor=actor, mandate_id=mandate.pk, valid_until=until),
    ]
    for attempt in attempts:
        with pytest.raises((PermissionDenied, Http404)):
            attempt()
    membership.refresh_from_db()
    mandate.refresh_from_db()
    assert membership.valid_until is None
    assert mandate.valid_until != until
    assert not Authority.objects.filter(name="Neu").exists()


def test_lists_filter_and_cost_the_same_for_many_rows(
    admin: Client,
    administrator: User,
    supervisor: User,
    authority: Authority,
    kusel: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def rows(numbers: range) -> None:
        for number in numbers:
            staff = User.objects.create_user(f"stelle-{number}@test.example", PASSWORD)
            add_membership(actor=administrator, user=staff, municipality=kusel, valid_from=SINCE)
            reader = User.objects.create_user(f"leser-{number}@test.example", PASSWORD)
            grant_mandate(
                actor=administrator,
                user=reader,
                authority=authority,
                valid_from=SINCE,
                valid_until=date(2035, 1, 1),
            )

    # Session, account, count, page; authorities bring their numbers along.
    lists = ("/verwaltung/zugehoerigkeiten/", "/verwaltung/mandate/", "/verwaltung/behoerden/")
    rows(range(2))
    for address in lists:
        with django_assert_num_queries(4):
            admin.get(address)
    rows(range(2, 20))
    for address in lists:
        with django_assert_num_queries(4):
            admin.get(address)

    search = admin.get("/verwaltung/zugehoerigkeiten/?search=kusel&period=current").content.decode()
    assert "20 Zugehörigkeiten" in search
    assert (
        "Keine Zugehörigkeit gefunden"
        in admin.get("/verwaltung/zugehoerigkeiten/?period=over").content.decode()
    )
    assert "1 Mandat<" in admin.get(
        "/verwaltung/mandate/?search=aufsicht@test.example"
    ).content.decode().replace("\n", "")


def test_lists_become_files_with_the_filter_of_the_page(
    admin: Client, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    def lines(address: str) -> list[str]:
        answer = admin.get(address)
        assert "attachment" in answer.headers["Content-Disposition"]
        return answer.content.decode("utf-8-sig").splitlines()

    accounts = lines("/verwaltung/konten/?search=kusel&format=csv")
    assert accounts[1:] == [f"{kusel_staff.email};Schul-IT Landkreis Kusel;nein;Landkreis Kusel;;aktiv;"]
    assert lines("/verwaltung/zugehoerigkeiten/?search=halber&format=csv")[1:] == [
        f"{stranger.email};Schul-IT Halberstadt;Halberstadt;15085135;01.01.2020;"
    ]
    assert lines("/verwaltung/mandate/?format=csv")[1].startswith(
        f"{supervisor.email};Kommunalaufsicht;ADD Trier;"
    )
    assert admin.get("/verwaltung/konten/?format=xlsx").content.startswith(b"PK")
