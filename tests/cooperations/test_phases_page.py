"""The guiding questions: who reads, who answers, and two at the same answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.models import Cooperation, GuidingAnswer
from cooperations.services import add_partner, save_answer
from ikz.accounts.models import User
from municipalities.models import Municipality

BASE = "/kooperationen/donnersberg/"
PHASES = f"{BASE}phasen/"
COMMON = f"{PHASES}antwort/similar-needs/"
OWN = f"{PHASES}antwort/relief/?kommune=07336"
OTHER = f"{PHASES}antwort/relief/?kommune=07333"
HTMX = {"HX-Request": "true"}
SignIn = Callable[[User], Client]


def stored(question_key: str) -> list[str]:
    return list(GuidingAnswer.objects.filter(question_key=question_key).values_list("text", flat=True))


@pytest.mark.usefixtures("cooperation")
def test_the_page_leads_through_a_phase(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    page = client.get(PHASES).content.decode()
    assert "Was kostet uns allein zu viel Kraft?" in page
    assert "Handreichung, Kapitel 4.1.1" in page
    assert "0 von 21" in page
    later = client.get(PHASES, {"phase": "consolidation"}).content.decode()
    assert "Leitfaden Daseinsvorsorge, Kapitel 3.3" in later
    assert client.get(PHASES, {"phase": "unsinn"}).status_code == 404


@pytest.mark.usefixtures("cooperation")
def test_strangers_find_nothing_and_the_supervision_neither(
    sign_in: SignIn, stranger: User, supervisor: User, coordinator: User
) -> None:
    for url in (PHASES, COMMON, OWN):
        assert sign_in(stranger).get(url).status_code == 404
        assert sign_in(supervisor).get(url).status_code == 404
    assert sign_in(stranger).post(OWN, {"text": "x", "version": 0}).status_code == 404
    assert sign_in(supervisor).post(OWN, {"text": "x", "version": 0}).status_code == 403
    assert sign_in(coordinator).post(PHASES).status_code == 405
    assert sign_in(coordinator).put(COMMON).status_code == 405
    assert not GuidingAnswer.objects.exists()


@pytest.mark.usefixtures("cooperation")
def test_staff_answer_for_their_own_municipality(sign_in: SignIn, kusel_staff: User) -> None:
    client = sign_in(kusel_staff)
    page = client.get(PHASES).content.decode()
    assert 'id="antwort-relief-07336-text"' in page
    assert "antwort-relief-07333-text" not in page
    assert "antwort-similar-needs-text" not in page
    response = client.post(OWN, {"text": "Der Vor-Ort-Support", "version": 0})
    assert response.headers["Location"].endswith("#antwort-relief-07336")
    page = client.get(response.headers["Location"]).content.decode()
    assert "Der Vor-Ort-Support" in page
    assert "Gespeichert" in page
    assert "Zuletzt geändert von Schul-IT Landkreis Kusel" in page
    for url in (COMMON, OTHER):
        assert client.get(url).status_code == 403
        assert client.post(url, {"text": "x", "version": 0}).status_code == 403


@pytest.mark.usefixtures("cooperation")
def test_the_coordination_answers_everything(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    for url in (COMMON, OWN, OTHER):
        assert client.post(url, {"text": "Antwort", "version": 0}).status_code == 302
    assert GuidingAnswer.objects.count() == 3


@pytest.mark.usefixtures("cooperation")
@pytest.mark.parametrize(
    "url",
    [
        f"{PHASES}antwort/unsinn/",
        f"{PHASES}antwort/relief/",
        f"{PHASES}antwort/relief/?kommune=99999",
        f"{PHASES}antwort/similar-needs/?kommune=07336",
    ],
)
def test_a_question_that_is_not_asked_this_way_does_not_exist(
    sign_in: SignIn, coordinator: User, url: str
) -> None:
    assert sign_in(coordinator).post(url, {"text": "x", "version": 0}).status_code == 404


def test_the_invited_read_and_answer_after_confirming(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    client = sign_in(stranger)
    page = client.get(PHASES).content.decode()
    assert "sobald Ihre Kommune die Einladung bestätigt hat" in page
    assert "<textarea" not in page
    url = f"{PHASES}antwort/relief/?kommune=15085135"
    assert client.post(url, {"text": "x", "version": 0}).status_code == 403


@pytest.mark.usefixtures("cooperation")
def test_htmx_gets_the_card_alone_and_announces(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    form = client.get(COMMON, headers=HTMX).content.decode()
    assert "<html" not in form
    assert "<textarea" in form
    response = client.post(COMMON, {"text": "Die Nachbarn", "version": 0}, headers=HTMX)
    card = response.content.decode()
    assert response.headers["Vary"].count("HX-Request") == 1
    assert 'data-announce="Antwort gespeichert."' in card
    assert 'hx-swap-oob="true"' in card
    assert "1 von 21" in card
    back = client.get(f"{COMMON}?ansicht=lesen", headers=HTMX).content.decode()
    assert "Die Nachbarn" in back
    assert "<textarea" not in back


@pytest.mark.usefixtures("cooperation")
@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("text", "answer"), [("", "Bitte schreiben Sie eine Antwort."), ("x" * 8001, "Die Antwort ist zu lang")]
)
def test_errors_keep_what_was_typed(
    sign_in: SignIn, coordinator: User, headers: dict[str, Any], text: str, answer: str
) -> None:
    response = sign_in(coordinator).post(COMMON, {"text": text, "version": 0}, headers=headers)
    page = response.content.decode()
    assert response.status_code == 200
    assert answer in page
    assert text in page
    assert not GuidingAnswer.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_second_sees_both_versions_and_chooses(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User, headers: dict[str, Any]
) -> None:
    own = cooperation.partners.get(municipality__ags="07336")
    answer: dict[str, Any] = {"cooperation": cooperation, "question_key": "relief", "partner": own}
    save_answer(actor=kusel_staff, text="Fassung der Kommune", expected_version=0, **answer)
    client = sign_in(coordinator)
    page = client.post(OWN, {"text": "Meine Fassung", "version": 0}, headers=headers).content.decode()
    assert "Diese Antwort wurde inzwischen geändert" in page
    assert "Fassung der Kommune" in page
    assert "Meine Fassung" in page
    assert 'name="version" value="1"' in page
    assert stored("relief") == ["Fassung der Kommune"]

    merging = {"text": "Meine Fassung", "version": 1, "wahl": "zusammen"}
    page = client.post(OWN, merging, headers=headers).content.decode()
    assert "Meine Fassung\n\nFassung der Kommune</textarea>" in page
    assert stored("relief") == ["Fassung der Kommune"]

    kept = client.post(OWN, {"text": "Meine Fassung", "version": 1, "wahl": "gespeicherte"}, headers=headers)
    assert kept.status_code == (200 if headers else 302)
    assert stored("relief") == ["Fassung der Kommune"]

    client.post(OWN, {"text": "Meine Fassung", "version": 1, "wahl": "meine"}, headers=headers)
    assert stored("relief") == ["Meine Fassung"]


def test_an_answer_changed_again_during_the_choice_is_shown_again(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    answer: dict[str, Any] = {
        "actor": coordinator,
        "cooperation": cooperation,
        "question_key": "similar-needs",
    }
    save_answer(text="Erste", expected_version=0, **answer)
    save_answer(text="Dritte", expected_version=1, **answer)
    response = sign_in(coordinator).post(COMMON, {"text": "Zweite", "version": 1, "wahl": "meine"})
    page = response.content.decode()
    assert "Dritte" in page
    assert "Zweite" in page
    assert stored("similar-needs") == ["Dritte"]


@pytest.mark.usefixtures("cooperation")
def test_only_questions_without_answers(sign_in: SignIn, coordinator: User) -> None:
    client = sign_in(coordinator)
    client.post(COMMON, {"text": "Die Nachbarn", "version": 0})
    page = client.get(PHASES, {"offen": "1"}).content.decode()
    assert "sucht dasselbe" not in page
    assert "Was kostet uns allein zu viel Kraft?" in page


def test_as_many_queries_with_many_answers(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    client = sign_in(coordinator)
    # Session and account, the cooperation with its partners, the own municipalities, coordination, the answers,
    # transitions, self-evaluations and when the next is due.
    with django_assert_num_queries(10):
        client.get(PHASES)
    for partner in cooperation.partners.all():
        for key in ("relief", "concrete-aim", "mep-phase"):
            save_answer(
                actor=coordinator,
                cooperation=cooperation,
                question_key=key,
                partner=partner,
                text="Antwort",
                expected_version=0,
            )
    with django_assert_num_queries(10):
        client.get(PHASES)
