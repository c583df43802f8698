"""Notes on the law: entered by the administration, dated and sourced, beside the catalog and never instead of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations import catalog, model_pdf
from cooperations.models import LawNote
from cooperations.services.law_notes import LawNoteData, change_law_note, enter_law_note, withdraw_law_note
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User

SignIn = Callable[[User], Client]
WORDS = "Die Genehmigung ist vor der Unterzeichnung zu beantragen."
DATA = LawNoteData(
    land="07",
    topic="supervision",
    model_key="delegating",
    text=WORDS,
    source="KomZG, https://www.landesrecht.rlp.de",
    dated_on=date(2026, 11, 2),
)
LIST = "/verwaltung/rechtshinweise/"
SENT = {
    "land": "07",
    "topic": "supervision",
    "model_key": "",
    "text": WORDS,
    "source": "KomZG",
    "dated_on": "02.11.2026",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(administrator: User) -> LawNote:
    return enter_law_note(actor=administrator, data=DATA)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_note_stands_beside_the_catalog_for_everybody(client: Client, note: LawNote) -> None:
    shown = page(client, "/modelle/delegating/?land=07")
    assert WORDS in shown
    assert "Hinweis der Verwaltung, Stand 02.11.2026" in shown
    assert 'href="https://www.landesrecht.rlp.de"' in shown
    assert "Genehmigung erforderlich" in shown
    assert WORDS in model_pdf.document(catalog.models()["delegating"], "07")


def test_a_second_click_is_no_second_note(administrator: User, note: LawNote) -> None:
    assert enter_law_note(actor=administrator, data=replace(DATA, text=f" {WORDS}\r\n")) == note
    withdraw_law_note(actor=administrator, note=note)
    assert enter_law_note(actor=administrator, data=DATA) != note


@pytest.mark.parametrize(
    "address", ["/modelle/delegating/?land=06", "/modelle/mandating/?land=07", "/modelle/"]
)
def test_a_note_stands_only_where_it_belongs(client: Client, note: LawNote, address: str) -> None:
    assert WORDS not in page(client, address)


def test_a_note_on_all_forms_stands_on_each_and_in_the_comparison(
    client: Client, administrator: User
) -> None:
    enter_law_note(actor=administrator, data=replace(DATA, model_key="", topic="other"))
    for address in ("/modelle/?land=07", "/modelle/informal/?land=07", "/modelle/cooperative/?land=07"):
        assert WORDS in page(client, address)


def test_a_withdrawn_note_is_public_no_more_but_kept(
    client: Client, administrator: User, note: LawNote, sign_in: SignIn
) -> None:
    withdraw_law_note(actor=administrator, note=note)
    assert WORDS not in page(client, "/modelle/delegating/?land=07")
    inside = sign_in(administrator)
    assert WORDS not in page(inside, "/modelle/delegating/?land=07")
    assert WORDS not in page(inside, LIST)
    assert WORDS in page(inside, f"{LIST}?state=zurueckgezogen")
    with pytest.raises(ValidationError, match="zurückgezogen"):
        change_law_note(actor=administrator, note=note, data=DATA, expected_version=2)
    assert note.events.count() == 2  # type: ignore[attr-defined]


def test_only_administrators_write(kusel_staff: User, supervisor: User, note: LawNote) -> None:
    for actor in (kusel_staff, supervisor):
        with pytest.raises(PermissionDenied):
            enter_law_note(actor=actor, data=DATA)
        with pytest.raises(PermissionDenied):
            change_law_note(actor=actor, note=note, data=DATA, expected_version=1)
        with pytest.raises(PermissionDenied):
            withdraw_law_note(actor=actor, note=note)


def test_a_withdrawn_note_does_not_exist_for_others(
    administrator: User, kusel_staff: User, note: LawNote
) -> None:
    withdraw_law_note(actor=administrator, note=note)
    with pytest.raises(Http404):
        change_law_note(actor=kusel_staff, note=note, data=DATA, expected_version=2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"land": "99"}, "land"),
        ({"topic": "steuern"}, "topic"),
        ({"model_key": "kartell"}, "model_key"),
        ({"text": " "}, "text"),
        ({"source": ""}, "source"),
        ({"dated_on": timezone.localdate() + timedelta(days=2)}, "dated_on"),
        ({"dated_on": date(25, 11, 2)}, "dated_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    administrator: User, change: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        enter_law_note(actor=administrator, data=replace(DATA, **change))  # type: ignore[arg-type]
    assert field in refused.value.error_dict
    assert not LawNote.objects.exists()


def test_two_at_one_note_lose_nothing(administrator: User, note: LawNote, sign_in: SignIn) -> None:
    change_law_note(actor=administrator, note=note, data=replace(DATA, text="Anders."), expected_version=1)
    with pytest.raises(EditConflict):
        change_law_note(actor=administrator, note=note, data=DATA, expected_version=1)
    client = sign_in(administrator)
    sent = SENT | {"model_key": "delegating", "text": "Noch anders.", "version": "1"}
    shown = client.post(f"{LIST}{note.pk}/", sent).content.decode()
    assert "Zwei Fassungen des Rechtshinweises" in shown
    assert "Anders." in shown
    assert "Noch anders." in shown
    client.post(f"{LIST}{note.pk}/", sent | {"version": "2", "choice_text": "stored"})
    note.refresh_from_db()
    assert (note.text, note.source, note.version) == ("Anders.", "KomZG", 3)


def test_pages_of_the_administration(administrator: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    assert "Noch keine Rechtshinweise" in page(client, LIST)
    refused = client.post(f"{LIST}neu/", SENT | {"source": "", "dated_on": "gestern"}).content.decode()
    assert "Bitte nennen Sie die Quelle" in refused
    assert "Bitte geben Sie ein Datum wie 14.03.2027 ein." in refused
    assert WORDS in refused
    assert client.post(f"{LIST}neu/", SENT).status_code == 302
    row = LawNote.objects.get()
    assert (row.land, row.model_key, row.dated_on) == ("07", "", date(2026, 11, 2))
    shown = page(client, LIST)
    assert "Rheinland-Pfalz: Aufsicht" in shown
    assert "alle Formen" in shown
    assert WORDS not in page(client, f"{LIST}?land=06")
    assert WORDS in client.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    assert client.post(f"{LIST}{row.pk}/zurueckziehen/").status_code == 302
    assert "Noch keine Rechtshinweise" in page(client, LIST)
    assert "wird nicht mehr geändert" in page(client, f"{LIST}{row.pk}/")


def test_the_list_asks_the_same_for_two_and_for_twenty(administrator: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    used = []
    for count in (2, 18):
        for number in range(count):
            enter_law_note(actor=administrator, data=replace(DATA, text=f"{WORDS} {count}-{number}"))
        with CaptureQueriesContext(connection) as queries:
            shown = page(client, LIST)
        used.append((len(queries), shown.count(WORDS)))
    assert used[0][0] == used[1][0]
    assert [found for _, found in used] == [2, 20]
