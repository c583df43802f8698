"""The handover sheet: complete, for the coordination only, and without names of persons."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cooperations.models import Cooperation, Measure, Phase
from cooperations.selectors.relations import with_partners
from cooperations.services import add_part, keep_advice, plan_measure
from cooperations.services.conduct import BarrierData
from cooperations.services.costs import ItemData, add_item, create_plan
from ikz.accounts.models import User
from municipalities.models import Municipality
from municipalities.services.profiles import ProfileData, save_profile
from tests.cooperations.measures.words import in_days, smart
from workspace.selectors.handover import Handover, handover
from workspace.services.phase_change import change_phase

URL = "/kooperationen/donnersberg/uebergabe/"
SignIn = Callable[[User], Client]


def sheet_of(user: User) -> Handover:
    return handover(user, with_partners(Cooperation.objects.all()).get(slug="donnersberg"))


@pytest.fixture
def worked(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, kusel: Municipality
) -> Cooperation:
    """The Donnersberg case after some work: something of everything that a sheet names."""
    partner = cooperation.partners.get(municipality=kusel)
    for title, days in (("Geräte einheitlich verwalten", 90), ("Service Desk einrichten", 20)):
        plan_measure(
            actor=coordinator, cooperation=cooperation, data=smart(partner, title=title, due_on=in_days(days))
        )
    Measure.objects.filter(title="Geräte einheitlich verwalten").update(due_on=in_days(-3))
    add_part(
        actor=coordinator, cooperation=cooperation, data=BarrierData(text="Netze fehlen an drei Schulen")
    )
    add_part(
        actor=coordinator,
        cooperation=cooperation,
        data=BarrierData(text="Zwei Ticketsysteme", counter_measure="Eines wird abgeschaltet."),
    )
    keep_advice(actor=coordinator, cooperation=cooperation, land="07", answers={"binding_wanted": "contract"})
    plan = create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    add_item(
        actor=coordinator,
        plan=plan,
        data=ItemData(kind="services", label="Gemeinsame Leitung", net=Decimal(120_000)),
    )
    save_profile(
        actor=kusel_staff,
        municipality=kusel,
        data=ProfileData(contact_office="Stabsstelle Schul-IT", contact_email="schul-it@kusel.example"),
        expected_version=0,
    )
    for phase in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        cooperation = change_phase(
            actor=coordinator,
            cooperation=Cooperation.objects.get(pk=cooperation.pk),
            phase=phase,
            reason="Die Kreistage haben zugestimmt.",
        )
    return cooperation


@pytest.mark.usefixtures("worked")
def test_the_sheet_names_what_somebody_has_to_know(sign_in: SignIn, coordinator: User) -> None:
    page = sign_in(coordinator).get(URL).content.decode()
    for expected in (
        "Stand 22.11.2026",
        "Verstetigungsphase",
        "seit 3 Tagen überfällig",
        "Selbstevaluation, spätestens",
        "22.11.2031",
        "Antworten fehlen",
        "Netze fehlen an drei Schulen",
        "Die Kreistage haben zugestimmt.",
        "Modellberatung vom 22.11.2026",
        "Kostenplan 2026",
        "120.000,00 €",
        "Gemeinsame Leitung",
        "Stabsstelle Schul-IT",
        "schul-it@kusel.example",
        "im Profil nicht angegeben",
        str(coordinator),
    ):
        assert expected in page
    assert "Zwei Ticketsysteme" not in page
    # What is overdue stands first.
    sheet = sheet_of(coordinator)
    assert [task.title for task in sheet.tasks] == ["Geräte einheitlich verwalten", "Service Desk einrichten"]
    assert [row.word for row in sheet.deadlines] == ["überschritten", "", ""]


@pytest.mark.usefixtures("worked")
def test_every_link_of_the_sheet_leads_somewhere(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    sheet = asdict(sheet_of(coordinator))
    listed: list[dict[str, Any]] = [
        *sheet["tasks"],
        *sheet["questions"],
        *sheet["factors"],
        *sheet["evidence"],
    ]
    for href in {row["href"].partition("#")[0] for row in [*listed, sheet["costs"]]}:
        assert client.get(href).status_code == 200, href


def test_a_new_cooperation_has_a_sheet_that_says_what_is_missing(
    cooperation: Cooperation, sign_in: SignIn, coordinator: User
) -> None:
    page = sign_in(coordinator).get(URL).content.decode()
    for expected in (
        "keine Maßnahme offen",
        "noch keinen Kostenplan",
        "noch nicht gewechselt",
        "kein Tag vorgemerkt",
    ):
        assert expected in page
    Cooperation.objects.filter(pk=cooperation.pk).update(duration="fixed-term", ends_on=date(2027, 7, 31))
    assert [(row.day, row.title) for row in sheet_of(coordinator).deadlines] == [
        ("31.07.2027", "Ende der Befristung")
    ]


@pytest.mark.usefixtures("cooperation")
def test_only_the_coordination_reads_it(
    sign_in: SignIn, kusel_staff: User, stranger: User, supervisor: User, administrator: User
) -> None:
    assert sign_in(kusel_staff).get(URL).status_code == 403
    for user in (stranger, supervisor, administrator):
        assert sign_in(user).get(URL).status_code == 404
    assert Client().get(URL).status_code == 302


def test_twenty_measures_ask_no_more_queries_than_two(
    worked: Cooperation,
    coordinator: User,
    kusel: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with CaptureQueriesContext(connection) as few:
        sheet_of(coordinator)
    partner = worked.partners.get(municipality=kusel)
    for number in range(18):
        plan_measure(actor=coordinator, cooperation=worked, data=smart(partner, title=f"Schritt {number}"))
    with django_assert_max_num_queries(len(few)):
        assert len(sheet_of(coordinator).tasks) == 20
