"""Inviting, answering, leading, figures and coordination, as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.models import Cooperation, Coordinator, Partner, PartnerRole, PartnerStatus
from cooperations.services import add_partner, appoint_coordinator, update_figures
from ikz.accounts.models import User
from municipalities.models import Municipality

BASE = "/kooperationen/donnersberg/"
SignIn = Callable[[User], Client]


def partner(ags: str) -> Partner:
    return Partner.objects.get(cooperation__slug="donnersberg", municipality__ags=ags)


@pytest.fixture
def invited(cooperation: Cooperation, coordinator: User, halberstadt: Municipality) -> Partner:
    return add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)


WRITES: list[tuple[str, dict[str, Any]]] = [
    ("partner/", {"municipality": "15085135"}),
    ("partner/07336/federfuehrung/", {}),
    ("partner/07336/entfernen/", {}),
    ("koordination/", {"email": "kusel@test.example"}),
    ("bearbeiten/", {}),
]


@pytest.mark.usefixtures("cooperation", "halberstadt")
@pytest.mark.parametrize(("path", "data"), WRITES)
def test_strangers_find_nothing_and_staff_may_not(
    sign_in: SignIn, stranger: User, kusel_staff: User, supervisor: User, path: str, data: dict[str, Any]
) -> None:
    statuses = [
        sign_in(user).post(BASE + path, data).status_code for user in (stranger, kusel_staff, supervisor)
    ]
    assert statuses == [404, 403, 403]
    assert sign_in(kusel_staff).delete(BASE + path).status_code == 405
    assert Partner.objects.filter(cooperation__slug="donnersberg").count() == 3
    assert partner("07336").role == PartnerRole.PARTNER


@pytest.mark.usefixtures("cooperation")
def test_staff_see_who_takes_part_without_controls(
    sign_in: SignIn, kusel_staff: User, stranger: User
) -> None:
    page = sign_in(kusel_staff).get(f"{BASE}partner/").content.decode()
    assert "Koordination" in page
    assert "3.651" in page
    assert "Einladen" not in page
    assert "Ausscheiden lassen" not in page
    assert sign_in(stranger).get(f"{BASE}partner/").status_code == 404


@pytest.mark.usefixtures("cooperation", "halberstadt")
def test_the_coordination_invites(sign_in: SignIn, coordinator: User) -> None:
    response = sign_in(coordinator).post(f"{BASE}partner/", {"municipality": "Halberstadt"}, follow=True)
    assert "Halberstadt ist eingeladen und kann jetzt zusagen." in response.content.decode()
    assert partner("15085135").status == PartnerStatus.INVITED


@pytest.mark.usefixtures("cooperation")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Landkreis Kusel", "Landkreis Kusel ist schon Partner."),
        ("Atlantis", "Eine Kommune „Atlantis“ steht nicht im Verzeichnis."),
        ("", "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_at_the_field(
    sign_in: SignIn, coordinator: User, typed: str, answer: str
) -> None:
    response = sign_in(coordinator).post(f"{BASE}partner/", {"municipality": typed})
    page = response.content.decode()
    assert response.status_code == 200
    assert answer in page
    assert f'value="{typed}"' in page or not typed


@pytest.mark.usefixtures("invited")
def test_the_invited_are_asked_and_confirm(sign_in: SignIn, stranger: User) -> None:
    client = sign_in(stranger)
    for url in (BASE, "/kooperationen/", "/start/"):
        assert "Ihre Kommune ist eingeladen" in client.get(url).content.decode()
    response = client.post(f"{BASE}partner/15085135/zusagen/", follow=True)
    assert "Halberstadt ist jetzt Partner der Kooperation." in response.content.decode()
    assert partner("15085135").is_confirmed
    again = client.post(f"{BASE}partner/15085135/zusagen/", follow=True)
    assert "Die Einladung ist schon beantwortet." in again.content.decode()


@pytest.mark.usefixtures("invited")
def test_declining_asks_once_and_ends_access(sign_in: SignIn, stranger: User, kusel_staff: User) -> None:
    url = f"{BASE}partner/15085135/ablehnen/"
    assert sign_in(kusel_staff).get(url).status_code == 403
    assert sign_in(kusel_staff).post(url).status_code == 403
    client = sign_in(stranger)
    assert "Einladung ablehnen?" in client.get(url).content.decode()
    assert client.post(url).headers["Location"] == "/kooperationen/"
    assert partner("15085135").status == PartnerStatus.DECLINED
    assert client.get(BASE).status_code == 404


@pytest.mark.usefixtures("invited")
def test_nobody_else_confirms_for_a_municipality(
    sign_in: SignIn, coordinator: User, kusel_staff: User
) -> None:
    for user in (coordinator, kusel_staff):
        assert sign_in(user).post(f"{BASE}partner/15085135/zusagen/").status_code == 403
    assert sign_in(coordinator).get(f"{BASE}partner/15085135/zusagen/").status_code == 405
    assert partner("15085135").status == PartnerStatus.INVITED


@pytest.mark.usefixtures("cooperation")
def test_staff_enter_their_own_figures_only(sign_in: SignIn, kusel_staff: User) -> None:
    client = sign_in(kusel_staff)
    url = f"{BASE}partner/07336/zahlen/"
    assert "3.651" in client.get(url).content.decode()
    assert client.post(url, {"schools": "6", "pupils": "4.000"}).status_code == 302
    assert (partner("07336").schools, partner("07336").pupils) == (6, 4000)
    assert client.post(f"{BASE}partner/07333/zahlen/", {"schools": "1", "pupils": "1"}).status_code == 403
    assert client.get(f"{BASE}partner/99999/zahlen/").status_code == 404


@pytest.mark.usefixtures("cooperation")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("-5", "Bitte geben Sie 0 oder eine größere Zahl ein."),
        ("viele", "Bitte geben Sie eine ganze Zahl ein"),
        ("999999999", "Diese Zahl ist zu groß."),
    ],
)
def test_figures_that_cannot_be_are_refused(
    sign_in: SignIn, kusel_staff: User, typed: str, answer: str
) -> None:
    response = sign_in(kusel_staff).post(f"{BASE}partner/07336/zahlen/", {"schools": typed, "pupils": "10"})
    page = response.content.decode()
    assert response.status_code == 200
    assert answer in page
    assert f'value="{typed}"' in page
    assert partner("07336").schools == 5


@pytest.mark.usefixtures("cooperation")
def test_the_lead_is_handed_over_and_partners_leave(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    assert "Federführung übertragen?" in client.get(f"{BASE}partner/07336/federfuehrung/").content.decode()
    response = client.post(f"{BASE}partner/07336/federfuehrung/", follow=True)
    assert "Die Federführung liegt jetzt bei Landkreis Kusel." in response.content.decode()
    assert [partner(ags).role for ags in ("07333", "07336")] == [PartnerRole.PARTNER, PartnerRole.LEAD]
    assert "ausscheiden lassen?" in client.get(f"{BASE}partner/07335/entfernen/").content.decode()
    client.post(f"{BASE}partner/07335/entfernen/")
    assert partner("07335").status == PartnerStatus.LEFT
    page = client.get(f"{BASE}partner/").content.decode()
    assert "Erneut einladen" in page
    refused = client.post(f"{BASE}partner/07336/entfernen/", follow=True).content.decode()
    assert "Übergeben Sie zuerst die Federführung an einen anderen Partner." in refused


@pytest.mark.usefixtures("invited")
def test_an_invitation_is_taken_back(sign_in: SignIn, coordinator: User, stranger: User) -> None:
    client = sign_in(coordinator)
    assert "zurückziehen?" in client.get(f"{BASE}partner/15085135/entfernen/").content.decode()
    response = client.post(f"{BASE}partner/15085135/entfernen/", follow=True)
    assert "Die Einladung ist zurückgezogen: Halberstadt." in response.content.decode()
    assert sign_in(stranger).get(BASE).status_code == 404


def test_coordination_is_shared_and_ended(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    client = sign_in(coordinator)
    refused = client.post(f"{BASE}koordination/", {"email": "niemand@test.example"})
    assert "Unter dieser Adresse arbeitet niemand für einen bestätigten Partner." in refused.content.decode()
    client.post(f"{BASE}koordination/", {"email": kusel_staff.email})
    assert cooperation.coordinators.count() == 2
    twice = client.post(f"{BASE}koordination/", {"email": kusel_staff.email})
    assert "Dieses Konto koordiniert die Kooperation schon." in twice.content.decode()
    own = Coordinator.objects.get(cooperation=cooperation, user=coordinator)
    url = f"{BASE}koordination/{own.pk}/beenden/"
    assert "Koordination beenden?" in client.get(url).content.decode()
    client.post(url)
    assert client.post(f"{BASE}koordination/", {"email": coordinator.email}).status_code == 403
    last = Coordinator.objects.get(cooperation=cooperation)
    response = sign_in(kusel_staff).post(f"{BASE}koordination/{last.pk}/beenden/", follow=True)
    assert "Eine Kooperation braucht mindestens eine Koordination." in response.content.decode()


def test_a_coordinator_whose_account_is_closed_does_not_count(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    appoint_coordinator(actor=coordinator, cooperation=cooperation, email=kusel_staff.email)
    kusel_staff.is_active = False
    kusel_staff.save()
    own = Coordinator.objects.get(cooperation=cooperation, user=coordinator)
    response = sign_in(coordinator).post(f"{BASE}koordination/{own.pk}/beenden/", follow=True)
    assert "Eine Kooperation braucht mindestens eine Koordination." in response.content.decode()


def test_numbers_stored_in_between_are_shown_and_the_person_decides(
    sign_in: SignIn, coordinator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    url = f"{BASE}partner/07336/zahlen/"
    form = sign_in(kusel_staff).get(url).context["form"]
    seen = {name: form[name].value() for name in ("seen_schools", "seen_pupils")}
    partner = cooperation.partners.get(municipality__ags="07336")
    update_figures(actor=coordinator, partner=partner, schools=6, pupils=4000)
    client = sign_in(kusel_staff)
    response = client.post(url, {"schools": "5", "pupils": "3700", **seen})
    page = response.content.decode()
    assert "Inzwischen hat jemand andere Zahlen gespeichert" in page
    assert "4.000" in page
    assert 'value="3700"' in page
    partner.refresh_from_db()
    assert partner.pupils == 4000
    hidden = {name: response.context["form"][name].value() for name in ("seen_schools", "seen_pupils")}
    client.post(url, {"schools": "5", "pupils": "3700", **hidden})
    partner.refresh_from_db()
    assert (partner.schools, partner.pupils) == (5, 3700)
