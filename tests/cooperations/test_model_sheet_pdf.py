"""The printed sheets: accessible, current, and made once."""

import io
from datetime import timedelta
from pathlib import Path

import page as validation
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from cooperations import catalog, model_pdf
from cooperations.model_sheet_production import produce
from cooperations.models import ModelSheet
from cooperations.sheet_production import MAX_CLAIMS
from cooperations.tasks import sweep_model_sheets
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState

ADDRESS = "/modelle/mandating.pdf?land=07"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Each test has a folder of its own for stored files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media" / "modelle"


def order(client: Client, address: str = ADDRESS) -> ModelSheet:
    """Ask for a sheet that is not there and return its row of work."""
    assert client.get(address).status_code == 202
    return ModelSheet.objects.latest("pk")


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def test_the_first_visitor_waits_and_the_next_one_reads(client: Client) -> None:
    waiting = client.get(ADDRESS)
    assert waiting.status_code == 202
    assert waiting["Retry-After"] == "3"
    assert "Das PDF wird erstellt" in waiting.content.decode()
    assert produce(ModelSheet.objects.get().pk)
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="modell-mandating-07.pdf"'
    text = words(answer.content)
    for expected in (
        "Mandatierende öffentlich-rechtliche Vereinbarung",
        "Recht in Rheinland-Pfalz",
        "§§ 12, 13 KomZG",
        "Bitte prüfen",
        "§ 2b UStG",
        "Keine Rechtsberatung",
        "22.11.2026",
    ):
        assert expected in text
    assert client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("key", "land"),
    [*((key, "07") for key in catalog.models()), ("mandating", ""), ("mandating", "11"), ("informal", "04")],
)
def test_every_sheet_conforms_to_pdf_ua(client: Client, settings: Settings, key: str, land: str) -> None:
    settings.DEMO = True
    row = order(client, f"/modelle/{key}.pdf?land={land}")
    assert produce(row.pk)
    content = client.get(f"/modelle/{key}.pdf?land={land}").content
    report = validation.validate_pdf_bytes(content, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
    assert "Demonstrationsdaten, Vorgänge frei erfunden" in words(content)


def test_asking_twice_orders_once(client: Client) -> None:
    first = order(client)
    assert order(client).pk == first.pk
    assert ModelSheet.objects.count() == 1
    assert produce(first.pk)
    assert not produce(first.pk)


def test_a_sheet_that_says_something_else_today_is_made_again(
    client: Client, settings: Settings, media: Path
) -> None:
    row = order(client)
    produce(row.pk)
    old = [path.name for path in media.iterdir()]
    settings.VAT_2B_FROM = timezone.localdate() + timedelta(days=900)
    assert client.get(ADDRESS).status_code == 202
    assert produce(row.pk)
    assert client.get(ADDRESS).status_code == 200
    new = [path.name for path in media.iterdir()]
    assert len(new) == 1
    assert new != old


def test_a_lost_file_is_made_again(client: Client, media: Path) -> None:
    row = order(client)
    produce(row.pk)
    for path in media.iterdir():
        path.unlink()
    assert client.get(ADDRESS).status_code == 202
    assert produce(row.pk)
    assert client.get(ADDRESS).status_code == 200


def test_a_worker_that_died_loses_its_claim_and_nothing_else(client: Client, media: Path) -> None:
    row = order(client)
    assert jobs.claim(ModelSheet, row.pk) is not None
    assert not produce(row.pk)
    ModelSheet.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweep_model_sheets() == 1
    assert produce(row.pk)
    assert len(list(media.iterdir())) == 1


def test_what_cannot_be_made_says_so_and_is_tried_again_later(client: Client) -> None:
    row = order(client)
    ModelSheet.objects.update(attempts=MAX_CLAIMS)
    assert not produce(row.pk)
    refused = client.get(ADDRESS)
    assert refused.status_code == 503
    assert "Die Erstellung wurde mehrmals unterbrochen." in refused.content.decode()
    ModelSheet.objects.update(finished_at=timezone.now() - timedelta(minutes=6))
    assert client.get(ADDRESS).status_code == 202
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.QUEUED, 0)


def test_a_full_disk_is_tried_again(client: Client, media: Path) -> None:
    row = order(client)
    media.parent.mkdir(parents=True)
    media.write_text("a file where the folder should be")
    assert not produce(row.pk)
    row.refresh_from_db()
    assert row.state == JobState.QUEUED
    assert "Das Dokument ließ sich nicht erstellen" in row.last_error


def test_unknown_forms_and_laender_have_no_sheet(client: Client) -> None:
    assert client.get("/modelle/kartell.pdf").status_code == 404
    assert client.get("/modelle/mandating.pdf?land=99").status_code == 404
    assert not ModelSheet.objects.exists()


def test_equal_documents_have_equal_fingerprints() -> None:
    model = catalog.models()["mandating"]
    here, there = model_pdf.document(model, "07"), model_pdf.document(model, "06")
    assert model_pdf.fingerprint(here) == model_pdf.fingerprint(model_pdf.document(model, "07"))
    assert model_pdf.fingerprint(here) != model_pdf.fingerprint(there)
