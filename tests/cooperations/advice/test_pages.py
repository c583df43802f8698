"""The public pages of the model advice: everything stands in the address, and nothing is stored."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from cooperations import advice_catalog
from cooperations.models import LawNote, ModelAdvice
from ikz.accounts.models import User

pytestmark = pytest.mark.django_db

URL = "/modellberatung/"
MANDATE = {"binding_wanted": "contract", "transfer_scope": "execution-only", "capacity_gap": "one-stronger"}
CONTRADICTION = {"binding_wanted": "none", "transfer_scope": "whole-task-area"}


def page(client: Client, **query: str) -> str:
    response = client.get(f"{URL}?{urlencode(query)}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def part(html: str, heading: str) -> str:
    """The section below a heading."""
    found = re.search(rf'<section class="ikz-section" aria-labelledby="{heading}">.*?</section>', html)
    return found[0] if found else ""


def test_it_begins_with_the_land(client: Client) -> None:
    html = page(client)
    assert "In welchem Land liegen Sie?" in html
    assert html.count("<option") == 17
    assert 'value="binding_wanted"' in html
    assert "Keine Rechtsberatung" in html


def test_each_question_is_a_step_with_its_answers(client: Client) -> None:
    for number, question in enumerate(advice_catalog.questions().values(), start=1):
        html = page(client, schritt=question.key)
        assert f"Frage {number} von 9" in html
        assert question.text in html
        assert html.count('type="radio"') == len(question.answers)
        assert "Überspringen" in html
        assert "Zurück" in html


def test_answers_so_far_are_carried_along_and_shown_again(client: Client) -> None:
    html = page(
        client, land="07", binding_wanted="contract", capacity_gap="similar", schritt="transfer_scope"
    )
    assert '<input type="hidden" name="land" value="07">' in html
    assert '<input type="hidden" name="binding_wanted" value="contract">' in html
    assert '<input type="hidden" name="capacity_gap" value="similar">' in html
    assert "Gleich zum Ergebnis der bisherigen Antworten" in html
    back = page(client, land="07", binding_wanted="contract", schritt="binding_wanted")
    assert re.search(r'value="contract"[^>]* checked', back)
    assert 'type="hidden" name="binding_wanted"' not in back


def test_skipping_leaves_an_answer_out(client: Client) -> None:
    html = page(client, land="07", binding_wanted="contract", schritt="binding_wanted")
    assert 'href="/modellberatung/?land=07&amp;schritt=transfer_scope"' in html


def test_the_result_ranks_with_reasons_answers_and_sources(client: Client) -> None:
    html = page(client, **MANDATE, schritt="ergebnis")
    recommended = part(html, "h-empfohlen")
    names = re.findall(r"Platz </span>1</span> ([^<]+)</h3>", recommended)
    assert names == ["Mandatierende öffentlich-rechtliche Vereinbarung"]
    assert "3 Gründe dafür" in recommended
    assert "Beim Mandat erledigt eine Kommune die Arbeit" in recommended
    assert "Was soll die andere Seite übernehmen? – die Durchführung, zuständig bleiben wir" in recommended
    assert "Quelle: Handreichung, Kapitel 3.2" in recommended
    assert "1 Grund dagegen" in recommended
    assert "sources/" not in html
    assert "Stand der Angaben: 22.11.2026" in html


def test_ruled_out_forms_say_why(client: Client) -> None:
    ruled_out = part(page(client, binding_wanted="none"), "h-nicht")
    assert "Zweckverband" in ruled_out
    assert "schließt aus" in ruled_out
    assert "Ohne Bindung kommen nur Formen in Betracht" in ruled_out


def test_a_shared_facility_joins_the_mandate(client: Client) -> None:
    html = page(client, **MANDATE, shared_facility="yes")
    added = part(html, "h-dazu")
    assert "Gemeinsame Nutzung öffentlicher Einrichtungen" in added
    assert "in derselben Vereinbarung" in added
    assert "Gemeinsame Nutzung" not in part(html, "h-empfohlen")


def test_contradicting_answers_show_the_ways_out(client: Client) -> None:
    recommended = part(page(client, **CONTRADICTION), "h-empfohlen")
    assert (
        "Wenn Sie die Frage „Wie fest wollen Sie sich binden?“ offen lassen, spricht etwas für:"
        in recommended
    )
    assert 'href="/modellberatung/?transfer_scope=whole-task-area&amp;schritt=ergebnis"' in recommended


def test_without_answers_all_forms_are_possible(client: Client) -> None:
    html = page(client, schritt="ergebnis")
    assert "Noch spricht nichts für eine bestimmte Form" in html
    assert part(html, "h-moeglich").count("<h3>") == 10


def test_the_same_answers_differ_in_supervision_by_land(client: Client) -> None:
    palatinate = part(page(client, **MANDATE, land="07"), "h-empfohlen")
    hesse = part(page(client, **MANDATE, land="06"), "h-empfohlen")
    assert "Aufsicht in Rheinland-Pfalz" in palatinate
    assert "§ 12 Abs. 2 KomZG" in palatinate
    assert "bitte prüfen" in palatinate
    assert "Ob eine Genehmigung nötig ist, hängt von einer Bedingung ab." in palatinate
    assert "Anzeige genügt" in hesse
    assert "§ 26 Abs. 2 KGG" in hesse
    assert 'href="/modelle/mandating/?land=06"' in hesse
    assert "Aufsicht in" not in part(page(client, **MANDATE), "h-empfohlen")
    assert "Ohne Land lässt sich nicht sagen" in page(client, **MANDATE)


def test_a_single_answer_can_be_changed_from_the_result(client: Client) -> None:
    html = page(client, **MANDATE, land="07", schritt="transfer_scope", von="ergebnis")
    assert "Übernehmen und zum Ergebnis" in html
    assert 'name="schritt" value="ergebnis"' in html
    assert "schritt=transfer_scope&amp;von=ergebnis" in page(client, **MANDATE, land="07")


def test_what_does_not_exist_in_the_address_is_left_open(client: Client) -> None:
    html = page(client, land="99", binding_wanted="immer", schritt="irgendwo")
    assert "Ein Teil der Adresse war nicht zu verstehen" in html
    assert "In welchem Land liegen Sie?" in html
    assert page(client, utm_source="x", schritt="ergebnis").count("nicht zu verstehen") == 0


def test_htmx_gets_the_fragment_with_its_title(client: Client) -> None:
    response = client.get(f"{URL}?schritt=duration", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.startswith("<title>Frage 4 von 9 – Modellberatung")
    assert "<html" not in html
    assert "data-autofocus" in html
    assert response.headers["Vary"].count("HX-Request")


def test_nothing_is_stored_and_nobody_needs_an_account(
    client: Client, supervisor: User, sign_in: Callable[[User], Client]
) -> None:
    assert "Anmelden und sichern" in page(client, **MANDATE)
    assert not client.cookies
    html = page(sign_in(supervisor), **MANDATE)
    assert "Empfohlene Formen" in html
    assert "sichern" not in part(html, "h-empfohlen")
    assert "/modellberatung/sichern/" not in html
    assert not ModelAdvice.objects.exists()


def test_the_navigation_leads_here(client: Client) -> None:
    assert 'href="/modellberatung/"' in client.get("/").content.decode()


def test_notes_of_the_administration_stand_beside_the_catalog(client: Client, administrator: User) -> None:
    for land, model_key, text in (
        ("07", "", "Gilt für alle Formen."),
        ("07", "mandating", "Gilt für das Mandat."),
        ("07", "informal", "Gilt für den Austausch."),
        ("06", "", "Gilt in Hessen."),
    ):
        LawNote.objects.create(
            land=land,
            topic="supervision",
            model_key=model_key,
            text=text,
            source="Rundschreiben",
            dated_on=date(2026, 10, 1),
            updated_by=administrator,
        )
    notes = part(page(client, **MANDATE, land="07"), "h-hinweise")
    assert "Gilt für alle Formen." in notes
    assert "Gilt für das Mandat." in notes
    assert "Stand 01.10.2026. Quelle: Rundschreiben" in notes
    assert "Gilt für den Austausch." not in notes
    assert "Gilt in Hessen." not in notes


def test_what_speaks_for_a_ruled_out_form_is_told_too(client: Client) -> None:
    ruled_out = part(page(client, **CONTRADICTION), "h-nicht")
    assert "Was sonst dafür oder dagegen spricht" in ruled_out
    assert "Ein ganzer Aufgabenbereich samt Zuständigkeit lässt sich nur" in ruled_out
