"""Failed and stuck work in the administration."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cooperations import catalog
from cooperations.models import Cooperation, HandoverSheet, ModelSheet
from cooperations.services.handover_sheets import stored_handover
from cooperations.services.model_sheets import stored_sheet
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState, LeasedRow
from ikz.notifications.models import OutgoingMail
from steckbriefe.models import Edition
from steckbriefe.services import request_edition

SignIn = Callable[[User], Client]
JOBS = "/verwaltung/auftraege/"


@pytest.fixture
def admin(sign_in: SignIn, administrator: User) -> Client:
    return sign_in(administrator)


def failed_mail(number: int = 1) -> OutgoingMail:
    row = OutgoingMail.objects.create(
        dedupe_key=f"key-{number}", to="vorname.nachname@kreis.example", subject="Einladung", body_text="x"
    )
    claimed = jobs.claim(OutgoingMail, row.pk)
    assert claimed is not None
    jobs.give_up(claimed, error="Empfangsadresse abgelehnt: 550 5.1.1 … unknown")
    return row


@pytest.fixture
def failed_edition(cooperation: Cooperation, coordinator: User) -> Edition:
    row = request_edition(actor=coordinator, cooperation=cooperation)
    claimed = jobs.claim(Edition, row.pk)
    assert claimed is not None
    jobs.give_up(claimed, error="Die Schrift fehlt.")
    return row


def give_up(model: type[LeasedRow], pk: int) -> None:
    claimed = jobs.claim(model, pk)
    assert claimed is not None
    jobs.give_up(claimed, error="Die Schrift fehlt.")


@pytest.fixture
def failed_sheets(cooperation: Cooperation, coordinator: User) -> tuple[ModelSheet, HandoverSheet]:
    sheet, _ = stored_sheet(model=catalog.models()["delegating"], land="07")
    handover, _ = stored_handover(
        actor=coordinator, cooperation=cooperation, content={"title": "Nur für die Koordination"}
    )
    give_up(ModelSheet, sheet.pk)
    give_up(HandoverSheet, handover.pk)
    return sheet, handover


def test_nothing_to_do(admin: Client) -> None:
    page = admin.get(JOBS).content.decode()
    assert "Alle E-Mails sind unterwegs oder angekommen." in page
    assert "Alle Dokumente sind fertig oder in Arbeit." in page
    assert "Alle Modellblätter sind fertig oder in Arbeit." in page
    assert "Alle Übergabeblätter sind fertig oder in Arbeit." in page


def test_a_failed_mail_shows_its_reason_and_is_tried_again(admin: Client) -> None:
    row = failed_mail()
    page = admin.get(JOBS).content.decode()
    assert "Empfangsadresse abgelehnt: 550 5.1.1 … unknown" in page
    assert "an v…@kreis.example" in page
    assert "nachname" not in page
    assert "1 Auftrag braucht Ihre Aufmerksamkeit" in admin.get("/verwaltung/").content.decode()

    answer = admin.post(f"{JOBS}mails/{row.pk}/erneut/", follow=True)
    assert "Der Auftrag wird erneut versucht." in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.QUEUED, 0)
    again = admin.post(f"{JOBS}mails/{row.pk}/erneut/", follow=True).content.decode()
    assert "nicht (mehr) fehlgeschlagen" in again


def test_a_failed_steckbrief_is_tried_again_without_showing_what_is_in_it(
    admin: Client, failed_edition: Edition
) -> None:
    page = admin.get(JOBS).content.decode()
    assert "Die Schrift fehlt." in page
    assert failed_edition.title not in page
    admin.post(f"{JOBS}steckbriefe/{failed_edition.pk}/erneut/")
    failed_edition.refresh_from_db()
    assert failed_edition.state == JobState.QUEUED


def test_failed_sheets_are_tried_again_without_showing_what_is_in_them(
    admin: Client, failed_sheets: tuple[ModelSheet, HandoverSheet]
) -> None:
    page = admin.get(JOBS).content.decode()
    assert page.count("Die Schrift fehlt.") == 2
    assert "Delegierende öffentlich-rechtliche Vereinbarung" in page
    assert "Rheinland-Pfalz" in page
    assert "Nur für die Koordination" not in page
    assert "2 Aufträge brauchen Ihre Aufmerksamkeit" in admin.get("/verwaltung/").content.decode()
    for kind, row in zip(("modellblaetter", "uebergabeblaetter"), failed_sheets, strict=True):
        address = f"{JOBS}{kind}/{row.pk}/erneut/"
        assert "Der Auftrag wird erneut versucht." in admin.post(address, follow=True).content.decode()
        row.refresh_from_db()
        assert (row.state, row.attempts) == (JobState.QUEUED, 0)
        assert "nicht (mehr) fehlgeschlagen" in admin.post(address, follow=True).content.decode()
        assert admin.post(f"{JOBS}{kind}/0/erneut/").status_code == 404


def test_work_that_no_worker_takes_up_is_shown(admin: Client) -> None:
    row = failed_mail()
    OutgoingMail.objects.update(
        state=JobState.QUEUED, attempts=0, last_error="", due_at=timezone.now() - timedelta(hours=1)
    )
    page = admin.get(JOBS).content.decode()
    assert "steckt fest" in page
    assert "Kein Worker hat den Auftrag übernommen." in page
    OutgoingMail.objects.filter(pk=row.pk).update(due_at=timezone.now())
    assert "steckt fest" not in admin.get(JOBS).content.decode()


def test_a_mail_that_waits_for_its_next_attempt_is_shown(admin: Client) -> None:
    failed_mail()
    OutgoingMail.objects.update(state=JobState.QUEUED, due_at=timezone.now() + timedelta(hours=1))
    assert "neuer Versuch folgt" in admin.get(JOBS).content.decode()


@pytest.mark.parametrize("role", ["stranger", "kusel_staff", "coordinator", "supervisor"])
def test_others_start_nothing_here(
    role: str,
    request: pytest.FixtureRequest,
    sign_in: SignIn,
    failed_edition: Edition,
    failed_sheets: tuple[ModelSheet, HandoverSheet],
) -> None:
    row = failed_mail()
    sheet, handover = failed_sheets
    client = sign_in(request.getfixturevalue(role))
    for kind, pk in (
        ("mails", row.pk),
        ("steckbriefe", failed_edition.pk),
        ("modellblaetter", sheet.pk),
        ("uebergabeblaetter", handover.pk),
    ):
        assert client.post(f"{JOBS}{kind}/{pk}/erneut/").status_code in {403, 404}
    row.refresh_from_db()
    failed_edition.refresh_from_db()
    assert (row.state, failed_edition.state) == (JobState.FAILED, JobState.FAILED)
    for waiting in failed_sheets:
        waiting.refresh_from_db()
        assert waiting.state == JobState.FAILED


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Session, account, and for each list count, and page where there are any.
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            failed_mail(number)
        with django_assert_num_queries(10):
            admin.get(JOBS)
