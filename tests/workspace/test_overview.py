"""The page of a cooperation: its header, its partners and what comes next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.models import Cooperation
from cooperations.services import add_partner, update_figures
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.services import rate_factor
from steckbriefe.production import produce
from steckbriefe.services import request_edition

URL = "/kooperationen/donnersberg/"
SignIn = Callable[[User], Client]


@pytest.mark.usefixtures("cooperation")
def test_the_header_carries_the_key_facts(sign_in: SignIn, coordinator: User) -> None:
    page = sign_in(coordinator).get(URL).content.decode()
    for text in (
        "3 Partner",
        "21 Schulen · 12.857 Schülerinnen und Schüler",
        "Mandatierende öffentlich-rechtliche Vereinbarung",
        "Vorbereitungs- und Sondierungsphase",
        "Aufbauphase 09/2022–03/2023",
        "dauerhaft",
    ):
        assert text in page


@pytest.mark.usefixtures("cooperation")
def test_the_page_holds_what_the_cooperation_is_about(sign_in: SignIn, kusel_staff: User) -> None:
    page = sign_in(kusel_staff).get(URL).content.decode()
    for text in (
        "Personal und Wissen bündeln",
        "Schul-IT im Alltag stärken",
        "Remote-Support",
        "Service- und Betriebskonzept",
        "§ 12 KomZG",
        "53 %",
        "noch nicht erstellt",
        "Mitarbeit für Landkreis Kusel",
    ):
        assert text in page
    assert "Angaben bearbeiten" not in page


@pytest.mark.usefixtures("cooperation")
def test_who_sees_the_page(
    sign_in: SignIn, stranger: User, supervisor: User, administrator: User, coordinator: User
) -> None:
    assert [sign_in(user).get(URL).status_code for user in (stranger, supervisor, administrator)] == [404] * 3
    assert sign_in(coordinator).post(URL).status_code == 405
    assert Client().get(URL).headers["Location"].startswith("/konto/login/")


def test_invited_partners_do_not_count(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    page = sign_in(coordinator).get(URL).content.decode()
    assert "3 Partner" in page
    assert "1 weitere Kommune eingeladen" in page
    assert "Noch keine Antwort von Halberstadt." in page
    asked = sign_in(stranger).get(URL).content.decode()
    assert "Ihre Kommune ist eingeladen" in asked
    assert "Einladung für Halberstadt beantworten" in asked


def test_next_steps_follow_the_work(sign_in: SignIn, cooperation: Cooperation, coordinator: User) -> None:
    client = sign_in(coordinator)
    page = client.get(URL).content.decode()
    assert "12 Erfolgsfaktoren sind noch nicht bewertet." in page
    assert "Steckbrief erstellen" in page
    assert "Schulen, Schülerinnen und Schüler eintragen" not in page
    kusel = cooperation.partners.get(municipality__ags="07336")
    update_figures(actor=coordinator, partner=kusel, schools=None, pupils=3651)
    rate_factor(
        actor=coordinator,
        cooperation=cooperation,
        factor_key="clear-goals",
        value="fulfilled",
        evidence="",
        expected_version=0,
    )
    edition = request_edition(actor=coordinator, cooperation=cooperation)
    assert "noch nicht erstellt" in client.get(URL).content.decode()
    produce(edition.pk)
    page = client.get(URL).content.decode()
    assert "Es fehlen Zahlen für Landkreis Kusel." in page
    assert "erfüllt 1 von 12" in page
    assert "11 Erfolgsfaktoren sind noch nicht bewertet." in page
    assert "Steckbrief veröffentlichen" in page


@pytest.mark.usefixtures("cooperation")
def test_number_of_queries(
    sign_in: SignIn, coordinator: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = sign_in(coordinator)
    # Session and account, cooperation and partners, answers, Steckbrief, ratings, own municipalities, coordination,
    # kept partner searches, kept advice, the conduct, measures, agreements, the days of agreements.
    with django_assert_num_queries(15):
        client.get(URL)
