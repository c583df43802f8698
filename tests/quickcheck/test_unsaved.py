"""The public Quick Check: open to everybody, and nothing is stored."""

from collections.abc import Callable

from django.test import Client

from ikz.accounts.models import User
from quickcheck import catalog
from quickcheck.models import Rating

ADDRESS = "/quickcheck/"


def send(client: Client, data: dict[str, str]) -> str:
    response = client.post(ADDRESS, data)
    assert response.status_code == 200
    return response.content.decode()


def test_it_asks_for_twelve_factors_without_an_account(client: Client, db: None) -> None:
    html = client.get(ADDRESS).content.decode()
    assert html.count("<fieldset") == 12
    assert html.count('type="radio"') == 60
    assert "<textarea" not in html


def test_the_result_shows_numbers_chart_and_next_steps(client: Client, db: None) -> None:
    values = dict.fromkeys(catalog.factors(), "fulfilled")
    values |= {"clear-goals": "mostly", "prerequisites": "open", "decision-makers": "na"}
    html = send(client, values)
    assert "<strong>9 von 11</strong>" in html
    assert "<strong>88 %</strong>" in html
    assert "Erfolgsfaktoren nach Phasen" in html
    steps = html[html.index("Was als Nächstes hilft") : html.index("ikz-print-only")]
    assert steps.index(catalog.factors()["prerequisites"].title) < steps.index(
        catalog.factors()["clear-goals"].title
    )
    assert catalog.factors()["prerequisites"].evidence_hint in steps
    assert catalog.factors()["decision-makers"].title not in steps
    assert not Rating.objects.exists()
    assert "sessionid" not in client.cookies


def test_what_was_chosen_stays_chosen(client: Client, db: None) -> None:
    html = send(client, {"clear-goals": "started"})
    assert html.count(" checked") == 1


def test_nothing_rated_and_nothing_applicable_are_explained(client: Client, db: None) -> None:
    assert "Bitte bewerten Sie mindestens einen Faktor." in send(client, {})
    assert "Bitte wählen Sie eine der fünf Bewertungen." in send(client, {"clear-goals": "vielleicht"})
    html = send(client, dict.fromkeys(catalog.factors(), "na"))
    assert "Alle Faktoren sind als „nicht zutreffend“ bewertet" in html
    everything = send(client, dict.fromkeys(catalog.factors(), "fulfilled"))
    assert "Alle Faktoren, die zutreffen, sind erfüllt." in everything


def test_supervision_may_compute(supervisor: User, sign_in: Callable[[User], Client]) -> None:
    assert "<strong>1 von 12</strong>" in send(sign_in(supervisor), {"clear-goals": "fulfilled"})
