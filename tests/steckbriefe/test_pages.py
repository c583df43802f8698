from collections.abc import Callable

import pytest
from django.test import Client

from cooperations.models import Cooperation
from cooperations.services import update_figures
from ikz.accounts.models import User
from steckbriefe import services
from steckbriefe.models import Edition, Steckbrief
from steckbriefe.services import SteckbriefTexts

PAGE = "/kooperationen/donnersberg/steckbrief/"
SignIn = Callable[[User], Client]


def text_of(client: Client, address: str = PAGE, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_page_offers_the_first_edition_and_names_what_is_missing(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(coordinator))
    assert "Noch kein Steckbrief" in page
    assert 'data-testid="steckbrief-erstellen"' in page
    assert "Wer spricht wie oft und auf welchem Weg miteinander?" in page
    assert "Angaben noch ohne Inhalt" in page


def test_gaps_close_when_something_is_written(
    written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(coordinator))
    assert '<a href="#id_reflection">' in page
    assert '<a href="#id_measures">' not in page


def test_staff_read_and_the_others_do_not_find_it(
    written: Cooperation, kusel_staff: User, stranger: User, supervisor: User, sign_in: SignIn, client: Client
) -> None:
    page = text_of(sign_in(kusel_staff))
    assert "Drei Kreise, ein Service Desk." in page
    assert "steckbrief-erstellen" not in page
    assert "<textarea" not in page
    assert sign_in(stranger).get(PAGE).status_code == 404
    assert sign_in(supervisor).get(PAGE).status_code == 404
    assert client.get(PAGE)["Location"].startswith("/konto/login/")


def test_ordering_leads_back_to_a_page_that_waits(
    written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    response = client.post(f"{PAGE}erstellen/")
    assert response["Location"] == f"{PAGE}#steckbrief-stand"
    page = text_of(client)
    assert "Ausgabe 1 wartet darauf, erstellt zu werden." in page
    assert f'hx-get="{PAGE}"' in page
    assert "Jetzt neu laden" in page
    assert 'data-testid="steckbrief-erstellen"' not in page


def test_htmx_gets_the_state_alone_and_hears_that_it_is_done(
    edition: Edition, coordinator: User, sign_in: SignIn
) -> None:
    part = text_of(sign_in(coordinator), **{"HX-Request": "true"})
    assert "<html" not in part
    assert 'data-announce="Ausgabe 1 ist fertig."' in part
    assert f"{PAGE}1.pdf" in part


def test_a_failed_edition_shows_why_and_starts_again(
    written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    row = services.request_edition(actor=coordinator, cooperation=written)
    Edition.objects.filter(pk=row.pk).update(
        state="failed", last_error="Das Dokument ließ sich nicht setzen."
    )
    client = sign_in(coordinator)
    page = text_of(client)
    assert "Das Dokument ließ sich nicht setzen." in page
    assert "Erneut versuchen" in page
    assert client.get(f"{PAGE}1.pdf").status_code == 409
    assert client.post(f"{PAGE}1/erneut/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == ("queued", 0, "")


def test_the_page_says_when_newer_data_exist(
    published: Edition, written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    assert "Es gibt neuere Daten" not in text_of(client)
    partner = written.partners.get(municipality__ags="07336")
    update_figures(actor=coordinator, partner=partner, schools=6, pupils=4000)
    page = text_of(client)
    assert "Öffentlich ist Ausgabe 1" in page
    assert "Es gibt neuere Daten" in page


def test_publishing_and_withdrawing_ask_first(
    edition: Edition, coordinator: User, sign_in: SignIn, client: Client
) -> None:
    coordination = sign_in(coordinator)
    assert "Ausgabe 1 veröffentlichen?" in text_of(coordination, f"{PAGE}1/veroeffentlichen/")
    assert client.get("/steckbriefe/donnersberg/").status_code == 404
    coordination.post(f"{PAGE}1/veroeffentlichen/")
    assert client.get("/steckbriefe/donnersberg/").status_code == 200
    assert "Steckbrief zurückziehen?" in text_of(coordination, f"{PAGE}zurueckziehen/")
    coordination.post(f"{PAGE}zurueckziehen/")
    assert client.get("/steckbriefe/donnersberg/").status_code == 404


def test_an_unfinished_edition_is_refused_in_words(
    written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    services.request_edition(actor=coordinator, cooperation=written)
    response = sign_in(coordinator).post(f"{PAGE}1/veroeffentlichen/", follow=True)
    assert "Veröffentlicht werden kann nur eine fertige Ausgabe." in response.content.decode()


WRITES = ["", "erstellen/", "zurueckziehen/", "1/veroeffentlichen/", "1/erneut/"]


@pytest.mark.parametrize("address", WRITES)
def test_writes_are_for_the_coordination(
    address: str,
    edition: Edition,
    kusel_staff: User,
    stranger: User,
    supervisor: User,
    sign_in: SignIn,
    client: Client,
) -> None:
    statuses = [
        sign_in(user).post(PAGE + address).status_code for user in (kusel_staff, stranger, supervisor)
    ]
    assert statuses == [403, 404, 403]
    assert client.post(PAGE + address)["Location"].startswith("/konto/login/")
    assert sign_in(kusel_staff).put(PAGE + address).status_code == 405
    assert Steckbrief.objects.get().published is None
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("address", ["erstellen/", "1/erneut/"])
def test_orders_are_posted(address: str, edition: Edition, coordinator: User, sign_in: SignIn) -> None:
    assert sign_in(coordinator).get(PAGE + address).status_code == 405


def test_texts_are_saved_line_by_line(cooperation: Cooperation, coordinator: User, sign_in: SignIn) -> None:
    sign_in(coordinator).post(
        PAGE,
        {
            "version": 0,
            "measures": "Service Desk\r\n\r\n Remote-Support ",
            "summary": "Erster\r\nAbsatz\r\n\r\nZweiter",
            "contact_office": "Fachbereich Schulen",
        },
    )
    row = Steckbrief.objects.get(cooperation=cooperation)
    assert row.texts == {
        "measures": ["Service Desk", "Remote-Support"],
        "summary": ["Erster Absatz", "Zweiter"],
    }
    assert (row.contact_office, row.version) == ("Fachbereich Schulen", 1)


def test_wrong_input_is_named_and_kept(cooperation: Cooperation, coordinator: User, sign_in: SignIn) -> None:
    long = "x" * 2001
    response = sign_in(coordinator).post(PAGE, {"version": 0, "measures": long, "contact_email": "keine"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Bitte geben Sie eine gültige E-Mail-Adresse ein." in page
    assert long in page
    response = sign_in(coordinator).post(PAGE, {"version": 0, "measures": long})
    assert "Ein Punkt oder Absatz hat höchstens 2000 Zeichen." in response.content.decode()


def test_the_second_of_two_writers_sees_both_versions_and_chooses(
    written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    mine = {
        "version": 0,
        "measures": "Meine Maßnahme",
        "reflection": "Meine Rückschau",
        "contact_office": "Fachbereich Schulen",
    }
    page = client.post(PAGE, mine).content.decode()
    assert "Zwei Fassungen der Texte" in page
    assert "Gemeinsamer Service Desk" in page
    assert "Meine Maßnahme" in page
    choices = {"choice_measures": "stored", "choice_reflection": "mine", "choice_summary": "stored"}
    client.post(PAGE, {**mine, **choices, "version": 1, "choice_contact_office": "mine"})
    row = Steckbrief.objects.get()
    assert row.texts["measures"] == ["Gemeinsamer Service Desk", "Kreisübergreifender Remote-Support"]
    assert row.texts["reflection"] == ["Meine Rückschau"]
    assert "summary" in row.texts
    assert (row.contact_office, row.version) == ("Fachbereich Schulen", 2)


def test_editing_again_starts_from_what_is_stored(
    written: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(coordinator))
    assert "Gemeinsamer Service Desk\nKreisübergreifender Remote-Support</textarea>" in page
    row = services.save_texts(
        actor=coordinator, cooperation=written, data=SteckbriefTexts(), expected_version=1
    )
    assert (row.texts, row.contact_office, row.version) == ({}, "", 2)
