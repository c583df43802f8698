"""Guiding questions by API: everybody of the cooperation reads, each partner answers for itself."""

from typing import Any

from pytest_django import DjangoAssertNumQueries

from cooperations.models import Cooperation, GuidingAnswer
from ikz.accounts.models import User
from tests.api.conftest import Caller

ADDRESS = "/api/v1/cooperations/donnersberg/phases/"
JSON = "application/json"


def answer(question: str = "relief", **changes: Any) -> dict[str, Any]:
    return {"question": question, "text": "Zu viele Tickets", "version": 0, "partner": "07336", **changes}


def stored(phases: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    questions = [q for phase in phases for step in phase["steps"] for q in step["questions"]]
    found: list[dict[str, Any]] = next(q["answers"] for q in questions if q["key"] == key)
    return found


def test_own_answer_is_stored_and_seen_by_the_others(
    cooperation: Cooperation, kusel_staff: User, kaiserslautern_staff: User, call_as: Caller
) -> None:
    response = call_as(kusel_staff).put(ADDRESS, answer(), content_type=JSON)
    assert response.status_code == 200
    assert response.json()["version"] == 1
    phases = call_as(kaiserslautern_staff).get(ADDRESS).json()
    assert [phase["key"] for phase in phases] == ["exploration", "implementation", "consolidation"]
    assert [phase["current"] for phase in phases] == [True, False, False]
    assert [(row["partner"], row["text"]) for row in stored(phases, "relief")] == [
        ("07336", "Zu viele Tickets")
    ]


def test_common_answer_belongs_to_the_coordination(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, call_as: Caller
) -> None:
    common = answer("similar-needs", partner=None)
    assert call_as(kusel_staff).put(ADDRESS, common, content_type=JSON).status_code == 403
    response = call_as(coordinator).put(ADDRESS, common, content_type=JSON)
    assert response.json()["partner"] is None


def test_nobody_answers_for_another_partner(
    cooperation: Cooperation, kusel_staff: User, stranger: User, call_as: Caller
) -> None:
    other = answer(partner="07335")
    assert call_as(kusel_staff).put(ADDRESS, other, content_type=JSON).status_code == 403
    assert call_as(stranger).put(ADDRESS, other, content_type=JSON).status_code == 404
    assert not GuidingAnswer.objects.exists()


def test_conflict_shows_the_stored_answer(
    cooperation: Cooperation, kusel_staff: User, call_as: Caller
) -> None:
    program = call_as(kusel_staff)
    program.put(ADDRESS, answer(), content_type=JSON)
    response = program.put(ADDRESS, answer(text="Anderes"), content_type=JSON)
    assert response.status_code == 409
    assert response.json()["current"]["text"] == "Zu viele Tickets"
    assert response.json()["submitted"] == "Anderes"


def test_wrong_fields_are_named(cooperation: Cooperation, kusel_staff: User, call_as: Caller) -> None:
    program = call_as(kusel_staff)
    for wrong, field, message in (
        (answer("unbekannt"), "question", "Diese Leitfrage gibt es nicht."),
        (answer(partner="15085135"), "partner", "Diese Kommune ist nicht Partner der Kooperation."),
        (answer(partner=None), "text", "Diese Leitfrage wird anders beantwortet: je Partner oder gemeinsam."),
    ):
        response = program.put(ADDRESS, wrong, content_type=JSON)
        assert response.status_code == 400
        assert response.json()[field] == [message]


def test_number_of_answers_costs_no_queries(
    cooperation: Cooperation,
    coordinator: User,
    call_as: Caller,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    program = call_as(coordinator)
    program.get(ADDRESS)  # notes the day of the token's first use
    for keys in (("07336",), ("07333", "07335")):
        for key in keys:
            for question in ("relief", "concrete-aim", "mep-phase"):
                program.put(ADDRESS, answer(question, partner=key), content_type=JSON)
        # Token, cooperation, answers with their partners.
        with django_assert_num_queries(3):
            program.get(ADDRESS)
