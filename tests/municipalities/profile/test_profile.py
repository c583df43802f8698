"""Keeping the profile of one's own municipality, alone and two at once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Membership, Municipality, Profile
from municipalities.profile_selectors import profile_of
from municipalities.services import save_profile
from municipalities.services.profiles import ProfileData

URL = "/kommunen/07336/profil/"
SignIn = Callable[[User], Client]
FULL = ProfileData(
    it_staff_fte=Decimal("2.50"),
    devices=1600,
    tickets_per_month=96,
    mep_phase="service",
    mep_date=date(2024, 6, 30),
    mdm_tool="Relution",
    contact_office="Fachbereich Schulen",
)


def entered(**changes: Any) -> dict[str, Any]:
    return {
        "it_staff_fte": "2,5",
        "devices": "1.600",
        "tickets_per_month": "96",
        "mep_phase": "service",
        "mep_date": "30.06.2024",
        "mdm_tool": "Relution",
        "contact_office": "Fachbereich Schulen",
        "version": "0",
    } | changes


def test_staff_fill_in_their_profile(sign_in: SignIn, kusel: Municipality, kusel_staff: User) -> None:
    client = sign_in(kusel_staff)
    assert client.get(URL).status_code == 200
    response = client.post(URL, entered())
    assert response.status_code == 302
    row = Profile.objects.get(municipality=kusel)
    assert (row.it_staff_fte, row.devices, row.mep_date, row.version) == (
        Decimal("2.50"),
        1600,
        date(2024, 6, 30),
        1,
    )
    assert row.updated_by == kusel_staff
    page = client.get(URL).content.decode()
    assert 'value="2,50"' in page
    assert 'value="1.600"' in page


def test_everybody_reads_the_figures_and_only_staff_are_led_to_the_form(
    kusel: Municipality, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    save_profile(actor=kusel_staff, municipality=kusel, data=FULL, expected_version=0)
    for user in (kusel_staff, stranger, supervisor):
        facts = profile_of(user, kusel)
        assert [figure.text for figure in facts.figures] == ["640", "6,0"]
        assert facts.may_edit is (user is kusel_staff)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_reaches_the_form(
    sign_in: SignIn,
    kusel: Municipality,
    stranger: User,
    supervisor: User,
    administrator: User,
    method: str,
) -> None:
    for user in (stranger, supervisor, administrator):
        assert getattr(sign_in(user), method)(URL, entered()).status_code == 403
    assert not Profile.objects.exists()


def test_a_municipality_that_does_not_exist(sign_in: SignIn, kusel_staff: User) -> None:
    assert sign_in(kusel_staff).get("/kommunen/99999/profil/").status_code == 404


def test_an_expired_membership_keeps_nothing(kusel: Municipality, kusel_staff: User) -> None:
    Membership.objects.filter(user=kusel_staff).update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        save_profile(actor=kusel_staff, municipality=kusel, data=FULL, expected_version=0)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("it_staff_fte", "501", "Mehr als 500 Stellenanteile für Schul-IT?"),
        ("it_staff_fte", "-1", "größer oder gleich 0"),
        ("it_staff_fte", "zwei", "Bitte geben Sie eine Zahl wie 64.074,04 ein."),
        ("devices", "600.000", "Mehr als 500.000 Geräte hat kein Schulträger."),
        ("devices", "9" * 5000, "devices"),
        ("devices", "9" * 30, "Mehr als 500.000 Geräte hat kein Schulträger."),
        ("tickets_per_month", "100.001", "Mehr als 100.000 Supportanfragen im Monat?"),
        ("mep_date", "01.01.2999", "liegt zu weit in der Zukunft"),
        ("mep_date", "01.01.1900", "liegt zu weit in der Vergangenheit"),
        ("mep_phase", "unbekannt", "mep_phase"),
        ("mdm_tool", "a\x00b", "Nullzeichen sind nicht erlaubt"),
        ("other_tools", "x" * 5000, "höchstens 300 Zeichen"),
        ("contact_email", "keine", "gültige E-Mail-Adresse"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    sign_in: SignIn, kusel_staff: User, field: str, value: str, message: str
) -> None:
    response = sign_in(kusel_staff).post(URL, entered(**{field: value}))
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert f'id="id_{field}_error"' in page or f'aria-describedby="id_{field}' in page
    assert 'value="Fachbereich Schulen"' in page
    assert not Profile.objects.exists()


def test_a_service_refuses_what_a_form_would_not_send(kusel: Municipality, kusel_staff: User) -> None:
    for data in (
        ProfileData(mep_phase="unbekannt"),
        ProfileData(it_staff_fte=Decimal("-0.5")),
        ProfileData(contact_email="keine"),
    ):
        with pytest.raises(ValidationError):
            save_profile(actor=kusel_staff, municipality=kusel, data=data, expected_version=0)


def test_the_second_first_save_is_told(kusel: Municipality, kusel_staff: User) -> None:
    save_profile(actor=kusel_staff, municipality=kusel, data=FULL, expected_version=0)
    with pytest.raises(EditConflict):
        save_profile(actor=kusel_staff, municipality=kusel, data=ProfileData(), expected_version=0)


def test_the_second_of_two_chooses_field_by_field(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User
) -> None:
    client = sign_in(kusel_staff)
    client.post(URL, entered())
    client.post(URL, entered(devices="2.000", mdm_tool="Jamf", version="1"))
    mine = entered(devices="1.700", version="1")
    page = client.post(URL, mine).content.decode()
    assert "Zwei Fassungen des Profils" in page
    assert all(text in page for text in ("2.000", "1.700", "Jamf", "Relution"))
    assert 'value="stored" id="stored-mdm_tool" checked' in page
    assert 'value="mine" id="mine-devices" checked' in page
    chosen = {"choice_devices": "mine", "choice_mdm_tool": "stored", "version": "2"}
    assert client.post(URL, mine | chosen).status_code == 302
    row = Profile.objects.get(municipality=kusel)
    assert (row.devices, row.mdm_tool, row.version) == (1700, "Jamf", 3)
