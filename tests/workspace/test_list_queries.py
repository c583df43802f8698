"""Lists that are not measured beside their own pages: as many queries for twenty rows as for two."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperations.models import Cooperation, Partner
from cooperations.services import appoint_coordinator, create_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from ikz.accounts.services.invitations import invite
from ikz.jobs.models import JobState
from municipalities.models import Authority, Kind, Mandate, Municipality
from municipalities.picking import SUGGESTIONS
from municipalities.services import add_membership, register_municipality
from quickcheck.models import Rating
from steckbriefe.models import Edition
from steckbriefe.services import request_edition
from tests.cast import PASSWORD, SINCE

SignIn = Callable[[User], Client]
Grow = Callable[[int], None]


def _place(number: int, parent: Municipality | None = None) -> Municipality:
    return register_municipality(
        ags=f"073330{number:02d}",
        kind=Kind.MUNICIPALITY,
        name=f"Ort {number:02d}",
        display_name=f"Ort {number:02d}",
        parent=parent,
    )


def _same_for_two_and_twenty(client: Client, address: str, grow: Grow, word: str, *, shown: int = 20) -> None:
    """``grow`` adds the row of a number; ``word`` is on the page once for each, up to ``shown``."""
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            grow(number)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert page.status_code == 200
        assert page.content.decode().count(word) >= min(numbers.stop, shown)
        used.append(len(queries))
    assert used[0] == used[1]


def test_partners_and_coordinators(
    sign_in: SignIn,
    coordinator: User,
    cooperation: Cooperation,
    donnersberg: Municipality,
    staff_of: Callable[..., User],
) -> None:
    def grow(number: int) -> None:
        Partner.objects.create(cooperation=cooperation, municipality=_place(number), status="confirmed")
        email = f"stelle-{number}@test.example"
        staff_of(donnersberg, email)
        appoint_coordinator(actor=coordinator, cooperation=cooperation, email=email)

    _same_for_two_and_twenty(sign_in(coordinator), "/kooperationen/donnersberg/partner/", grow, "Ausscheiden")


def test_overview(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> None:
    def grow(number: int) -> None:
        Partner.objects.create(cooperation=cooperation, municipality=_place(number), status="confirmed")

    _same_for_two_and_twenty(sign_in(coordinator), "/kooperationen/donnersberg/", grow, "bestätigt")


def test_a_municipality_with_children_and_cooperations(
    sign_in: SignIn, coordinator: User, donnersberg: Municipality
) -> None:
    def grow(number: int) -> None:
        _place(number, parent=donnersberg)
        create_cooperation(
            actor=coordinator,
            data=CooperationData(title=f"Vorhaben {number}"),
            lead=donnersberg,
            partners=[donnersberg],
        )

    _same_for_two_and_twenty(sign_in(coordinator), "/kommunen/07333/", grow, "Vorhaben")


def test_invitations(sign_in: SignIn, administrator: User) -> None:
    def grow(number: int) -> None:
        invite(actor=administrator, email=f"neu-{number}@test.example", label="Schul-IT")

    _same_for_two_and_twenty(sign_in(administrator), "/verwaltung/einladungen/", grow, "@test.example")


def test_an_account_with_memberships(sign_in: SignIn, administrator: User) -> None:
    user = User.objects.create_user("person@test.example", PASSWORD)

    def grow(number: int) -> None:
        add_membership(actor=administrator, user=user, municipality=_place(number), valid_from=SINCE)

    _same_for_two_and_twenty(sign_in(administrator), f"/verwaltung/konten/{user.pk}/", grow, "Ort ")


def test_mandates_of_a_reader(sign_in: SignIn, supervisor: User, authority: Authority) -> None:
    until = Mandate.objects.get(user=supervisor).valid_until

    def grow(number: int) -> None:
        Mandate.objects.create(user=supervisor, authority=authority, valid_from=SINCE, valid_until=until)

    _same_for_two_and_twenty(sign_in(supervisor), "/aufsicht/", grow, "ADD Trier")


@pytest.fixture
def failed_edition(coordinator: User, donnersberg: Municipality) -> Grow:
    """Makes a cooperation whose Steckbrief could not be rendered."""

    def grow(number: int) -> None:
        row = create_cooperation(
            actor=coordinator,
            data=CooperationData(title=f"Vorhaben {number}"),
            lead=donnersberg,
            partners=[donnersberg],
        )
        edition = request_edition(actor=coordinator, cooperation=row)
        Edition.objects.filter(pk=edition.pk).update(state=JobState.FAILED, last_error="Die Schrift fehlt.")

    return grow


def test_failed_documents(sign_in: SignIn, administrator: User, failed_edition: Grow) -> None:
    _same_for_two_and_twenty(
        sign_in(administrator), "/verwaltung/auftraege/", failed_edition, "Die Schrift fehlt."
    )


def test_editions_of_a_steckbrief(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> None:
    def grow(number: int) -> None:
        Cooperation.objects.filter(pk=cooperation.pk).update(subtitle=f"Fassung {number}")
        edition = request_edition(actor=coordinator, cooperation=cooperation)
        Edition.objects.filter(pk=edition.pk).update(state=JobState.FAILED, last_error="Die Schrift fehlt.")

    client = sign_in(coordinator)
    for number in range(2):
        grow(number)
    with CaptureQueriesContext(connection) as few:
        client.get("/kooperationen/donnersberg/steckbrief/")
    for number in range(2, 20):
        grow(number)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/kooperationen/donnersberg/steckbrief/")
    # Ten editions stand on a page.
    assert "?ausgaben=2" in page.content.decode()
    assert len(few) == len(many)


def test_the_quick_check_by_program(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> None:
    def grow(number: int) -> None:
        partner = Partner.objects.create(
            cooperation=cooperation, municipality=_place(number), status="confirmed"
        )
        Rating.objects.create(
            cooperation=cooperation, factor_key="clear-goals", partner=partner, value="open", evidence="Beleg"
        )

    address = "/api/v1/cooperations/donnersberg/quickcheck/"
    _same_for_two_and_twenty(sign_in(coordinator), address, grow, "Beleg")


def test_passkeys_of_an_account(sign_in: SignIn, coordinator: User) -> None:
    def grow(number: int) -> None:
        Authenticator.objects.create(
            user=coordinator, type=Authenticator.Type.WEBAUTHN, data={"name": f"Schlüssel {number:02d}"}
        )

    _same_for_two_and_twenty(sign_in(coordinator), "/konto/zweiter-faktor/", grow, "Schlüssel ")


def test_suggestions_of_municipalities(sign_in: SignIn, coordinator: User) -> None:
    def grow(number: int) -> None:
        _place(number)

    address = "/kooperationen/neu/kommunen/?partner-0=Ort"
    _same_for_two_and_twenty(sign_in(coordinator), address, grow, "<option", shown=SUGGESTIONS)
