"""Offers as people use them: find, enter, change, withdraw, examine at a need, without JavaScript."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ikz.accounts.models import User
from municipalities.models import Municipality, Need, Offer, OfferReview
from municipalities.services import change_offer, record_review, withdraw_offer
from municipalities.services.offers import OfferData
from tests.municipalities.offers.conftest import Enter
from tests.ui.markup import tree

SignIn = Callable[[User], Client]
FORM = {
    "name": "Medienzentrum Kusel",
    "kind": "media-centre",
    "task_areas": ["training"],
    "modules": "Schulungen",
    "website": "medienzentrum.example",
}


def names(client: Client, query: str = "") -> list[str]:
    """Titles of the cards of the list."""
    page = client.get(f"/angebote/{query}").content.decode()
    return ["".join(card.itertext()).strip() for card in tree(page).findall(".//article//h2")]


def test_the_list_is_searched_and_filtered(
    sign_in: SignIn, enter: Enter, stranger: User, kusel_staff: User, kusel: Municipality, administrator: User
) -> None:
    enter("KAAW", task_areas=["procurement"], land_keys=["05"])
    enter("Medienzentrum Kusel", kind="media-centre", task_areas=["training"], serves=[kusel])
    enter("Überall")
    withdraw_offer(actor=administrator, offer=enter("Aufgelöst"))
    client = sign_in(stranger)
    assert names(client) == ["KAAW", "Medienzentrum Kusel", "Überall"]
    assert names(client, "?search=uberall") == []
    assert names(client, "?search=ueberall") == ["Überall"]
    assert names(client, "?search=ticketsystem+dienst") == []
    assert names(client, "?task_area=procurement") == ["KAAW"]
    assert names(client, "?kind=media-centre") == ["Medienzentrum Kusel"]
    assert names(client, "?land=07") == ["Medienzentrum Kusel", "Überall"]
    assert names(client, "?land=05") == ["KAAW", "Überall"]
    assert names(client, "?state=zurueckgezogen") == ["Aufgelöst"]
    assert names(client, "?own=on") == ["Überall"]
    assert names(sign_in(kusel_staff), "?own=on") == ["Medienzentrum Kusel", "Überall"]
    assert names(sign_in(administrator), "?own=on") == []
    assert "Kein Angebot gefunden" in client.get("/angebote/?search=nichts").content.decode()


def test_the_list_is_exported(sign_in: SignIn, enter: Enter, kusel_staff: User, kusel: Municipality) -> None:
    enter("=Gefährlich", serves=[kusel], land_keys=["10"])
    content = sign_in(kusel_staff).get("/angebote/?format=csv").content.decode("utf-8-sig")
    assert "'=Gefährlich;IT-Zweckverband;Service Desk und Ticketsystem;" in content
    assert ";Saarland; Landkreis Kusel;" in content.replace('"', "")
    assert sign_in(kusel_staff).get("/angebote/?format=xlsx").content[:2] == b"PK"


def test_as_many_queries_for_twenty_as_for_two(
    sign_in: SignIn, enter: Enter, need: Need, kusel_staff: User, kusel: Municipality
) -> None:
    client = sign_in(kusel_staff)
    addresses = ("/angebote/", "/angebote/?own=on", f"/kommunen/07336/bedarfe/{need.pk}/", "/api/v1/offers/")
    used: list[list[int]] = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            offer = enter(f"Angebot {number}", serves=[kusel] if number % 2 else [])
            record_review(
                actor=kusel_staff, need=need, offer=offer, outcome="fits", note="ja", expected_version=0
            )
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address)
            assert page.content.decode().count("Angebot ") >= numbers.stop
            counts.append(len(queries))
        used.append(counts)
    assert used[0] == used[1]


def test_staff_enter_an_offer(sign_in: SignIn, kusel_staff: User, kusel: Municipality) -> None:
    client = sign_in(kusel_staff)
    assert client.get("/angebote/neu/").status_code == 200
    answer = client.post("/angebote/neu/", FORM | {"serves": ["Landkreis Kusel (07336)", " "]})
    row = Offer.objects.get()
    assert answer.headers["Location"] == f"/angebote/{row.pk}/"
    assert (row.owner, row.website, list(row.serves.all())) == (
        kusel,
        "https://medienzentrum.example",
        [kusel],
    )
    page = client.get(f"/angebote/{row.pk}/").content.decode()
    assert "Landkreis Kusel" in page
    assert "Bearbeiten" in page


def test_what_cannot_be_found_is_told_and_kept(sign_in: SignIn, kusel_staff: User) -> None:
    answer = sign_in(kusel_staff).post("/angebote/neu/", FORM | {"serves": ["Atlantis", "07"], "name": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Eine Kommune „Atlantis“ steht nicht im Verzeichnis." in page
    assert 'value="Atlantis"' in page
    assert 'value="Medienzentrum' not in page
    assert not Offer.objects.exists()


def test_a_land_among_the_municipalities_is_sent_to_its_list(
    sign_in: SignIn, kusel_staff: User, land_rlp: Municipality
) -> None:
    page = sign_in(kusel_staff).post("/angebote/neu/", FORM | {"serves": ["07"]}).content.decode()
    assert "Rheinland-Pfalz: Bitte wählen Sie Länder in der Liste der Länder." in page


def test_one_more_row_for_a_municipality(sign_in: SignIn, kusel_staff: User) -> None:
    data = FORM | {"serves": ["Atlantis", "Kusel"], "add_row": "1"}
    page = sign_in(kusel_staff).post("/angebote/neu/", data).content.decode()
    fields = tree(page).findall(".//input[@name='serves']")
    assert [field.get("value") for field in fields] == ["Atlantis", "Kusel", ""]
    assert "steht nicht im Verzeichnis" not in page
    assert 'value="Medienzentrum Kusel"' in page


def test_the_administration_may_enter_for_itself(
    sign_in: SignIn, administrator: User, supervisor: User
) -> None:
    sign_in(administrator).post("/angebote/neu/", FORM)
    assert Offer.objects.get().owner is None
    assert sign_in(supervisor).get("/angebote/neu/").status_code == 403
    assert "Angebot eintragen" not in sign_in(supervisor).get("/angebote/").content.decode()


def test_an_administrator_who_works_for_a_municipality_chooses(
    sign_in: SignIn, staff_of: Callable[[Municipality, str], User], kusel: Municipality
) -> None:
    user = staff_of(kusel, "beides@test.example")
    User.objects.filter(pk=user.pk).update(is_administrator=True)
    client = sign_in(User.objects.get(pk=user.pk))
    assert "Wer pflegt den Eintrag?" in client.get("/angebote/neu/").content.decode()
    client.post("/angebote/neu/", FORM | {"owner": "07336"})
    client.post("/angebote/neu/", FORM | {"owner": "verwaltung", "name": "Zentral"})
    assert [row.owner for row in Offer.objects.order_by("pk")] == [kusel, None]


@pytest.fixture
def kept(enter: Enter, kusel_staff: User, kusel: Municipality) -> Offer:
    """An offer that Kusel keeps."""
    return enter("Medienzentrum", actor=kusel_staff, owner=kusel, serves=[kusel])


def test_two_people_change_one_offer(
    sign_in: SignIn, kept: Offer, kusel_staff: User, administrator: User, donnersberg: Municipality
) -> None:
    client, address = sign_in(kusel_staff), f"/angebote/{kept.pk}/bearbeiten/"
    page = client.get(address).content.decode()
    assert 'value="Landkreis Kusel (07336)"' in page
    theirs = OfferData(
        name="Medienzentrum", kind="it-association", task_areas=["mdm"], modules="Neu", serves=[donnersberg]
    )
    change_offer(actor=administrator, offer=kept, data=theirs, expected_version=1)
    sent = {
        "name": "Zentrum",
        "kind": "it-association",
        "task_areas": ["service-desk"],
        "modules": "Service Desk mit Ticketsystem",
        "serves": ["07336"],
        "version": "1",
    }
    conflict = client.post(address, sent).content.decode()
    assert "Zwei Fassungen" in conflict
    hidden = {
        field.get("name"): field.get("value") for field in tree(conflict).findall(".//input[@type='hidden']")
    }
    assert hidden["version"] == "2"
    assert hidden["serves"] == "Landkreis Kusel (07336)"
    assert "Donnersbergkreis" in conflict
    chosen = sent | {
        "version": "2",
        "choice_serves": "stored",
        "choice_name": "mine",
        "choice_modules": "stored",
    }
    assert client.post(address, chosen).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.modules, list(kept.serves.all())) == ("Zentrum", "Neu", [donnersberg])


def test_an_offer_is_withdrawn_after_one_question_and_offered_again(
    sign_in: SignIn, kept: Offer, kusel_staff: User, coordinator: User
) -> None:
    client, address = sign_in(kusel_staff), f"/angebote/{kept.pk}/"
    assert "Angebot zurückziehen?" in client.get(f"{address}zurueckziehen/").content.decode()
    client.post(f"{address}zurueckziehen/")
    assert "Dieses Angebot ist zurückgezogen" in sign_in(coordinator).get(address).content.decode()
    assert "Wieder anbieten" not in sign_in(coordinator).get(address).content.decode()
    client.post(f"{address}wieder-anbieten/")
    assert Offer.objects.available().get() == kept
    assert sign_in(coordinator).get(f"{address}bearbeiten/").status_code == 403


def test_suggestions_complete_what_is_typed(sign_in: SignIn, kusel_staff: User) -> None:
    page = sign_in(kusel_staff).get("/angebote/neu/kommunen/?serves=kus").content.decode()
    assert '<option value="Landkreis Kusel (07336)">' in page


def test_an_examination_is_noted_changed_and_removed(
    sign_in: SignIn, enter: Enter, need: Need, kusel_staff: User, coordinator: User
) -> None:
    offer, page = enter("KAAW", land_keys=["07"]), f"/kommunen/07336/bedarfe/{need.pk}/"
    enter("Weit weg", land_keys=["05"])
    client, address = sign_in(kusel_staff), f"{page}angebote/{offer.pk}/"
    shown = client.get(page).content.decode()
    assert "1 Angebot passt zu diesem Bedarf." in shown
    assert "versorgt Rheinland-Pfalz" in shown
    assert shown.index("Außerhalb des Gebiets, fragen lohnt sich") < shown.index("Weit weg")
    refused = client.post(address, {"version": "0", "note": ""}).content.decode()
    assert "Bitte wählen Sie, was die Prüfung ergeben hat." in refused
    answer = client.post(address, {"version": "0", "outcome": "partly", "note": "Telefonat geführt"})
    assert answer.headers["Location"] == f"{page}#angebot-{offer.pk}"
    shown = client.get(page).content.decode()
    assert "Telefonat geführt" in shown
    assert "von Schul-IT Landkreis Kusel" in shown
    other = sign_in(coordinator).get(page).content.decode()
    assert "Telefonat geführt" not in other
    assert "Prüfung festhalten" not in other
    assert "Prüfung entfernen?" in client.get(f"{address}?ansicht=entfernen").content.decode()
    client.post(f"{address}?ansicht=entfernen", {"version": "7"})
    assert OfferReview.objects.exists()
    client.post(f"{address}?ansicht=entfernen", {"version": "1"})
    assert not OfferReview.objects.exists()
    assert client.get(f"{address}?ansicht=entfernen").status_code == 302


def test_a_second_note_is_a_decision(sign_in: SignIn, enter: Enter, need: Need, kusel_staff: User) -> None:
    offer = enter("KAAW")
    client, address = sign_in(kusel_staff), f"/kommunen/07336/bedarfe/{need.pk}/angebote/{offer.pk}/"
    record_review(actor=kusel_staff, need=need, offer=offer, outcome="unfit", note="Nein", expected_version=0)
    sent = {"version": "0", "outcome": "fits", "note": "Doch"}
    conflict = client.post(address, sent).content.decode()
    assert "Gespeichert ist jetzt „kommt nicht in Frage“: Nein" in conflict
    assert ">\nDoch</textarea>" in conflict
    assert 'name="version" value="1"' in conflict
    client.post(address, sent | {"version": "1"})
    assert OfferReview.objects.get().note == "Doch"


def test_htmx_swaps_the_card_alone(sign_in: SignIn, enter: Enter, need: Need, kusel_staff: User) -> None:
    offer = enter("KAAW")
    client, address = sign_in(kusel_staff), f"/kommunen/07336/bedarfe/{need.pk}/angebote/{offer.pk}/"
    headers = {"HX-Request": "true"}
    form = client.get(address, headers=headers).content.decode()
    assert "<html" not in form
    assert f'id="angebot-{offer.pk}"' in form
    saved = client.post(address, {"version": "0", "outcome": "fits", "note": "Ja"}, headers=headers)
    assert 'data-announce="Die Prüfung ist festgehalten."' in saved.content.decode()
    assert "Prüfung ändern" in client.get(f"{address}?ansicht=lesen", headers=headers).content.decode()


def test_a_withdrawn_offer_that_was_examined_stays_with_the_need(
    sign_in: SignIn, enter: Enter, need: Need, kusel_staff: User, administrator: User
) -> None:
    offer = enter("KAAW")
    record_review(actor=kusel_staff, need=need, offer=offer, outcome="unfit", note="Nein", expected_version=0)
    withdraw_offer(actor=administrator, offer=offer)
    page = sign_in(kusel_staff).get(f"/kommunen/07336/bedarfe/{need.pk}/").content.decode()
    assert page.index("Außerdem geprüft") < page.index("KAAW")


def test_offers_by_program(sign_in: SignIn, enter: Enter, kusel: Municipality, stranger: User) -> None:
    offer = enter("KAAW", serves=[kusel], land_keys=["05"])
    client = sign_in(stranger)
    [row] = client.get("/api/v1/offers/?land=05").json()["results"]
    assert (row["id"], row["serves"], row["land_keys"], row["owner"]) == (offer.pk, ["07336"], ["05"], None)
    assert client.get(f"/api/v1/offers/{offer.pk}/").json()["name"] == "KAAW"
    assert client.get("/api/v1/offers/?land=08").json()["count"] == 0
