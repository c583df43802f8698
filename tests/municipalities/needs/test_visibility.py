"""Who reads a need: its own municipality, confirmed partners, or everybody signed in; on every way there is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation, Partner, PartnerStatus
from ikz.accounts.models import User
from municipalities.models import Membership, Municipality, Need
from municipalities.services import change_need, close_need, describe_need, reopen_need
from municipalities.services.needs import NeedData, stored_values
from tests.municipalities.needs.conftest import Describe

SignIn = Callable[[User], Client]
BASE = "/kommunen/07336/bedarfe/"


def _found_by(client: Client, need: Need) -> list[bool]:
    """Whether somebody meets the need: its page, both lists, their export, and the page of a similar need."""
    page = f"{BASE}{need.pk}/"
    status = client.get(page).status_code
    assert status in {200, 404}
    texts = [
        client.get(address).content.decode()
        for address in (BASE, "/bedarfe/", "/bedarfe/?format=csv", "/bedarfe/?search=Geheimwort")
    ]
    found = [need.goal in text for text in texts]
    return [status == 200, *found]


@pytest.fixture
def readers(
    cooperation: Cooperation,
    kusel_staff: User,
    coordinator: User,
    stranger: User,
    supervisor: User,
    administrator: User,
) -> dict[str, User]:
    return {
        "own": kusel_staff,
        "partner": coordinator,
        "stranger": stranger,
        "supervision": supervisor,
        "administrator": administrator,
    }


@pytest.mark.parametrize(
    ("visibility", "audience"),
    [
        ("own", {"own"}),
        ("partners", {"own", "partner"}),
        ("signed-in", {"own", "partner", "stranger", "supervision", "administrator"}),
    ],
)
def test_each_audience_on_every_way(
    readers: dict[str, User], describe: Describe, sign_in: SignIn, visibility: str, audience: set[str]
) -> None:
    need = describe(goal="Geheimwort Lummerland", visibility=visibility)
    for name, user in readers.items():
        assert _found_by(sign_in(user), need) == [name in audience] * 5, name
        assert Need.objects.visible_to(user).filter(pk=need.pk).exists() is (name in audience)
    assert not Need.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("status", [PartnerStatus.INVITED, PartnerStatus.DECLINED, PartnerStatus.LEFT])
@pytest.mark.parametrize("whose", ["07333", "07336"])
def test_only_confirmed_partners_read_along(
    cooperation: Cooperation, coordinator: User, describe: Describe, status: str, whose: str
) -> None:
    need = describe(visibility="partners")
    Partner.objects.filter(municipality__ags=whose).update(status=status)
    assert not Need.objects.visible_to(coordinator).filter(pk=need.pk).exists()


def test_partners_of_partners_are_no_partners(
    cooperation: Cooperation, describe: Describe, stranger: User, halberstadt: Municipality
) -> None:
    other = Cooperation.objects.create(title="Andere", slug="andere")
    for municipality in (halberstadt, Municipality.objects.get(ags="07333")):
        Partner.objects.create(cooperation=other, municipality=municipality, status="confirmed")
    need = describe(visibility="partners")
    assert not Need.objects.visible_to(stranger).filter(pk=need.pk).exists()


def test_an_expired_membership_reads_and_writes_no_more(
    describe: Describe, kusel_staff: User, kusel: Municipality, sign_in: SignIn
) -> None:
    need = describe(visibility="own")
    Membership.objects.filter(user=kusel_staff).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert sign_in(kusel_staff).get(f"{BASE}{need.pk}/").status_code == 404
    with pytest.raises(Http404):
        close_need(actor=kusel_staff, need=need)
    with pytest.raises(PermissionDenied):
        describe(aim="change")


def test_reading_is_not_writing(readers: dict[str, User], describe: Describe, kusel: Municipality) -> None:
    need = describe(visibility="signed-in")
    data = NeedData(**stored_values(need))
    for user in [reader for name, reader in readers.items() if name != "own"]:
        with pytest.raises(PermissionDenied):
            describe_need(actor=user, municipality=kusel, data=data)
        with pytest.raises(PermissionDenied):
            change_need(actor=user, need=need, data=data, expected_version=1)
        with pytest.raises(PermissionDenied):
            close_need(actor=user, need=need)
        with pytest.raises(PermissionDenied):
            reopen_need(actor=user, need=need)
    assert Need.objects.get().version == 1


def test_a_need_is_found_at_its_own_municipality_only(
    describe: Describe, kusel_staff: User, sign_in: SignIn, halberstadt: Municipality
) -> None:
    need = describe()
    assert sign_in(kusel_staff).get(f"/kommunen/15085135/bedarfe/{need.pk}/").status_code == 404


def test_similar_needs_show_only_what_one_may_read(
    readers: dict[str, User],
    describe: Describe,
    sign_in: SignIn,
    halberstadt: Municipality,
    stranger: User,
) -> None:
    mine = describe(stranger, halberstadt)
    describe(goal="Nur unter Partnern", visibility="partners")
    describe(goal="Für alle lesbar", aim="relief")
    page = sign_in(stranger).get(f"/kommunen/15085135/bedarfe/{mine.pk}/").content.decode()
    assert "Für alle lesbar" in page
    assert "Nur unter Partnern" not in page
