"""The page on which a cooperation changes its phase: what is open, why, and the log afterwards."""

from collections.abc import Callable

import pytest
from django.test import Client

from cooperations.models import Cooperation, Phase, PhaseChange
from cooperations.services import add_partner, save_answer
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.services import rate_factor
from workspace.services.phase_change import change_phase

PHASES = "/kooperationen/donnersberg/phasen/"
URL = f"{PHASES}wechsel/"
ON = {"phase": "implementation", "reason": "Die Kreistage haben zugestimmt.", "seen": "exploration"}
SignIn = Callable[[User], Client]


def phase() -> str:
    return Cooperation.objects.get(slug="donnersberg").phase


@pytest.mark.usefixtures("cooperation")
def test_the_coordination_moves_one_phase_on_and_back(
    sign_in: SignIn, coordinator: User, kusel_staff: User, stranger: User
) -> None:
    assert [sign_in(user).post(URL, ON).status_code for user in (stranger, kusel_staff)] == [404, 403]
    client = sign_in(coordinator)
    assert client.put(URL).status_code == 405
    page = client.get(URL).content.decode()
    assert "0 von 21" in page
    assert "Verstetigungsphase (" not in page
    jump = client.post(URL, ON | {"phase": "consolidation"}).content.decode()
    assert "keine gültige Auswahl" in jump
    assert phase() == "exploration"
    page = client.post(URL, ON, follow=True).content.decode()
    assert "Neue Phase: Realisierungs- und Umsetzungsphase." in page
    assert phase() == "implementation"
    back = {"phase": "exploration", "reason": "Ein Kreis zögert.", "seen": "implementation"}
    page = client.post(URL, back, follow=True).content.decode()
    assert page.index("Ein Kreis zögert.") < page.index("Die Kreistage haben zugestimmt.")
    assert phase() == "exploration"


@pytest.mark.usefixtures("cooperation")
def test_a_change_without_a_reason_is_refused_with_words(sign_in: SignIn, coordinator: User) -> None:
    page = sign_in(coordinator).post(URL, ON | {"reason": "  "}).content.decode()
    assert "Bitte begründen Sie den Wechsel." in page
    assert phase() == "exploration"
    assert not PhaseChange.objects.exists()


def test_what_is_open_is_shown_and_kept_and_never_blocks(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    halberstadt: Municipality,
    sign_in: SignIn,
) -> None:
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    kusel = cooperation.partners.get(municipality__ags="07336")
    for partner in (kusel, cooperation.partners.get(municipality__ags="07333")):
        save_answer(
            actor=coordinator,
            cooperation=cooperation,
            question_key="relief",
            text="Urlaub",
            expected_version=0,
            partner=partner,
        )
    save_answer(
        actor=coordinator,
        cooperation=cooperation,
        question_key="similar-needs",
        text="Nachbarkreise",
        expected_version=0,
    )
    for key, value in (
        ("clear-goals", "fulfilled"),
        ("topics-described", "started"),
        ("decision-makers", "na"),
    ):
        rate_factor(
            actor=coordinator,
            cooperation=cooperation,
            factor_key=key,
            value=value,
            evidence="",
            expected_version=0,
        )
    client = sign_in(coordinator)
    page = client.get(URL).content.decode()
    assert "Es fehlt Landkreis Kaiserslautern" in page
    assert "4 Erfolgsfaktoren im Quick Check nicht erfüllt" in page
    client.post(URL, ON)
    assert phase() == "implementation"
    log = PhaseChange.objects.get()
    assert (
        "Leitfrage: Was kostet uns allein zu viel Kraft? – es fehlt Landkreis Kaiserslautern"
        in log.open_items
    )
    assert sum(line.startswith("Quick Check: ") for line in log.open_items) == 4
    assert any(line.startswith("Quick Check: ") and line.endswith("– begonnen") for line in log.open_items)
    assert not any("Halberstadt" in line for line in log.open_items)
    shown = sign_in(kusel_staff).get(PHASES).content.decode()
    for words in (
        f"Damals noch offen: {len(log.open_items)}",
        "Schul-IT Donnersbergkreis",
        "Die Kreistage haben zugestimmt.",
        log.open_items[0],
    ):
        assert words in shown
    # As they were: an answer that is given later changes nothing in the log.
    save_answer(
        actor=coordinator,
        cooperation=cooperation,
        question_key="relief",
        text="Urlaub",
        expected_version=0,
        partner=cooperation.partners.get(municipality__ags="07335"),
    )
    assert PhaseChange.objects.get().open_items == log.open_items


@pytest.mark.usefixtures("cooperation")
def test_the_second_of_two_is_told_and_keeps_the_reason(
    sign_in: SignIn, coordinator: User, cooperation: Cooperation
) -> None:
    for to in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        change_phase(actor=coordinator, cooperation=cooperation, phase=to, reason="Wir sind weiter.")
    page = sign_in(coordinator).post(URL, ON).content.decode()
    assert "Inzwischen hat jemand die Phase gewechselt: zu „Verstetigungsphase“." in page
    assert "Die Kreistage haben zugestimmt." in page
    assert 'name="seen" value="consolidation"' in page
    assert phase() == "consolidation"


@pytest.mark.usefixtures("cooperation")
@pytest.mark.parametrize("reason", ["Die Kreistage haben zugestimmt.", ""])
def test_a_second_click_is_told_what_happened_and_not_that_a_choice_is_invalid(
    sign_in: SignIn, coordinator: User, reason: str
) -> None:
    client = sign_in(coordinator)
    client.post(URL, ON)
    page = client.post(URL, {**ON, "reason": reason}).content.decode()
    assert "Inzwischen hat jemand die Phase gewechselt: zu „Realisierungs- und Umsetzungsphase“." in page
    assert "keine gültige Auswahl" not in page
    assert "implementation ist" not in page
    assert 'name="seen" value="implementation"' in page
    assert reason in page
    assert "checked" not in page
    assert PhaseChange.objects.count() == 1


def test_the_timeline_tells_when_each_phase_began(
    sign_in: SignIn, coordinator: User, cooperation: Cooperation
) -> None:
    client = sign_in(coordinator)
    assert "Die Kooperation hat die Phase noch nicht gewechselt." in client.get(PHASES).content.decode()
    for to in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        change_phase(actor=coordinator, cooperation=cooperation, phase=to, reason="Wir sind weiter.")
    page = client.get(PHASES).content.decode()
    assert page.count("abgeschlossen · begonnen am ") == 2
    assert page.count("aktuelle Phase · seit ") == 1
    change_phase(actor=coordinator, cooperation=cooperation, phase=Phase.IMPLEMENTATION, reason="Zurück.")
    page = client.get(PHASES).content.decode()
    assert page.count("abgeschlossen · begonnen am ") == 1
    assert page.count("steht bevor") == 1
