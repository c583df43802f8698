"""The named cast: the same people and municipalities in every test.

Donnersbergkreis leads a cooperation with Kusel and Kaiserslautern; Halberstadt is the stranger; the ADD
supervises in Rheinland-Pfalz. Everything is made by the services that the application uses.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation, Partner
from cooperations.services import create_cooperation, respond_to_invitation, update_figures
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Authority, Kind, Municipality
from municipalities.services import add_membership, create_authority, grant_mandate, register_municipality

PASSWORD = "ein-langes-Kennwort-7"
SINCE = date(2020, 1, 1)


@pytest.fixture
def land_rlp(db: None) -> Municipality:
    return register_municipality(
        ags="07", kind=Kind.LAND, name="Rheinland-Pfalz", display_name="Rheinland-Pfalz"
    )


@pytest.fixture
def donnersberg(land_rlp: Municipality) -> Municipality:
    return register_municipality(
        ags="07333",
        kind=Kind.DISTRICT,
        name="Donnersbergkreis",
        display_name="Donnersbergkreis",
        parent=land_rlp,
    )


@pytest.fixture
def kusel(land_rlp: Municipality) -> Municipality:
    return register_municipality(
        ags="07336", kind=Kind.DISTRICT, name="Kusel", display_name="Landkreis Kusel", parent=land_rlp
    )


@pytest.fixture
def kaiserslautern(land_rlp: Municipality) -> Municipality:
    return register_municipality(
        ags="07335",
        kind=Kind.DISTRICT,
        name="Kaiserslautern",
        display_name="Landkreis Kaiserslautern",
        parent=land_rlp,
    )


@pytest.fixture
def halberstadt(db: None) -> Municipality:
    return register_municipality(
        ags="15085135", kind=Kind.MUNICIPALITY, name="Halberstadt, Stadt", display_name="Halberstadt"
    )


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user(
        "admin@test.example", PASSWORD, label="Administration", is_administrator=True
    )


@pytest.fixture
def staff_of(administrator: User) -> Callable[[Municipality, str], User]:
    """Make an account that works for a municipality."""

    def make(municipality: Municipality, email: str) -> User:
        user = User.objects.create_user(email, PASSWORD, label=f"Schul-IT {municipality}")
        add_membership(actor=administrator, user=user, municipality=municipality, valid_from=SINCE)
        return user

    return make


@pytest.fixture
def coordinator(staff_of: Callable[[Municipality, str], User], donnersberg: Municipality) -> User:
    return staff_of(donnersberg, "koordination@test.example")


@pytest.fixture
def kusel_staff(staff_of: Callable[[Municipality, str], User], kusel: Municipality) -> User:
    return staff_of(kusel, "kusel@test.example")


@pytest.fixture
def kaiserslautern_staff(staff_of: Callable[[Municipality, str], User], kaiserslautern: Municipality) -> User:
    return staff_of(kaiserslautern, "kaiserslautern@test.example")


@pytest.fixture
def stranger(staff_of: Callable[[Municipality, str], User], halberstadt: Municipality) -> User:
    return staff_of(halberstadt, "fremd@test.example")


@pytest.fixture
def authority(administrator: User) -> Authority:
    return create_authority(actor=administrator, name="ADD Trier", land="07")


@pytest.fixture
def supervisor(administrator: User, authority: Authority) -> User:
    user = User.objects.create_user("aufsicht@test.example", PASSWORD, label="Kommunalaufsicht")
    grant_mandate(
        actor=administrator,
        user=user,
        authority=authority,
        valid_from=SINCE,
        valid_until=timezone.localdate() + timedelta(days=400),
    )
    user.refresh_from_db()
    return user


@pytest.fixture
def cooperation(
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    donnersberg: Municipality,
    kusel: Municipality,
    kaiserslautern: Municipality,
) -> Cooperation:
    """The Donnersberg case: three confirmed partners, 21 schools, 12.857 pupils."""
    row = create_cooperation(
        actor=coordinator,
        data=CooperationData(
            title="Gemeinsamer Schul-IT-Support und Wissensmanagement",
            goals=["Kosten senken", "Personal und Wissen bündeln"],
            motives=["Schul-IT im Alltag stärken"],
            model_keys=["mandating"],
            task_areas=["remote-support", "service-desk"],
            mep_phases=["service", "procurement"],
            legal_basis="§ 12 KomZG",
            duration="permanent",
            build_up_from=date(2022, 9, 1),
            build_up_to=date(2023, 3, 1),
        ),
        lead=donnersberg,
        partners=[donnersberg, kusel, kaiserslautern],
        slug="donnersberg",
    )
    figures = {"07333": (11, 6865), "07336": (5, 3651), "07335": (5, 2341)}
    for user in (kusel_staff, kaiserslautern_staff):
        invited = Partner.objects.filter(cooperation=row).represented_by(user).get()
        respond_to_invitation(actor=user, partner=invited, accept=True)
    for partner in row.partners.select_related("municipality"):
        schools, pupils = figures[partner.municipality.ags]
        update_figures(actor=coordinator, partner=partner, schools=schools, pupils=pupils)
    return row


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser session of an account (no JavaScript)."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
