"""The sheets of cooperation models are public, speak German, and never call uncertain law certain."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from cooperations import catalog, federal_law, law_catalog, law_sheet, law_words, model_words
from cooperations.law import Confidence, Requirement, Supervision
from municipalities.catalog import LAENDER

EVERY_SHEET = [(land, key) for land in LAENDER for key in catalog.models()]


def text_of(client: Client, address: str) -> str:
    """The words of a page, without markup."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_every_key_of_the_catalog_has_a_word() -> None:
    assert [sheet.model.key for sheet in model_words.sheets()] == list(catalog.models())


@pytest.mark.django_db
def test_comparison_lists_all_forms_for_everybody(client: Client) -> None:
    page = text_of(client, "/modelle/")
    for model in catalog.models().values():
        assert model.label in page
        assert model.suits in page
        assert model.limits
        assert model.limits in page
    assert "je nach Land verschieden" in page
    assert "keine Rechtsberatung" in page


@pytest.mark.django_db
def test_comparison_with_a_land_says_what_is_due_and_keeps_the_land_in_links(client: Client) -> None:
    page = text_of(client, "/modelle/?land=06")
    assert "Aufsicht in Hessen" in page
    assert "Anzeige genügt" in page
    assert "Bitte prüfen" in page
    assert 'href="/modelle/mandating/?land=06"' in client.get("/modelle/?land=06").content.decode()


@pytest.mark.django_db
def test_an_unknown_land_is_named_as_such(client: Client) -> None:
    for address in ("/modelle/?land=99", "/modelle/mandating/?land=99"):
        assert "Dieses Land gibt es nicht." in text_of(client, address)


@pytest.mark.django_db
@pytest.mark.parametrize("key", list(catalog.models()))
def test_sheet_without_a_land_asks_for_one(client: Client, key: str) -> None:
    page = text_of(client, f"/modelle/{key}/")
    assert catalog.models()[key].suits in page
    assert "Wählen Sie ein Land" in page
    assert all(name in page for name in LAENDER.values())
    assert ("§ 2b UStG" in page) is federal_law.paid_services(catalog.models()[key])


@pytest.mark.django_db
def test_sheet_with_a_land_tells_law_and_sources(client: Client) -> None:
    page = text_of(client, "/modelle/special-purpose-association/?land=07")
    for expected in (
        "Recht in Rheinland-Pfalz",
        "Landesgesetz über die kommunale Zusammenarbeit (KomZG)",
        "Zweckverband (Verbandsordnung)",
        "Errichtung/Feststellung durch die Behörde",
        "§ 4 Abs. 1, 2; § 5; § 6 Abs. 2 KomZG",
        "Name und Sitz",
        "Aufsichts- und Dienstleistungsdirektion (ADD)",
        "in der Quelle gelesen",
        "aus allgemeiner Kenntnis, nicht in der Quelle gelesen",
        "Schulgesetz Rheinland-Pfalz (SchulG)",
        "Staatsverträgen",
        "Stand der Angaben: 22.11.2026",
        "keine Rechtsberatung",
        "laut Inhaltsverzeichnis gültig ab 16.03.2006",
    ):
        assert expected in page, expected


@pytest.mark.django_db
def test_the_same_form_reads_differently_across_the_border(client: Client) -> None:
    here, there = (text_of(client, f"/modelle/mandating/?land={land}") for land in ("07", "06"))
    assert "Ob eine Genehmigung nötig ist, hängt von einer Bedingung ab." in here
    assert "Anzeige genügt" in there


@pytest.mark.django_db
@pytest.mark.parametrize("land", ["02", "04", "11"])
def test_city_states_say_why_they_differ(client: Client, land: str) -> None:
    page = text_of(client, f"/modelle/delegating/?land={land}")
    assert "Warum gilt in einem Stadtstaat anderes?" in page
    assert law_catalog.laender()[land].act.note in page
    assert "Bitte prüfen" in page


@pytest.mark.django_db
@pytest.mark.parametrize("land", LAENDER)
def test_no_sheet_shows_keys_or_paths_of_sources(client: Client, land: str) -> None:
    for key in catalog.models():
        page = text_of(client, f"/modelle/{key}/?land={land}")
        assert "sources/" not in page
        assert not re.search(r"\b(approval|notification|not_regulated|unsure|[a-z]{2}_[a-z0-9_]+)\b", page), (
            key
        )


@pytest.mark.parametrize(("land", "key"), EVERY_SHEET)
def test_what_is_not_certain_is_to_be_checked(land: str, key: str) -> None:
    sheet = law_sheet.law_sheet(land, catalog.models()[key])
    for topic in sheet.topics:
        for finding in topic.findings:
            assert finding.doubts or (finding.says_something and finding.sources and finding.confidence), (
                topic
            )
            if finding.confidence == law_words.CONFIDENCE[Confidence.UNSURE]:
                assert finding.doubts
    supervision = sheet.form.supervision
    if supervision is None or supervision.requirement is Requirement.UNKNOWN:
        assert sheet.requirement == "Bitte prüfen"
        assert sheet.doubts


def test_nothing_is_due_is_said_only_of_what_was_read() -> None:
    unsure = Supervision(requirement=Requirement.NONE, confidence=Confidence.UNSURE)
    read = Supervision(requirement=Requirement.NONE, confidence=Confidence.READ)
    assert law_words.requirement(unsure) == "Bitte prüfen"
    assert "Das heißt nicht, dass keine besteht." in law_words.supervision_doubts(unsure)[0]
    assert law_words.requirement(read) == "Weder Genehmigung noch Anzeige"
    assert law_words.requirement(None) == "Bitte prüfen"


def test_what_was_read_in_part_says_so() -> None:
    sheet = law_sheet.law_sheet("07", catalog.models()["mandating"])
    publication = next(topic for topic in sheet.topics if topic.key == "publication")
    assert "Norm nicht gelesen" in publication.findings[0].text[0]
    assert "Ein Teil der Angabe ließ sich in der Quelle nicht nachlesen." in publication.findings[0].doubts


@pytest.mark.django_db
def test_a_form_without_entry_reads_to_be_checked(client: Client) -> None:
    page = text_of(client, "/modelle/cooperative/?land=07")
    assert "Zu dieser Form liegt für dieses Land keine Angabe vor." in page
    assert "Weder Genehmigung noch Anzeige" not in page


@pytest.mark.django_db
def test_federal_law_names_the_day_and_who_says_so(client: Client, settings: Settings) -> None:
    assert law_catalog.federal_section(federal_law.VAT)["transition"]["mandatory_from"] == "2027-01-01"
    page = text_of(client, "/modelle/mandating/")
    assert "Ab dem 01.01.2027 gilt § 2b UStG für alle." in page
    assert "Stand 29.04.2026" in page
    assert "§ 108 Abs. 6 GWB" in page
    assert "Art. 28 DSGVO" in page
    settings.VAT_2B_FROM, settings.VAT_2B_SOURCE = date(2029, 1, 1), "BGBl. 2026 I Nr. 400"
    page = text_of(client, "/modelle/mandating/")
    assert "Ab dem 01.01.2029 gilt § 2b UStG für alle. Quelle: BGBl. 2026 I Nr. 400." in page
    settings.VAT_2B_SOURCE = ""
    assert "ohne Angabe der Quelle: bitte prüfen" in text_of(client, "/modelle/mandating/")


@pytest.mark.django_db
def test_pages_ask_the_database_once_for_notes(client: Client) -> None:
    for address, most in (("/modelle/?land=07", 1), ("/modelle/mandating/?land=07", 1), ("/modelle/", 0)):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= most, address


@pytest.mark.django_db
def test_unknown_form_is_not_found(client: Client) -> None:
    assert client.get("/modelle/gmbh-und-co/").status_code == 404
