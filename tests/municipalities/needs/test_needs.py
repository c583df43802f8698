"""Describing, changing, closing and reopening needs, alone and two at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.catalog import task_areas
from municipalities.models import Municipality, Need
from municipalities.services import change_need, close_need, reopen_need
from municipalities.services.needs import NeedData, stored_values
from tests.municipalities.needs.conftest import Describe

SignIn = Callable[[User], Client]
BASE = "/kommunen/07336/bedarfe/"


def entered(**changes: Any) -> dict[str, Any]:
    return {
        "task_area": "mdm",
        "aim": "relief",
        "goal": "Tablets werden\r\nzentral verwaltet.",
        "mep_phase": "",
        "remote": "yes",
        "urgency": "now",
        "visibility": "partners",
    } | changes


def test_the_guiding_questions_lead_to_a_need(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User
) -> None:
    client = sign_in(kusel_staff)
    page = client.get(f"{BASE}neu/").content.decode()
    assert page.count("Handreichung, Kapitel 4.1") == 4
    response = client.post(f"{BASE}neu/", entered())
    need = Need.objects.get()
    assert response.headers["Location"] == f"{BASE}{need.pk}/"
    assert stored_values(need) == {
        "task_area": "mdm",
        "aim": "relief",
        "goal": "Tablets werden\nzentral verwaltet.",
        # Where the task area usually belongs.
        "mep_phase": "service",
        "remote_suffices": True,
        "urgency": "now",
        "visibility": "partners",
    }
    assert (need.updated_by, need.municipality) == (kusel_staff, kusel)


@pytest.mark.parametrize("key", sorted(task_areas()))
def test_an_address_presets_the_task_area(sign_in: SignIn, kusel_staff: User, key: str) -> None:
    page = sign_in(kusel_staff).get(f"{BASE}neu/?task_area={key}").content.decode()
    assert f'value="{task_areas()[key].mep}" selected' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"task_area": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"task_area": "kaffee"}, "kaffee"),
        ({"aim": "kaffee"}, "kaffee"),
        ({"goal": "  "}, "Dieses Feld ist zwingend erforderlich."),
        ({"goal": "x" * 5000}, "höchstens 2.000 Zeichen"),
        ({"goal": "Schul\x00IT"}, "Nullzeichen sind nicht erlaubt"),
        ({"mep_phase": "kaffee"}, "kaffee"),
        ({"remote": "kaffee"}, "kaffee"),
        ({"visibility": ""}, "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_errors_keep_what_was_typed(
    sign_in: SignIn, kusel_staff: User, changes: dict[str, str], message: str
) -> None:
    response = sign_in(kusel_staff).post(f"{BASE}neu/", entered(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page.replace("2000", "2.000")
    assert 'value="now" checked' in page or 'value="now"' in page
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"task_area": "x"},
        {"aim": "x"},
        {"mep_phase": "x"},
        {"urgency": "x"},
        {"visibility": "x"},
        {"goal": " "},
    ],
)
def test_a_service_refuses_what_no_form_sends(describe: Describe, changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        describe(**changes)
    assert set(refused.value.message_dict) == set(changes)


def test_one_open_need_for_a_task_and_an_aim(describe: Describe, sign_in: SignIn, kusel_staff: User) -> None:
    first = describe(task_area="mdm", aim="relief")
    response = sign_in(kusel_staff).post(f"{BASE}neu/", entered())
    assert "hat Ihre Kommune schon einen offenen Bedarf" in response.content.decode()
    second = describe(task_area="mdm", aim="change")
    with pytest.raises(ValidationError) as refused:
        change_need(
            actor=kusel_staff,
            need=second,
            data=NeedData(**stored_values(second) | {"aim": "relief"}),
            expected_version=1,
        )
    assert "task_area" in refused.value.message_dict
    close_need(actor=kusel_staff, need=first)
    describe(task_area="mdm", aim="relief")
    with pytest.raises(ValidationError, match="inzwischen einen anderen offenen Bedarf"):
        reopen_need(actor=kusel_staff, need=first)


def test_a_dissolved_municipality_describes_nothing_new(
    describe: Describe, kusel: Municipality, sign_in: SignIn, kusel_staff: User
) -> None:
    kept = describe()
    Municipality.objects.filter(pk=kusel.pk).update(dissolved_as_of=date(2023, 11, 30))
    with pytest.raises(ValidationError, match="steht nicht mehr im amtlichen Verzeichnis"):
        describe(aim="change")
    client = sign_in(kusel_staff)
    assert client.get(f"{BASE}{kept.pk}/").status_code == 200
    assert "Bedarf beschreiben" not in client.get(BASE).content.decode()


def test_closing_asks_once_and_can_be_undone(
    describe: Describe, sign_in: SignIn, kusel_staff: User, stranger: User
) -> None:
    need = describe()
    client, address = sign_in(kusel_staff), f"{BASE}{need.pk}/erledigt/"
    assert "Ist dieser Bedarf erledigt?" in client.get(address).content.decode()
    client.post(address)
    need.refresh_from_db()
    assert not need.is_open
    assert need.goal not in sign_in(stranger).get("/bedarfe/").content.decode()
    assert need.goal in sign_in(stranger).get(BASE).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "Dieser Bedarf ist schon erledigt." in page
    assert (
        "Dieser Bedarf ist erledigt."
        in client.get(f"{BASE}{need.pk}/bearbeiten/", follow=True).content.decode()
    )
    assert "Bedarf wieder öffnen?" in client.get(address).content.decode()
    client.post(address, {"reopen": "1"})
    assert Need.objects.open().get() == need
    assert (
        "Dieser Bedarf ist noch offen." in client.post(address, {"reopen": "1"}, follow=True).content.decode()
    )


def test_closing_tells_somebody_who_edits(describe: Describe, kusel_staff: User) -> None:
    need = describe()
    close_need(actor=kusel_staff, need=need)
    with pytest.raises(EditConflict):
        change_need(actor=kusel_staff, need=need, data=NeedData(**stored_values(need)), expected_version=1)


def test_the_second_of_two_chooses_field_by_field(
    describe: Describe, sign_in: SignIn, kusel_staff: User
) -> None:
    need = describe(task_area="mdm", aim="relief", goal="Alt", remote_suffices=None)
    client, address = sign_in(kusel_staff), f"{BASE}{need.pk}/bearbeiten/"
    before = entered(goal="Alt", remote="open", urgency="soon", visibility="signed-in", version="1")
    assert client.post(address, before | {"goal": "Vom anderen", "remote": "no"}).status_code == 302
    mine = before | {"goal": "Von mir"}
    page = client.post(address, mine).content.decode()
    assert "Zwei Fassungen des Bedarfs" in page
    assert 'value="mine" id="mine-goal" checked' in page
    assert 'value="stored" id="stored-remote_suffices" checked' in page
    assert "choice_mep_phase" not in page
    chosen = {"choice_goal": "mine", "choice_remote_suffices": "stored", "version": "2"}
    assert client.post(address, mine | chosen).status_code == 302
    need.refresh_from_db()
    assert (need.goal, need.remote_suffices, need.version) == ("Von mir", False, 3)


def test_history_knows_every_version(describe: Describe, kusel_staff: User) -> None:
    need = describe()
    close_need(actor=kusel_staff, need=need)
    reopen_need(actor=kusel_staff, need=need)
    versions = need.events.order_by("pgh_id").values_list("version", flat=True)  # type: ignore[attr-defined]
    assert list(versions) == [1, 2, 3]


def test_other_peoples_municipality(kusel: Municipality, stranger: User, sign_in: SignIn) -> None:
    client = sign_in(stranger)
    for method in (client.get, client.post):
        assert method(f"{BASE}neu/", entered()).status_code == 403
    assert not Need.objects.exists()
