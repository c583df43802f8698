"""Distinguishing criteria and the benefit of each partner; gaps are hints."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client

from cooperations import catalog
from cooperations.models import Cooperation, Partner
from cooperations.services import add_part, choose_criteria, describe_benefit, update_cooperation
from cooperations.services.conduct import BarrierData
from cooperations.services.cooperations import CooperationData, stored_values
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User

BASE = "/kooperationen/donnersberg/"
PAGE = f"{BASE}rahmen/"
SignIn = Callable[[User], Client]


@pytest.fixture
def kusel_partner(cooperation: Cooperation) -> Partner:
    return cooperation.partners.select_related("municipality").get(municipality__ags="07336")


def test_the_catalog_has_seven_criteria_with_keys() -> None:
    criteria = catalog.criteria()
    assert list(criteria) == [
        "orientation",
        "approach",
        "actors",
        "initiative",
        "institution",
        "legal_form",
        "spatial",
    ]
    assert criteria["initiative"].values == {"bottom-up": "bottom-up", "top-down": "top-down"}
    assert len(criteria["spatial"].values) == 3


def test_criteria_are_chosen_and_taken_back(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    client, url = sign_in(coordinator), f"{PAGE}merkmale/"
    data = {"version": str(cooperation.version), "initiative": "top-down", "spatial": "city-region"}
    assert client.post(url, data).status_code == 302
    cooperation.refresh_from_db()
    assert cooperation.criteria == {"initiative": "top-down", "spatial": "city-region"}
    assert "Stadt-Umland" in sign_in(kusel_staff).get(PAGE).content.decode()
    client.post(url, {"version": str(cooperation.version), "initiative": "top-down", "spatial": ""})
    cooperation.refresh_from_db()
    assert cooperation.criteria == {"initiative": "top-down"}
    assert "keine gültige Auswahl" in client.post(url, data | {"spatial": "moon"}).content.decode()
    with pytest.raises(ValidationError, match="Unbekannte Auswahl"):
        choose_criteria(
            actor=coordinator, cooperation=cooperation, criteria={"colour": "red"}, expected_version=9
        )


def test_two_at_the_criteria_the_second_chooses(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    seen = cooperation.version
    choose_criteria(
        actor=coordinator,
        cooperation=cooperation,
        criteria={"initiative": "bottom-up"},
        expected_version=seen,
    )
    client, url = sign_in(coordinator), f"{PAGE}merkmale/"
    mine = {"version": str(seen), "initiative": "top-down", "approach": "sectoral"}
    page = client.post(url, mine).content.decode()
    assert "Zwei Fassungen" in page
    choice = {"version": str(seen + 1), "choice_initiative": "stored", "choice_approach": "mine"}
    assert client.post(url, mine | choice).status_code == 302
    cooperation.refresh_from_db()
    assert cooperation.criteria == {"initiative": "bottom-up", "approach": "sectoral"}


def test_a_change_of_the_other_data_keeps_the_criteria(cooperation: Cooperation, coordinator: User) -> None:
    row = choose_criteria(
        actor=coordinator,
        cooperation=cooperation,
        criteria={"initiative": "top-down"},
        expected_version=cooperation.version,
    )
    data = CooperationData(**stored_values(row) | {"model_keys": ["mandating", "shared-facility"]})
    row = update_cooperation(actor=coordinator, cooperation=row, data=data, expected_version=row.version)
    assert row.criteria == {"initiative": "top-down"}
    assert row.model_keys == ["mandating", "shared-facility"]


def test_staff_describe_what_their_own_municipality_gains(
    sign_in: SignIn,
    cooperation: Cooperation,
    kusel_partner: Partner,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    stranger: User,
) -> None:
    own = f"{PAGE}nutzen/07336/"
    page = sign_in(kusel_staff).get(PAGE).content.decode()
    assert page.count("Nutzen fehlt") == 3
    assert own in page
    assert f"{PAGE}nutzen/07333/" not in page
    data = {"benefit": "Vertretung ohne neue Stellen", "seen": ""}
    assert sign_in(kaiserslautern_staff).post(own, data).status_code == 403
    assert sign_in(kusel_staff).post(own, data).status_code == 302
    page = sign_in(kaiserslautern_staff).get(PAGE).content.decode()
    assert "Vertretung ohne neue Stellen" in page
    assert page.count("Nutzen fehlt") == 2
    with pytest.raises(PermissionDenied):
        describe_benefit(actor=kaiserslautern_staff, partner=kusel_partner, benefit="x", seen="")
    with pytest.raises(Http404):
        describe_benefit(actor=stranger, partner=kusel_partner, benefit="x", seen="")
    with pytest.raises(ValidationError):
        describe_benefit(actor=coordinator, partner=kusel_partner, benefit="x" * 2001, seen=data["benefit"])


def test_two_at_one_benefit_nothing_is_lost(
    sign_in: SignIn, kusel_partner: Partner, coordinator: User, kusel_staff: User
) -> None:
    describe_benefit(actor=kusel_staff, partner=kusel_partner, benefit="Vertretung", seen="")
    with pytest.raises(EditConflict):
        describe_benefit(actor=coordinator, partner=kusel_partner, benefit="Fachwissen", seen="")
    client, url = sign_in(coordinator), f"{PAGE}nutzen/07336/"
    page = client.post(url, {"benefit": "Fachwissen", "seen": ""}).content.decode()
    assert "Inzwischen hat jemand eine andere Fassung gespeichert" in page
    assert "Vertretung" in page
    assert "Fachwissen" in page
    client.post(url, {"benefit": "Fachwissen", "seen": "Vertretung"})
    kusel_partner.refresh_from_db()
    assert kusel_partner.benefit == "Fachwissen"


def test_gaps_are_hints_in_the_next_steps(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    page = sign_in(kusel_staff).get(BASE).content.decode()
    assert "Was hat Landkreis Kusel davon?" in page
    assert "Gegenmaßnahmen eintragen" not in page
    for text, measure, resolved in (("Netze", "", False), ("Geld", "Antrag", False), ("Zeit", "", True)):
        add_part(
            actor=coordinator,
            cooperation=cooperation,
            data=BarrierData(text=text, counter_measure=measure, resolved=resolved),
        )
    page = sign_in(coordinator).get(BASE).content.decode()
    assert "Was hat Donnersbergkreis, Landkreis Kaiserslautern und Landkreis Kusel davon?" in page
    assert "Für ein Hemmnis ist noch keine eingetragen." in page


@pytest.mark.usefixtures("cooperation")
def test_who_does_not_see_the_cooperation_does_not_see_its_frame(
    sign_in: SignIn, stranger: User, supervisor: User
) -> None:
    assert [sign_in(user).get(PAGE).status_code for user in (stranger, supervisor)] == [404, 404]
