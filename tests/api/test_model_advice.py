"""The model advice by API: computed for everybody, stored by nobody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cooperations import catalog
from cooperations.models import ModelAdvice
from cooperations.services.law_notes import LawNoteData, enter_law_note
from ikz.accounts.models import User

pytestmark = pytest.mark.django_db

URL = "/api/v1/model-advice/"
MANDATE = {"binding_wanted": "contract", "transfer_scope": "execution-only", "capacity_gap": "one-stronger"}


def ask(client: Client, data: Any, status: int = 200) -> dict[str, Any]:
    response = client.post(URL, data, content_type="application/json")
    assert response.status_code == status, response.content
    answer: dict[str, Any] = response.json()
    return answer


def test_forms_are_ranked_with_reasons_and_sources(client: Client) -> None:
    answer = ask(client, {"land": "07", "answers": MANDATE})
    assert [row["model"] for row in answer["recommended"]] == ["mandating", "delegating", "shared-facility"]
    reason = answer["recommended"][0]["reasons"][1]
    assert reason["text"].startswith("Beim Mandat erledigt eine Kommune die Arbeit")
    assert reason["source"] == "Handreichung, Kapitel 3.2"
    assert reason["effect"] == "for"
    assert reason["questions"] == ["transfer_scope"]
    listed = [
        row["model"] for name in ("recommended", "additions", "possible", "ruled_out") for row in answer[name]
    ]
    assert sorted(listed) == sorted(catalog.models())


def test_what_is_ruled_out_says_why(client: Client) -> None:
    answer = ask(client, {"answers": {"binding_wanted": "none"}})
    ruled_out = {row["model"]: row["reasons"] for row in answer["ruled_out"]}
    assert {reason["effect"] for reason in ruled_out["special-purpose-association"]} == {"rules-out"}
    assert answer["supervision"] == []


def test_additions_and_ways_out(client: Client) -> None:
    combined = ask(client, {"answers": {**MANDATE, "shared_facility": "yes"}})
    assert [row["model"] for row in combined["additions"]] == ["shared-facility"]
    stuck = ask(client, {"answers": {"binding_wanted": "none", "transfer_scope": "whole-task-area"}})
    assert stuck["recommended"] == []
    assert {row["question"] for row in stuck["ways_out"]} == {"binding_wanted", "transfer_scope"}
    assert all(row["recommended"] for row in stuck["ways_out"])


def test_the_same_answers_differ_in_supervision_by_land(client: Client) -> None:
    palatinate = ask(client, {"land": "07", "answers": MANDATE})
    hesse = ask(client, {"land": "06", "answers": MANDATE})
    assert palatinate["recommended"] == hesse["recommended"]
    here, there = palatinate["supervision"][0], hesse["supervision"][0]
    assert here["model"] == there["model"] == "mandating"
    assert (here["requirement"], here["section"]) == ("approval_conditional", "§ 12 Abs. 2 KomZG")
    assert (there["requirement"], there["label"]) == ("notification", "Anzeige genügt")
    assert here["to_check"]
    assert "Ob eine Genehmigung nötig ist, hängt von einer Bedingung ab." in here["doubts"]
    assert there["sources"][0]["title"] == "§ 26 KGG Hessen"
    assert [row["model"] for row in palatinate["supervision"]] == [
        row["model"] for row in palatinate["recommended"]
    ]


def test_additions_have_their_duty_too(client: Client) -> None:
    answer = ask(client, {"land": "07", "answers": {**MANDATE, "shared_facility": "yes"}})
    assert [row["model"] for row in answer["supervision"]] == [
        row["model"] for name in ("recommended", "additions") for row in answer[name]
    ]
    assert answer["supervision"][-1]["model"] == "shared-facility"


def test_notes_of_the_administration_stand_beside_what_is_due(client: Client, administrator: User) -> None:
    for model_key in ("", "mandating"):
        data = LawNoteData(
            land="07",
            topic="supervision",
            model_key=model_key,
            text=f"Hinweis zu {model_key or 'allen'}",
            source="Rundschreiben 4/2026",
            dated_on=date(2026, 3, 14),
        )
        enter_law_note(actor=administrator, data=data)
    answer = ask(client, {"land": "07", "answers": MANDATE})
    notes = {row["model"]: [note["text"] for note in row["notes"]] for row in answer["supervision"]}
    assert sorted(notes["mandating"]) == ["Hinweis zu allen", "Hinweis zu mandating"]
    assert notes["delegating"] == ["Hinweis zu allen"]
    assert answer["supervision"][0]["notes"][0]["source"] == "Rundschreiben 4/2026"
    assert answer["supervision"][0]["notes"][0]["dated_on"] == "2026-03-14"
    elsewhere = ask(client, {"land": "06", "answers": MANDATE})
    assert all(row["notes"] == [] for row in elsewhere["supervision"])


def test_nothing_known_is_a_thing_to_check(client: Client) -> None:
    answer = ask(client, {"land": "07", "answers": {"private_partners": "yes"}})
    duty = next(row for row in answer["supervision"] if row["model"] == "cooperative")
    assert (duty["requirement"], duty["label"], duty["to_check"]) == ("unknown", "Bitte prüfen", True)
    assert duty["doubts"]


@pytest.mark.parametrize(
    "data", [{}, {"land": "", "answers": {}}, {"land": None, "answers": {"duration": None}}]
)
def test_open_questions_leave_everything_possible(client: Client, data: dict[str, Any]) -> None:
    assert len(ask(client, data)["possible"]) == 10


def test_what_does_not_exist_is_named_at_its_field(client: Client) -> None:
    answer = ask(client, {"land": "99", "answers": {"weather": "rain", "duration": "immer"}}, status=400)
    assert answer["land"] == ["Dieses Land gibt es nicht."]
    assert answer["answers"] == {
        "weather": ["Diese Frage gibt es nicht."],
        "duration": ["Diese Antwort gibt es nicht."],
    }
    assert "answers" in ask(client, {"answers": "contract"}, status=400)
    assert "answers" in ask(client, {"answers": {"duration": ["years"]}}, status=400)
    assert client.post(URL, "{", content_type="application/json").status_code == 400
    nothing = client.post(URL, "null", content_type="application/json")
    assert (nothing.status_code, nothing.json()) == (400, {"detail": ["Die Anfrage enthält keine Daten."]})


def test_everybody_computes_and_nothing_is_stored(
    supervisor: User, coordinator: User, call_as: Callable[[User], Client]
) -> None:
    for user in (supervisor, coordinator):
        assert ask(call_as(user), {"land": "07", "answers": MANDATE})["recommended"]
    assert not ModelAdvice.objects.exists()


def test_only_post(client: Client) -> None:
    assert client.get(URL).status_code == 405
    assert client.put(URL).status_code == 405
