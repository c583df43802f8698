"""The handover sheet: complete, for the coordination only, and without names of persons."""

import io
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import page as validation
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from cooperations.evaluation import months_later
from cooperations.handover_pdf import produce
from cooperations.models import Cooperation, HandoverSheet, Measure, Phase
from cooperations.selectors.relations import with_partners
from cooperations.services import add_part, keep_advice, plan_measure
from cooperations.services.conduct import BarrierData
from cooperations.services.costs import ItemData, add_item, create_plan
from cooperations.sheet_production import MAX_CLAIMS
from cooperations.tasks import sweep_handover_sheets
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.ui.formatting import de_date
from municipalities.models import Municipality
from municipalities.services.profiles import ProfileData, save_profile
from tests.cooperations.measures.words import in_days, smart
from workspace.selectors.handover import Handover, handover
from workspace.services.phase_change import change_phase

URL = "/kooperationen/donnersberg/uebergabe/"
PDF = "/kooperationen/donnersberg/uebergabe.pdf"
OFFICE = "stabsstelle.schuldigitalisierung@kreisverwaltungkusel.example"
SignIn = Callable[[User], Client]


def today() -> str:
    return de_date(timezone.localdate())


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Each test has a folder of its own for stored files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media" / "uebergabe"


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
        data=ProfileData(contact_office="Stabsstelle Schul-IT", contact_email=OFFICE),
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
        f"Stand {today()}",
        "Verstetigungsphase",
        "seit 3 Tagen überfällig",
        "Selbstevaluation, spätestens",
        de_date(months_later(timezone.localdate(), 60)),
        "Antworten fehlen",
        "Netze fehlen an drei Schulen",
        "Die Kreistage haben zugestimmt.",
        f"Modellberatung vom {today()}",
        "Kostenplan 2026",
        "120.000,00 €",
        "Gemeinsame Leitung",
        "Stabsstelle Schul-IT",
        OFFICE,
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


def order(client: Client) -> HandoverSheet:
    """Ask for a PDF that is not there and return its row of work."""
    answer = client.get(PDF)
    assert answer.status_code == 202
    assert "Das PDF wird erstellt" in answer.content.decode()
    return HandoverSheet.objects.get()


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.usefixtures("worked")
def test_the_pdf_says_the_same_and_conforms_to_pdf_ua(
    sign_in: SignIn, coordinator: User, settings: Settings
) -> None:
    settings.DEMO = True
    client = sign_in(coordinator)
    row = order(client)
    assert order(client).pk == row.pk
    assert produce(row.pk)
    assert not produce(row.pk)
    answer = client.get(PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="uebergabe-donnersberg.pdf"'
    assert answer["Cache-Control"] == "no-cache, private"
    report = validation.validate_pdf_bytes(answer.content, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
    text = words(answer.content)
    for expected in (
        f"Stand {today()}, nur für die Koordination",
        "Demonstrationsdaten, Vorgänge frei erfunden",
        "seit 3 Tagen überfällig",
        "Netze fehlen an drei Schulen",
        "Die Kreistage haben zugestimmt.",
        "Gemeinsame Leitung",
    ):
        assert expected in text
    # Too long for a line, it is broken without a hyphen that would be read as a part of it.
    assert OFFICE in "".join(text.split())
    assert client.get(PDF, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.usefixtures("worked")
def test_what_was_ordered_stays_and_what_changed_is_ordered_anew(
    sign_in: SignIn, coordinator: User, media: Path
) -> None:
    client = sign_in(coordinator)
    row = order(client)
    Measure.objects.filter(title="Service Desk einrichten").update(title="Service Desk ausschreiben")
    assert produce(row.pk)
    row.refresh_from_db()
    assert "Service Desk einrichten" in str(row.content)
    assert produce(order(client).pk)
    assert "Service Desk ausschreiben" in words(client.get(PDF).content)
    assert len(list(media.iterdir())) == 1
    for path in media.iterdir():
        path.unlink()
    assert produce(order(client).pk)


@pytest.mark.usefixtures("cooperation")
def test_a_lost_worker_and_a_failure_are_told_and_mended(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    row = order(client)
    assert jobs.claim(HandoverSheet, row.pk) is not None
    assert not produce(row.pk)
    HandoverSheet.objects.update(lease_until=timezone.now() - timedelta(seconds=1), attempts=MAX_CLAIMS)
    assert sweep_handover_sheets() == 1
    # Woken or not: whoever claims it now gives up.
    produce(row.pk)
    refused = client.get(PDF)
    assert refused.status_code == 503
    assert "Die Erstellung wurde mehrmals unterbrochen." in refused.content.decode()
    HandoverSheet.objects.update(finished_at=timezone.now() - timedelta(minutes=6))
    assert produce(order(client).pk)
    assert client.get(PDF).status_code == 200


@pytest.mark.usefixtures("cooperation")
def test_only_the_coordination_orders_a_pdf(sign_in: SignIn, kusel_staff: User, stranger: User) -> None:
    assert [sign_in(user).get(PDF).status_code for user in (kusel_staff, stranger)] == [403, 404]
    assert not HandoverSheet.objects.exists()
