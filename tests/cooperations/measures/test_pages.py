"""Measures in the browser: planned, carried on, moved on the board, exported; all without JavaScript."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cooperations.models import Measure, Partner
from cooperations.services import advance_measure, change_measure
from cooperations.services.measures import MeasureData, Step, stored_values
from ikz.accounts.models import User
from ikz.ui.formatting import de_date
from tests.cooperations.measures.words import in_days
from tests.ui.markup import only, parse, words

Plan = Callable[..., Measure]
SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST = "/kooperationen/donnersberg/massnahmen/"
HTMX = {"HX-Request": "true"}


def _typed(partner: Partner, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Self-Service-Portal",
        "description": "Lehrkräfte finden Anleitungen selbst.",
        "indicator": "Anfragen ohne Ticket",
        "target_value": "30 %",
        "benefit": "Weniger Tickets",
        "resources": "Ein halber Tag je Woche",
        "due_on": de_date(in_days(90)),
        "partner": partner.pk,
        "function": "Service Desk",
    } | changes


def _step(actor: User, row: Measure, state: str, progress: int = 0) -> None:
    step = Step(state=state, progress=progress, current_value="")
    advance_measure(actor=actor, measure=row, step=step, expected_version=row.version)
    row.refresh_from_db()


def test_the_coordination_plans_a_measure(
    sign_in: SignIn, coordinator: User, kusel_partner: Partner, kusel_staff: User
) -> None:
    client = sign_in(coordinator)
    assert "Erste Maßnahme planen" in client.get(LIST).content.decode()
    page = client.post(f"{LIST}neu/", _typed(kusel_partner, person=kusel_staff.pk), follow=True)
    row = Measure.objects.get()
    assert page.redirect_chain == [(f"{LIST}{row.pk}/", 302)]
    text = words(only(parse(page.content.decode()), ".//main"))
    for part in ("Spezifisch", "30 %", "noch nicht gemessen", "Service Desk", "Schul-IT Landkreis Kusel"):
        assert part in text


def test_what_is_missing_is_explained_at_the_field_and_nothing_is_lost(
    sign_in: SignIn, coordinator: User, kusel_partner: Partner
) -> None:
    page = sign_in(coordinator).post(f"{LIST}neu/", _typed(kusel_partner, due_on="", indicator=""))
    body = page.content.decode()
    assert page.status_code == 200
    assert "Ohne Termin bleibt sie ein Vorsatz" in body
    assert "Ohne Messgröße lässt sich später nicht sagen" in body
    assert "Lehrkräfte finden Anleitungen selbst." in body
    assert only(parse(body), ".//*[@id='id_due_on']").get("aria-invalid") == "true"
    assert not Measure.objects.exists()


def test_a_reason_is_given_once(
    sign_in: SignIn, coordinator: User, kusel_partner: Partner, plan: Plan
) -> None:
    row = plan("Netze")
    typed = _typed(kusel_partner, title="Netze", indicator="\u200b", version=1)
    body = sign_in(coordinator).post(f"{LIST}{row.pk}/bearbeiten/", typed).content.decode()
    # In the summary and at the field.
    assert body.count("Ohne Messgröße lässt sich später nicht sagen") == 2


def test_a_circle_is_refused_at_its_field(
    sign_in: SignIn, coordinator: User, kusel_partner: Partner, plan: Plan
) -> None:
    network = plan("Netze")
    desk = plan("Service Desk", waits_for=[network.pk])
    typed = _typed(kusel_partner, title="Netze", waits_for=[desk.pk], version=1)
    body = sign_in(coordinator).post(f"{LIST}{network.pk}/bearbeiten/", typed).content.decode()
    assert "So entstünde ein Kreis: „Netze“ → „Service Desk“ → „Netze“." in body
    assert "Lehrkräfte finden Anleitungen selbst." in body


def test_a_second_editor_chooses_field_by_field(
    sign_in: SignIn, coordinator: User, kusel_partner: Partner, plan: Plan
) -> None:
    network, row = plan("Netze"), plan("Portal")
    client, address = sign_in(coordinator), f"{LIST}{row.pk}/bearbeiten/"
    data = MeasureData(**stored_values(row) | {"function": "Neue Stelle", "waits_for": [network.pk]})
    change_measure(actor=coordinator, measure=row, data=data, expected_version=1)
    typed = _typed(kusel_partner, title="Mein Portal", version=1)
    body = client.post(address, typed).content.decode()
    assert "Zwei Fassungen der Maßnahme" in body
    assert "Neue Stelle" in body
    choices = {"choice_function": "stored", "choice_title": "mine", "choice_waits_for": "stored"}
    client.post(address, typed | {"version": 2} | choices)
    row.refresh_from_db()
    assert (row.title, row.function, list(row.waits_for.all())) == ("Mein Portal", "Neue Stelle", [network])


def test_staff_enter_progress_and_are_told_of_another_version(
    sign_in: SignIn, coordinator: User, kusel_staff: User, plan: Plan
) -> None:
    row = plan()
    client, address = sign_in(kusel_staff), f"{LIST}{row.pk}/stand/"
    typed = {"state": "running", "progress": "35", "current_value": "60 %", "version": "1"}
    assert client.post(address, typed).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.progress, row.current_value) == ("running", 35, "60 %")
    body = client.post(address, typed | {"progress": "50"}).content.decode()
    assert "Zwei Fassungen" in body
    body = client.post(address, typed | {"progress": "120", "version": "2"}).content.decode()
    assert "kleiner oder gleich 100" in body


def test_a_step_on_the_board_without_and_with_htmx(sign_in: SignIn, kusel_staff: User, plan: Plan) -> None:
    row = plan("Netze")
    client, address = sign_in(kusel_staff), f"{LIST}{row.pk}/schritt/?ansicht=board"
    page = client.post(address, {"state": "running", "version": "1"})
    assert page.headers["Location"] == f"{LIST}?ansicht=board#m-{row.pk}"
    page = client.post(address, {"state": "done", "version": "2"}, headers=HTMX)
    board = only(parse(page.content.decode()), ".//*[@id='massnahmen']")
    assert board.get("data-announce") == "„Netze“: erledigt."
    column = only(board, ".//section[@aria-labelledby='spalte-done']")
    assert only(column, ".//*[@data-autofocus]").text == "Netze"
    assert "Wieder öffnen" in words(column)


def test_a_step_from_an_old_page_says_so(
    sign_in: SignIn, coordinator: User, kusel_staff: User, plan: Plan
) -> None:
    row = plan("Netze")
    _step(coordinator, row, "running", 10)
    client, address = sign_in(kusel_staff), f"{LIST}{row.pk}/schritt/?ansicht=board"
    body = client.post(address, {"state": "dropped", "version": "1"}, headers=HTMX).content.decode()
    assert "hat inzwischen jemand anderes geändert" in body
    for typed in ({}, {"state": "weg", "version": "2"}, {"state": "done", "version": "9" * 30}):
        client.post(address, typed)
    row.refresh_from_db()
    assert row.state == "running"


def test_done_while_it_waits_gives_a_hint_and_dropping_can_be_undone(
    sign_in: SignIn, kusel_staff: User, plan: Plan
) -> None:
    row = plan("Portal", waits_for=[plan("Netze").pk])
    client, address = sign_in(kusel_staff), f"{LIST}{row.pk}/schritt/"
    assert "wartet auf 1 andere Maßnahme" in client.get(f"{LIST}{row.pk}/").content.decode()
    page = client.post(address, {"state": "done", "version": "1"}, follow=True)
    assert "Sie wartete noch auf „Netze“" in page.content.decode()
    page = client.post(address, {"state": "dropped", "version": "2"}, follow=True)
    assert "jederzeit wieder aufnehmen" in page.content.decode()
    client.post(address, {"state": "planned", "version": "3"})
    row.refresh_from_db()
    assert row.state == "planned"


def test_others_see_no_buttons(sign_in: SignIn, kaiserslautern_staff: User, plan: Plan) -> None:
    row = plan("Netze")
    client = sign_in(kaiserslautern_staff)
    for address in (f"{LIST}?ansicht=board", f"{LIST}{row.pk}/"):
        body = client.get(address).content.decode()
        assert "Netze" in body
        assert "/schritt/" not in body
        assert "/bearbeiten/" not in body


def test_what_cannot_be_removed_is_given_up(sign_in: SignIn, coordinator: User, plan: Plan) -> None:
    row = plan("Netze")
    portal = plan("Portal", waits_for=[row.pk])
    client = sign_in(coordinator)
    body = client.get(f"{LIST}{row.pk}/entfernen/").content.decode()
    assert "wartet noch: „Portal“" in body
    assert "Aufgeben" in body
    client.post(f"{LIST}{row.pk}/entfernen/")
    assert client.post(f"{LIST}{portal.pk}/entfernen/").headers["Location"] == LIST
    assert list(Measure.objects.all()) == [row]


def test_filters_and_order(sign_in: SignIn, coordinator: User, kusel_staff: User, plan: Plan) -> None:
    late = plan("Spät", due_on=in_days(-5))
    later = plan("Später", due_on=in_days(50), person=kusel_staff.pk)
    donnersberg = late.cooperation.partners.get(municipality__ags="07333")
    other = plan("Andere", due_on=in_days(20), partner=donnersberg.pk)
    _step(kusel_staff, later, "running", 30)
    client = sign_in(kusel_staff)

    def titles(query: str) -> list[str]:
        page = parse(client.get(f"{LIST}?{query}").content.decode())
        return [words(link) for link in page.findall(".//tbody//th/a")]

    assert titles("") == ["Spät", "Andere", "Später"]
    assert titles("due=overdue") == ["Spät"]
    assert titles("mine=kommune") == ["Spät", "Später"]
    assert titles("mine=ich") == ["Später"]
    assert titles("state=running") == ["Später"]
    assert titles("state=open&sort=title") == ["Andere", "Spät", "Später"]
    assert titles(f"partner={other.partner_id}") == ["Andere"]
    assert titles("sort=progress") == ["Später", "Spät", "Andere"]
    assert "seit 5 Tagen überfällig" in client.get(LIST).content.decode()
    board = client.get(f"{LIST}?ansicht=board&mine=ich").content.decode()
    assert "Später" in board
    assert "Andere" not in words(only(parse(board), ".//*[@id='massnahmen']"))
    assert "Keine Maßnahme gefunden" in client.get(f"{LIST}?state=done").content.decode()


def test_files_for_spreadsheets(sign_in: SignIn, coordinator: User, plan: Plan) -> None:
    plan("=Formel", waits_for=[plan("Netze").pk])
    client = sign_in(coordinator)
    csv = client.get(f"{LIST}?format=csv").content.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Maßnahme;Stand;Fortschritt in Prozent;Fertig bis;")
    assert any(line.startswith("'=Formel;geplant;0;") and ";Netze;" in line for line in csv)
    book = load_workbook(BytesIO(client.get(f"{LIST}?format=xlsx&sort=title").content))
    assert [row[0].value for row in book.active.iter_rows()] == ["Maßnahme", "'=Formel", "Netze"]


@pytest.mark.parametrize("query", ["", "?ansicht=board", "?format=csv"])
def test_as_many_queries_for_twenty_measures_as_for_two(
    sign_in: SignIn, coordinator: User, plan: Plan, query: str
) -> None:
    client = sign_in(coordinator)
    used, first = [], plan("Netze")
    for numbers in (range(1, 2), range(2, 20)):
        for number in numbers:
            row = plan(f"Netze {number}", waits_for=[first.pk])
            if number % 3 == 2:
                _step(coordinator, row, ("running", "done", "dropped")[number // 3 % 3], 5)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST + query)
        assert page.content.decode().count("Netze ") >= numbers.stop - 1
        used.append(len(queries))
    assert used[0] == used[1]
