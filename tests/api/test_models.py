"""The forms of cooperation by API, without an account."""

from datetime import date

import pytest
from django.test import Client

from cooperations.services.law_notes import LawNoteData, enter_law_note
from ikz.accounts.models import User

pytestmark = pytest.mark.django_db


def test_all_forms_in_order(client: Client) -> None:
    answer = client.get("/api/v1/models/").json()
    assert answer["count"] == 10
    assert [row["key"] for row in answer["results"]][:2] == ["informal", "mandating"]


def test_one_form_with_its_words(client: Client) -> None:
    row = client.get("/api/v1/models/shared-facility/").json()
    assert row["label"] == "Gemeinsame Nutzung öffentlicher Einrichtungen"
    assert row["binding_label"] == "Bindung durch Vertrag"
    assert row["follows"] == "mandating"


def test_search_folds(client: Client) -> None:
    found = client.get("/api/v1/models/?search=oeffentlicher").json()["results"]
    assert [row["key"] for row in found] == ["shared-facility"]


def test_the_law_of_a_land_comes_with_its_sources_and_doubts(client: Client) -> None:
    row = client.get("/api/v1/models/special-purpose-association/?land=07").json()["law"]
    assert row["local_name"] == "Zweckverband (Verbandsordnung)"
    assert row["section"] == "§§ 2-11 KomZG"
    assert row["requirement"] == "establishment_by_authority"
    assert row["label"] == "Errichtung/Feststellung durch die Behörde"
    assert not row["to_check"]
    assert row["doubts"] == []
    assert row["compiled_on"] == "2026-11-22"
    assert {"title", "url", "version_note"} == set(row["sources"][0])


def test_uncertain_law_is_to_be_checked(client: Client) -> None:
    rows = {row["key"]: row["law"] for row in client.get("/api/v1/models/?land=01").json()["results"]}
    assert rows["mandating"]["requirement"] == "unknown"
    assert rows["mandating"]["label"] == "Bitte prüfen"
    assert rows["mandating"]["to_check"]
    assert rows["cooperative"]["requirement"] == "unknown"
    assert rows["cooperative"]["doubts"]


def test_without_a_land_there_is_no_law_and_an_unknown_one_is_named(client: Client) -> None:
    assert client.get("/api/v1/models/mandating/").json()["law"] is None
    refused = client.get("/api/v1/models/?land=99")
    assert refused.status_code == 400
    assert refused.json() == {"land": ["Dieses Land gibt es nicht."]}


def test_unknown_form_and_writing_are_refused(client: Client) -> None:
    assert client.get("/api/v1/models/kartell/").status_code == 404
    assert client.post("/api/v1/models/").status_code in {401, 403, 405}


def test_notes_of_the_administration_stand_beside_the_law(client: Client, administrator: User) -> None:
    for model_key, topic in (("", "other"), ("mandating", "supervision")):
        data = LawNoteData(
            land="07",
            topic=topic,
            model_key=model_key,
            text=f"Hinweis zu {model_key or 'allen'}",
            source="Rundschreiben 4/2026",
            dated_on=date(2026, 3, 14),
        )
        enter_law_note(actor=administrator, data=data)
    rows = {row["key"]: row["law"] for row in client.get("/api/v1/models/?land=07").json()["results"]}
    assert [note["text"] for note in rows["mandating"]["notes"]] == [
        "Hinweis zu mandating",
        "Hinweis zu allen",
    ]
    assert [note["text"] for note in rows["delegating"]["notes"]] == ["Hinweis zu allen"]
    assert rows["mandating"]["notes"][0] == {
        "model": "mandating",
        "topic": "supervision",
        "title": "Aufsicht",
        "text": "Hinweis zu mandating",
        "source": "Rundschreiben 4/2026",
        "dated_on": "2026-03-14",
    }
    assert client.get("/api/v1/models/mandating/?land=06").json()["law"]["notes"] == []
