"""A new cooperation, as people enter it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.models import Cooperation, PartnerRole, PartnerStatus
from ikz.accounts.models import User
from municipalities.models import Municipality

URL = "/kooperationen/neu/"
SignIn = Callable[[User], Client]


def entered(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Gemeinsamer Einkauf",
        "subtitle": "",
        "goals": "Bessere Preise\n\nWeniger Aufwand",
        "task_areas": ["procurement"],
        "model_keys": ["noch-offen"],
        "duration": "open",
        "ends_on": "",
        "build_up_from": "09/2026",
        "build_up_to": "",
        "rows": "3",
        "partner_0": "Landkreis Kusel (07336)",
        "partner_1": "07333",
        "partner_2": "",
        "lead": "0",
    } | changes


@pytest.mark.usefixtures("donnersberg", "kaiserslautern")
def test_a_cooperation_from_scratch(sign_in: SignIn, kusel_staff: User) -> None:
    response = sign_in(kusel_staff).post(URL, entered(), follow=True)
    row = Cooperation.objects.get(title="Gemeinsamer Einkauf")
    assert response.redirect_chain == [(f"/kooperationen/{row.slug}/", 302)]
    assert "Die Kooperation ist angelegt." in response.content.decode()
    assert row.goals == ["Bessere Preise", "Weniger Aufwand"]
    assert row.model_keys == []
    stands = {p.municipality.ags: (p.role, p.status) for p in row.partners.select_related("municipality")}
    assert stands == {
        "07336": (PartnerRole.LEAD, PartnerStatus.CONFIRMED),
        "07333": (PartnerRole.PARTNER, PartnerStatus.INVITED),
    }


def test_the_own_municipality_stands_in_the_first_row(sign_in: SignIn, kusel_staff: User) -> None:
    page = sign_in(kusel_staff).get(URL).content.decode()
    assert 'value="Landkreis Kusel (07336)"' in page


def test_municipalities_named_in_the_address_are_entered(
    sign_in: SignIn, kusel_staff: User, donnersberg: Municipality
) -> None:
    page = sign_in(kusel_staff).get(URL, {"partner": [donnersberg.ags, "99999"]}).content.decode()
    assert 'value="Donnersbergkreis (07333)"' in page


@pytest.mark.usefixtures("donnersberg")
def test_one_more_row_keeps_all_and_judges_nothing(sign_in: SignIn, kusel_staff: User) -> None:
    response = sign_in(kusel_staff).post(URL, entered(title="", partner_2="Atlantis", add_row="1"))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="partner_3"' in page
    assert 'value="Atlantis"' in page
    assert 'value="09/2026"' in page
    assert "Weniger Aufwand" in page
    assert "Bitte prüfen Sie Ihre Eingaben" not in page
    assert not Cooperation.objects.exists()


@pytest.mark.usefixtures("donnersberg")
@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"title": ""}, "Titel"),
        ({"partner_2": "07333"}, "Donnersbergkreis steht schon in der Liste."),
        ({"partner_2": "Atlantis"}, "Eine Kommune „Atlantis“ steht nicht im Verzeichnis."),
        ({"partner_2": "99999"}, "Es gibt keine Kommune mit dem amtlichen Schlüssel 99999."),
        ({"partner_0": ""}, "Ihre eigene Kommune muss unter den Partnern sein."),
        ({"lead": "2"}, "Die Federführung muss einer der eingetragenen Partner übernehmen."),
        ({"lead": ""}, "Bitte wählen Sie, welcher Partner die Federführung übernimmt."),
        ({"model_keys": ["noch-offen", "informal"]}, "Wählen Sie entweder „Noch offen“ oder ein Modell"),
        ({"duration": "fixed-term"}, "wann die befristete Kooperation endet"),
        ({"build_up_to": "03/2026"}, "Das Ende der Aufbauphase liegt vor ihrem Anfang."),
        ({"build_up_from": "13/2026"}, "Bitte geben Sie Monat und Jahr wie 09/2022 ein."),
        ({"goals": "x" * 501}, "ist zu lang"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    sign_in: SignIn, kusel_staff: User, changes: dict[str, Any], answer: str
) -> None:
    response = sign_in(kusel_staff).post(URL, entered(subtitle="Bleibt stehen") | changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Bitte prüfen Sie Ihre Eingaben" in page
    assert answer in page
    assert 'value="Bleibt stehen"' in page
    assert not Cooperation.objects.exists()


def test_only_who_works_for_a_municipality_may_found_one(
    sign_in: SignIn, administrator: User, supervisor: User
) -> None:
    for user in (administrator, supervisor):
        client = sign_in(user)
        assert client.get(URL).status_code == 403
        assert client.post(URL, entered()).status_code == 403
    assert not Cooperation.objects.exists()


def test_other_methods_are_refused(sign_in: SignIn, kusel_staff: User) -> None:
    assert sign_in(kusel_staff).put(URL).status_code == 405
    assert Client().get(URL).status_code == 302


@pytest.mark.usefixtures("donnersberg")
def test_suggestions_while_typing(sign_in: SignIn, kusel_staff: User) -> None:
    response = sign_in(kusel_staff).get(f"{URL}kommunen/", {"partner_1": "donn"})
    assert '<option value="Donnersbergkreis (07333)">' in response.content.decode()


@pytest.mark.usefixtures("donnersberg")
def test_a_second_lead_is_refused(sign_in: SignIn, kusel_staff: User) -> None:
    page = sign_in(kusel_staff).post(URL, entered(lead=["0", "1"])).content.decode()
    assert "Nur ein Partner kann die Federführung übernehmen." in page
    assert not Cooperation.objects.exists()
