"""Changing a cooperation's data, alone and two at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperations.model_checks import unknown_forms
from cooperations.models import Cooperation
from ikz.accounts.models import User

URL = "/kooperationen/donnersberg/bearbeiten/"
SignIn = Callable[[User], Client]


def entered(cooperation: Cooperation, **changes: Any) -> dict[str, Any]:
    return {
        "title": cooperation.title,
        "subtitle": cooperation.subtitle,
        "goals": "\n".join(cooperation.goals),
        "motives": "\n".join(cooperation.motives),
        "model_keys": cooperation.model_keys,
        "task_areas": cooperation.task_areas,
        "mep_phases": cooperation.mep_phases,
        "legal_basis": cooperation.legal_basis,
        "duration": cooperation.duration,
        "ends_on": "",
        "build_up_from": "09/2022",
        "build_up_to": "03/2023",
        "version": cooperation.version,
    } | changes


def test_the_coordination_changes_the_data(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client = sign_in(coordinator)
    assert "09/2022" in client.get(URL).content.decode()
    response = client.post(URL, entered(cooperation, subtitle="Neu"))
    assert response.status_code == 302
    cooperation.refresh_from_db()
    assert (cooperation.subtitle, cooperation.version) == ("Neu", 2)


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_nothing_and_staff_may_not(
    sign_in: SignIn,
    cooperation: Cooperation,
    stranger: User,
    kusel_staff: User,
    supervisor: User,
    method: str,
) -> None:
    data = entered(cooperation, subtitle="Fremd")
    statuses = [
        getattr(sign_in(user), method)(URL, data).status_code for user in (stranger, kusel_staff, supervisor)
    ]
    assert statuses == [404, 403, 404 if method == "get" else 403]
    cooperation.refresh_from_db()
    assert cooperation.subtitle == ""


def test_errors_keep_what_was_typed(sign_in: SignIn, cooperation: Cooperation, coordinator: User) -> None:
    response = sign_in(coordinator).post(URL, entered(cooperation, title="", subtitle="Bleibt"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Dieses Feld ist zwingend erforderlich." in page
    assert 'value="Bleibt"' in page


def test_the_second_of_two_chooses_field_by_field(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client = sign_in(coordinator)
    mine = entered(cooperation, subtitle="Meiner", legal_basis="§ 13 KomZG")
    client.post(URL, entered(cooperation, subtitle="Der andere", goals="Ein anderes Ziel"))
    page = client.post(URL, mine).content.decode()
    assert "Zwei Fassungen der Angaben" in page
    assert all(text in page for text in ("Meiner", "Der andere", "Ein anderes Ziel", "§ 13 KomZG"))
    # What only the other changed is offered as stored, what this person changed as theirs.
    assert 'value="stored" id="stored-goals" checked' in page
    assert 'value="mine" id="mine-subtitle" checked' in page
    assert "choice_title" not in page
    chosen = {
        "choice_goals": "stored",
        "choice_subtitle": "mine",
        "choice_legal_basis": "mine",
        "version": "2",
    }
    assert client.post(URL, mine | chosen).status_code == 302
    cooperation.refresh_from_db()
    assert cooperation.subtitle == "Meiner"
    assert cooperation.goals == ["Ein anderes Ziel"]
    assert cooperation.legal_basis == "§ 13 KomZG"


def test_a_third_version_in_between_is_shown_again(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client = sign_in(coordinator)
    mine = entered(cooperation, subtitle="Meiner")
    client.post(URL, entered(cooperation, subtitle="Zweiter"))
    client.post(URL, entered(cooperation, subtitle="Dritter", version=2))
    page = client.post(URL, mine | {"choice_subtitle": "mine", "version": "2"}).content.decode()
    assert "Dritter" in page
    assert "Meiner" in page
    cooperation.refresh_from_db()
    assert cooperation.subtitle == "Dritter"


def test_a_form_unknown_to_the_land_is_named_and_kept(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client = sign_in(coordinator)
    sentence = "GmbH, Rheinland-Pfalz: Zu dieser Form liegt für dieses Land keine Angabe vor."
    assert "Zu dieser Form liegt" not in client.get(URL).content.decode()
    chosen = entered(cooperation, model_keys=["informal", "mandating", "limited-company"])
    # Refused for another reason, the choice stays and the hint stands beside it.
    page = client.post(URL, chosen | {"title": ""}).content.decode()
    assert page.count(sentence) == 1
    page = client.post(URL, chosen, follow=True).content.decode()
    assert f"Bitte prüfen: {sentence}" in page
    assert "Die Änderungen sind gespeichert." in page
    cooperation.refresh_from_db()
    assert "limited-company" in cooperation.model_keys
    page = client.get(URL).content.decode()
    assert page.count("Zu dieser Form liegt") == 1
    # Said once, it is not said again with every change.
    again = entered(cooperation, subtitle="Neu")
    assert "Bitte prüfen:" not in client.post(URL, again, follow=True).content.decode()


def test_forms_are_looked_up_in_every_land_of_the_partners() -> None:
    assert unknown_forms(["informal", "mandating", "unheard-of"], ["07", "06"]) == []
    found = unknown_forms(["public-institution"], ["15", "07"])
    assert [sentence.rpartition(", ")[2] for sentence in found] == [
        "Sachsen-Anhalt: Zu dieser Form liegt für dieses Land keine Angabe vor."
    ]
    assert "Stadtstaat" in unknown_forms(["special-purpose-association"], ["11"])[0]
