"""Others involved, prerequisites and barriers: entered, changed by two, marked, removed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperations.models import Barrier, Cooperation, ExternalActor, Partner, Prerequisite
from cooperations.services import add_part, change_part, remove_part
from cooperations.services.conduct import ActorData, BarrierData, PartData, PrerequisiteData
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User

PAGE = "/kooperationen/donnersberg/rahmen/"
HTMX = {"HX-Request": "true"}
SignIn = Callable[[User], Client]

SCHOOLS = {"kind": "schools", "name": "Schulleitungen", "how": "Testen Software.", "when": "halbjährlich"}
NETWORKS = {"text": "Einheitliche Netze", "partner_id": "", "state": "open"}
GAP = {"text": "Netze fehlen", "counter_measure": ""}


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        ("beteiligte", SCHOOLS, ["Schulleitungen", "Testen Software.", "halbjährlich"]),
        ("voraussetzungen", NETWORKS, ["Zwischen den Kommunen", "Einheitliche Netze", "offen"]),
        ("hemmnisse", GAP, ["Netze fehlen", "ohne Gegenmaßnahme"]),
        ("hemmnisse", GAP | {"counter_measure": "Ausbau"}, ["Netze fehlen", "Gegenmaßnahme läuft", "Ausbau"]),
        ("hemmnisse", GAP | {"resolved": "on"}, ["Netze fehlen", "überwunden"]),
    ],
)
@pytest.mark.usefixtures("cooperation")
def test_the_coordination_enters_and_everybody_reads(
    sign_in: SignIn,
    coordinator: User,
    kusel_staff: User,
    kind: str,
    data: dict[str, str],
    shown: list[str],
) -> None:
    assert sign_in(coordinator).post(f"{PAGE}{kind}/neu/", data).status_code == 302
    page = sign_in(kusel_staff).get(PAGE).content.decode()
    assert all(words in page for words in shown)
    assert f"{PAGE}{kind}/" not in page


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("beteiligte", SCHOOLS | {"kind": "banks"}, "keine gültige Auswahl"),
        ("beteiligte", SCHOOLS | {"how": " "}, "Dieses Feld ist zwingend erforderlich."),
        ("voraussetzungen", NETWORKS | {"partner_id": "999999"}, "keine gültige Auswahl"),
        ("hemmnisse", GAP | {"text": "x" * 501}, "höchstens 500 Zeichen"),
    ],
)
@pytest.mark.usefixtures("cooperation")
def test_what_is_wrong_is_told_beside_the_field(
    sign_in: SignIn, coordinator: User, kind: str, data: dict[str, str], message: str
) -> None:
    page = sign_in(coordinator).post(f"{PAGE}{kind}/neu/", data).content.decode()
    assert message in page
    assert not any(model.objects.exists() for model in (ExternalActor, Prerequisite, Barrier))


def test_a_prerequisite_belongs_to_a_partner_that_takes_part(
    cooperation: Cooperation, coordinator: User
) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336")
    data = PrerequisiteData(text="Personal", partner_id=kusel.pk)
    row = add_part(actor=coordinator, cooperation=cooperation, data=data)
    assert row.pk
    Partner.objects.filter(pk=kusel.pk).update(status="left")
    with pytest.raises(ValidationError, match="nimmt nicht teil"):
        add_part(actor=coordinator, cooperation=cooperation, data=data)


def test_two_at_one_entry_the_second_chooses(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    row = add_part(actor=coordinator, cooperation=cooperation, data=ActorData(**SCHOOLS))
    url, client = f"{PAGE}beteiligte/{row.pk}/", sign_in(coordinator)
    change_part(
        actor=coordinator, part=row, data=ActorData(**SCHOOLS | {"when": "jährlich"}), expected_version=1
    )
    mine = SCHOOLS | {"how": "Beraten die Steuerungsgruppe.", "version": "1"}
    page = client.post(url, mine).content.decode()
    assert "Zwei Fassungen" in page
    assert "jährlich" in page
    assert "Beraten die Steuerungsgruppe." in page
    chosen = mine | {"version": "2", "choice_when": "stored", "choice_how": "mine"}
    assert client.post(url, chosen).status_code == 302
    stored = ExternalActor.objects.get()
    assert (stored.when, stored.how, stored.version) == ("jährlich", "Beraten die Steuerungsgruppe.", 3)


def test_the_same_change_twice_is_no_conflict(cooperation: Cooperation, coordinator: User) -> None:
    row = add_part(actor=coordinator, cooperation=cooperation, data=BarrierData(text="Netze fehlen"))
    data = BarrierData(text="Netze fehlen", counter_measure="Ausbau")
    change_part(actor=coordinator, part=row, data=data, expected_version=1)
    change_part(actor=coordinator, part=row, data=data, expected_version=1)
    with pytest.raises(EditConflict):
        change_part(actor=coordinator, part=row, data=BarrierData(text="Anders"), expected_version=1)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_the_state_changes_in_one_step(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, headers: dict[str, str]
) -> None:
    client = sign_in(coordinator)
    needed = add_part(actor=coordinator, cooperation=cooperation, data=PrerequisiteData(text="Netze"))
    barrier = add_part(actor=coordinator, cooperation=cooperation, data=BarrierData(text="Kein Netz"))

    def mark(path: str, state: str, version: int) -> Any:
        data = {"stand": state, "version": version}
        return client.post(f"{PAGE}{path}/stand/", data, headers=headers, follow=True)

    page = mark(f"voraussetzungen/{needed.pk}", "met", 1).content.decode()
    assert "erfüllt" in page
    assert ("<html" in page) is not bool(headers)
    # Somebody who still sees the old state is shown the new one instead of overwriting it.
    page = mark(f"voraussetzungen/{needed.pk}", "started", 1).content.decode()
    assert "Inzwischen hat jemand diesen Eintrag geändert." in page
    assert Prerequisite.objects.get().state == "met"
    mark(f"hemmnisse/{barrier.pk}", "ueberwunden", 1)
    assert Barrier.objects.get().resolved
    assert mark(f"hemmnisse/{barrier.pk}", "met", 2).status_code == 400


def test_removing_asks_once(sign_in: SignIn, cooperation: Cooperation, coordinator: User) -> None:
    row = add_part(actor=coordinator, cooperation=cooperation, data=BarrierData(text="Netze fehlen"))
    client, url = sign_in(coordinator), f"{PAGE}hemmnisse/{row.pk}/entfernen/"
    assert "Eintrag entfernen?" in client.get(url).content.decode()
    assert Barrier.objects.exists()
    assert client.post(url).status_code == 302
    assert not Barrier.objects.exists()
    assert client.get(url).status_code == 404
    assert client.get(f"{PAGE}unsinn/neu/").status_code == 404


@pytest.mark.parametrize("data", [ActorData(**SCHOOLS), PrerequisiteData(text="x"), BarrierData(text="x")])
def test_staff_read_only(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, data: PartData
) -> None:
    with pytest.raises(PermissionDenied):
        add_part(actor=kusel_staff, cooperation=cooperation, data=data)
    row = add_part(actor=coordinator, cooperation=cooperation, data=data)
    with pytest.raises(PermissionDenied):
        change_part(actor=kusel_staff, part=row, data=data, expected_version=1)
    with pytest.raises(PermissionDenied):
        remove_part(actor=kusel_staff, part=row)


def test_as_many_queries_for_twenty_entries_as_for_two(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client, used = sign_in(coordinator), []
    partners = list(cooperation.partners.all())
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            for data in (
                ActorData(**SCHOOLS | {"name": f"Stelle {number}"}),
                PrerequisiteData(text=f"Netz {number}", partner_id=partners[number % 3].pk),
                PrerequisiteData(text=f"Vertrag {number}"),
                BarrierData(text=f"Hürde {number}"),
            ):
                add_part(actor=coordinator, cooperation=cooperation, data=data)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        used.append(len(queries))
    assert used[0] == used[1]


def test_a_version_of_any_length_is_only_an_old_one(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    row = add_part(actor=coordinator, cooperation=cooperation, data=BarrierData(text="Kein Netz"))
    url = f"{PAGE}hemmnisse/{row.pk}/stand/"
    answer = sign_in(coordinator).post(url, {"stand": "ueberwunden", "version": "9" * 5000}, follow=True)
    assert "Inzwischen hat jemand diesen Eintrag geändert." in answer.content.decode()


def test_nothing_is_out_of_reach_when_a_partner_leaves(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336")
    data = PrerequisiteData(text="Eigenes Personal", partner_id=kusel.pk)
    row = add_part(actor=coordinator, cooperation=cooperation, data=data)
    Partner.objects.filter(pk=kusel.pk).update(status="left")
    page = sign_in(coordinator).get(PAGE).content.decode()
    assert "Eigenes Personal" in page
    assert f"{PAGE}voraussetzungen/{row.pk}/entfernen/" in page
    url, client = f"{PAGE}voraussetzungen/{row.pk}/", sign_in(coordinator)
    assert client.post(f"{url}stand/", {"stand": "met", "version": "1"}).status_code == 302
    sent = {"text": "Ein Team", "partner_id": str(kusel.pk), "state": "met", "version": "2"}
    assert client.post(url, sent).status_code == 302
    stored = Prerequisite.objects.get()
    assert (stored.text, stored.state, stored.partner) == ("Ein Team", "met", kusel)


def test_the_frame_as_a_file(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User, stranger: User
) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336")
    for data in (
        ActorData(**SCHOOLS),
        PrerequisiteData(text="Einheitliche Netze", state="met"),
        PrerequisiteData(text="Personal", partner_id=kusel.pk),
        BarrierData(text="=Netze", counter_measure="Ausbau"),
    ):
        add_part(actor=coordinator, cooperation=cooperation, data=data)
    client = sign_in(kusel_staff)
    lines = client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Bereich;Kommune;Eintrag;Stand;Dazu;Wann"
    for line in (
        "Nutzen;Landkreis Kusel;;fehlt;;",
        "Merkmal;;Initiative;keine Angabe;;",
        "Beteiligte;;Schulleitungen;Schulen;Testen Software.;halbjährlich",
        "Voraussetzung;zwischen den Kommunen;Einheitliche Netze;erfüllt;;",
        "Voraussetzung;Landkreis Kusel;Personal;offen;;",
        "Hemmnis;;'=Netze;Gegenmaßnahme läuft;Ausbau;",
    ):
        assert line in lines
    assert client.get(f"{PAGE}?format=xlsx").headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert sign_in(stranger).get(f"{PAGE}?format=csv").status_code == 404


def test_a_second_click_enters_nothing_twice(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client = sign_in(coordinator)
    for _ in range(2):
        assert client.post(f"{PAGE}hemmnisse/neu/", GAP).status_code == 302
        assert client.post(f"{PAGE}voraussetzungen/neu/", NETWORKS).status_code == 302
    assert (Barrier.objects.count(), Prerequisite.objects.count()) == (1, 1)
