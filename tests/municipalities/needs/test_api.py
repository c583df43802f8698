"""Needs by program: the same rows, rules and words as on the pages."""

from typing import Any

import pytest

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Municipality, Need
from municipalities.services import close_need
from tests.api.conftest import Caller, call_as
from tests.municipalities.needs.conftest import Describe

__all__ = ["call_as"]
LIST = "/api/v1/needs/"
JSON = "application/json"


def new_one(**changes: Any) -> dict[str, Any]:
    return {"municipality": "07336", "task_area": "mdm", "aim": "relief", "goal": "Ein MDM"} | changes


def test_a_program_describes_reads_and_changes(
    kusel: Municipality, kusel_staff: User, call_as: Caller
) -> None:
    program = call_as(kusel_staff)
    made = program.post(LIST, new_one(), content_type=JSON)
    assert made.status_code == 201
    row = program.get(made.headers["Location"]).json()
    assert row["mep_phase"] == "service"
    assert (row["municipality"], row["municipality_name"], row["open"]) == ("07336", "Landkreis Kusel", True)
    change = {"version": 1, "remote_suffices": True, "mep_phase": "procurement"}
    changed = program.patch(made.headers["Location"], change, content_type=JSON).json()
    assert (changed["goal"], changed["remote_suffices"], changed["mep_phase"], changed["version"]) == (
        "Ein MDM",
        True,
        "procurement",
        2,
    )
    late = program.patch(made.headers["Location"], change, content_type=JSON)
    assert late.status_code == 409
    assert late.json()["current"]["version"] == 2


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"municipality": "99999"}, "municipality", "Unbekannter amtlicher Schlüssel: 99999."),
        ({"task_area": "kaffee"}, "task_area", "Diesen Aufgabenbereich gibt es nicht."),
        ({"mep_phase": "kaffee"}, "mep_phase", "Diese Phase der Medienentwicklungsplanung gibt es nicht."),
        ({"goal": ""}, "goal", "Dieses Feld darf nicht leer sein."),
        ({"goal": "a\x00b"}, "goal", "Nullzeichen sind nicht erlaubt."),
        ({"goal": "x" * 5000}, "goal", "nicht mehr als 2000 Zeichen"),
    ],
)
def test_errors_name_the_field(
    kusel: Municipality, kusel_staff: User, call_as: Caller, changes: dict[str, str], field: str, message: str
) -> None:
    response = call_as(kusel_staff).post(LIST, new_one(**changes), content_type=JSON)
    assert response.status_code == 400
    assert list(response.json()) == [field]
    assert message.rstrip(".") in " ".join(response.json()[field])
    assert not Need.objects.exists()


def test_only_for_the_own_municipality(
    cooperation: Cooperation, describe: Describe, coordinator: User, supervisor: User, call_as: Caller
) -> None:
    need = describe(visibility="partners")
    for user, statuses in ((coordinator, (403, 403)), (supervisor, (403, 403))):
        program = call_as(user)
        assert program.post(LIST, new_one(), content_type=JSON).status_code == statuses[0]
        change = {"version": 1, "goal": "Fremd"}
        assert program.patch(f"{LIST}{need.pk}/", change, content_type=JSON).status_code == statuses[1]
    need.refresh_from_db()
    assert need.goal != "Fremd"


def test_a_second_open_need_is_refused(describe: Describe, kusel_staff: User, call_as: Caller) -> None:
    describe(task_area="mdm", aim="relief")
    response = call_as(kusel_staff).post(LIST, new_one(), content_type=JSON)
    assert "hat Ihre Kommune schon einen offenen Bedarf" in response.json()["task_area"][0]


def test_lists_are_narrowed(
    describe: Describe,
    kusel_staff: User,
    stranger: User,
    halberstadt: Municipality,
    call_as: Caller,
) -> None:
    describe(task_area="mdm", aim="relief", goal="Tablets")
    close_need(actor=kusel_staff, need=describe(task_area="training", aim="change"))
    describe(stranger, halberstadt, task_area="mdm", aim="change", visibility="own")
    describe(stranger, halberstadt, task_area="networks", remote_suffices=False)
    program = call_as(kusel_staff)

    def areas(query: str) -> set[str]:
        rows = program.get(f"{LIST}?{query}").json()["results"]
        return {f"{row['municipality']} {row['task_area']}" for row in rows}

    assert areas("") == {"07336 mdm", "07336 training", "15085135 networks"}
    assert areas("municipality=07336") == {"07336 mdm", "07336 training"}
    assert areas("task_area=mdm") == {"07336 mdm"}
    assert areas("aim=change&state=closed") == {"07336 training"}
    assert areas("land=15") == areas("remote=no") == areas("search=halberst") == {"15085135 networks"}
    assert areas("search=tablet") == {"07336 mdm"}
    for query in ("task_area=x", "municipality=%00", "land=99", "search=%00"):
        assert program.get(f"{LIST}?{query}").status_code == 400, query


def test_half_a_document_is_refused_in_german(kusel_staff: User, call_as: Caller) -> None:
    answer = call_as(kusel_staff).post(LIST, b'{"goal": ', content_type=JSON)
    assert answer.status_code == 400
    assert answer.json() == {"detail": "Die Anfrage ist nicht lesbar. Erwartet wird gültiges JSON."}
