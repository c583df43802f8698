"""Where an authority and its accounts are competent: areas in the administration, and what they open and close."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from ikz.accounts.models import User
from municipalities.models import Authority, Kind, Mandate, Municipality
from municipalities.services import (
    change_mandate_end,
    create_authority,
    grant_mandate,
    register_municipality,
    set_authority_area,
    set_mandate_area,
)
from tests.cast import PASSWORD, SINCE

SignIn = Callable[[User], Client]


@pytest.fixture
def admin(sign_in: SignIn, administrator: User) -> Client:
    return sign_in(administrator)


def test_an_authority_gets_an_area_and_a_mandate_a_part_of_it(
    admin: Client,
    authority: Authority,
    supervisor: User,
    kusel: Municipality,
    donnersberg: Municipality,
    halberstadt: Municipality,
) -> None:
    place = f"/verwaltung/behoerden/{authority.pk}/gebiet/"
    more = admin.post(place, {"area": ["Landkreis Kusel", ""], "add_row": "1"}).content.decode()
    assert more.count('name="area"') == 2

    def refusal(address: str, *area: str) -> str:
        page = admin.post(address, {"area": area}, follow=True).content.decode()
        assert "Das Gebiet ist gespeichert." not in page
        return page

    assert "Halberstadt (15085135) liegt nicht in Rheinland-Pfalz." in refusal(place, "07336", "Halberstadt")
    assert "Für ganz Rheinland-Pfalz bleibt das Gebiet leer." in refusal(place, "07")
    assert "keine Kommune mit dem amtlichen Schlüssel 07999" in refusal(place, "07999")
    page = admin.post(place, {"area": ["Landkreis Kusel", "07333", ""]}, follow=True).content.decode()
    assert "Donnersbergkreis und Landkreis Kusel" in page

    mandate = Mandate.objects.get(user=supervisor)
    own = f"/verwaltung/mandate/{mandate.pk}/gebiet/"
    register_municipality(
        ags="07335", kind=Kind.DISTRICT, name="Kaiserslautern", display_name="Landkreis Kaiserslautern"
    )
    assert "liegt nicht im Gebiet der Aufsichtsbehörde" in refusal(own, "07335")
    admin.post(own, {"area": ["07336"]})
    mandate.refresh_from_db()
    assert mandate.area == ["07336"]
    assert "Landkreis Kusel" in admin.get("/verwaltung/mandate/").content.decode()
    assert admin.get("/verwaltung/mandate/?format=csv").content.decode().rstrip().endswith(";07336")

    assert "Mandate reichen über das neue Gebiet hinaus" in refusal(place, "07333")
    authority.refresh_from_db()
    assert authority.area == ["07333", "07336"]
    stored = admin.get(place).content.decode()
    assert "Landkreis Kusel (07336)" in stored


def test_a_new_mandate_and_a_new_authority_take_their_area_with_them(
    admin: Client, administrator: User, donnersberg: Municipality, kusel: Municipality
) -> None:
    admin.post("/verwaltung/behoerden/neu/", {"name": "Kreisaufsicht", "land": "07", "area": ["07333"]})
    row = Authority.objects.get(name="Kreisaufsicht")
    assert row.area == ["07333"]
    user = User.objects.create_user("leser@test.example", PASSWORD)
    fields = {
        "user": user.email,
        "authority": str(row.pk),
        "valid_from": "01.01.2026",
        "valid_until": "31.12.2035",
    }
    refused = admin.post("/verwaltung/mandate/neu/", fields | {"area": ["07336"]}).content.decode()
    assert "liegt nicht im Gebiet der Aufsichtsbehörde" in refused
    admin.post("/verwaltung/mandate/neu/", fields | {"area": ["Donnersbergkreis"]})
    assert Mandate.objects.get(user=user).area == ["07333"]
    admin.post(
        "/verwaltung/einladungen/neu/",
        {
            "email": "neu@test.example",
            "label": "Kommunalaufsicht",
            "role": "supervision",
            "authority": str(row.pk),
            "area": ["07333"],
            "valid_from": "01.01.2026",
            "valid_until": "31.12.2035",
        },
    )
    assert Mandate.objects.get(user__email="neu@test.example").area == ["07333"]
    # What another place includes is not named twice.
    register_municipality(
        ags="07333026", kind=Kind.MUNICIPALITY, name="Göllheim", display_name="Göllheim", parent=donnersberg
    )
    changed = set_authority_area(actor=administrator, authority_id=row.pk, area=["07333026", "07333"])
    assert changed.area == ["07333"]


def test_a_mandate_that_ended_is_not_extended_beyond_a_smaller_area(
    administrator: User, authority: Authority, kusel: Municipality, donnersberg: Municipality
) -> None:
    user = User.objects.create_user("leser@test.example", PASSWORD)
    until = timezone.localdate() - timedelta(days=1)
    mandate = grant_mandate(
        actor=administrator,
        user=user,
        authority=authority,
        valid_from=SINCE,
        valid_until=until,
        area=["07336"],
    )
    set_authority_area(actor=administrator, authority_id=authority.pk, area=["07333"])
    with pytest.raises(ValidationError, match="über das Gebiet der Behörde hinaus"):
        change_mandate_end(actor=administrator, mandate_id=mandate.pk, valid_until=date(2035, 1, 1))


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
def test_nobody_else_changes_an_area(role: str, request: pytest.FixtureRequest, supervisor: User) -> None:
    actor: User = request.getfixturevalue(role)
    mandate = Mandate.objects.get(user=supervisor)
    for attempt in (
        lambda: set_mandate_area(actor=actor, mandate_id=mandate.pk, area=[]),
        lambda: set_authority_area(actor=actor, authority_id=mandate.authority_id, area=[]),
        lambda: create_authority(actor=actor, name="Neu", land="07", area=["07336"]),
    ):
        with pytest.raises((PermissionDenied, Http404)):
            attempt()
