"""The pages of a cooperation's Quick Check, with HTMX and without."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperations.models import Cooperation, Partner
from ikz.accounts.models import User
from municipalities.models import Kind
from municipalities.services import register_municipality
from quickcheck.models import Rating
from tests.quickcheck.conftest import Rate

SHEET = "/kooperationen/donnersberg/quickcheck/"
COMPARISON = f"{SHEET}vergleich/"
FACTOR = f"{SHEET}faktor/clear-goals/"
HTMX = {"HX-Request": "true"}
SignIn = Callable[[User], Client]


def entry(**changes: str) -> dict[str, str]:
    return {"value": "mostly", "evidence": "Zielpapier", "version": "0", **changes}


@pytest.fixture
def visit(cooperation: Cooperation, coordinator: User, sign_in: SignIn) -> Client:
    return sign_in(coordinator)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_sheet_shows_twelve_factors_and_where_one_stands(visit: Client, rate: Rate) -> None:
    rate("clear-goals", "fulfilled", "Zielpapier vom März")
    rate("topics-described", "na")
    html = text(visit, SHEET)
    assert html.count('<article class="ikz-factor"') == 12
    assert "<strong>1 von 11</strong>" in html
    assert "<strong>9 %</strong> der Punkte" in html
    assert "10 Faktoren sind noch nicht bewertet" in html
    assert "1 Faktor trifft nicht zu" in html
    assert "Zielpapier vom März" in html
    assert "durch Schul-IT Donnersbergkreis" in html
    assert html.count("<svg") >= 1
    assert "erfüllt 1 von 5" in html


def test_where_nothing_applies_the_page_explains(visit: Client, cooperation: Cooperation, rate: Rate) -> None:
    from quickcheck import catalog

    for key in catalog.factors():
        rate(key, "na")
    assert "Alle Faktoren sind als „nicht zutreffend“ bewertet" in text(visit, SHEET)
    assert cooperation.ratings.count() == 12


def test_without_javascript_a_form_stores_and_returns_to_the_factor(visit: Client) -> None:
    response = visit.post(FACTOR, entry())
    assert response.status_code == 302
    assert response["Location"] == f"{SHEET}?sicht=gesamt#faktor-1"
    assert Rating.objects.get().value == "mostly"
    assert "Faktor 1 ist gespeichert: weitgehend erfüllt." in text(visit, SHEET)


def test_htmx_gets_the_factor_and_the_new_numbers(visit: Client) -> None:
    response = visit.post(FACTOR, entry(value="fulfilled"), headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert html.count('<article class="ikz-factor"') == 1
    assert 'data-announce="Faktor 1 ist gespeichert: erfüllt."' in html
    assert 'id="quickcheck-stand"' in html
    assert "hx-swap-oob" in html
    assert "<strong>1 von 12</strong>" in html
    assert 'name="version" value="1"' in html


def test_what_is_wrong_is_said_and_what_was_typed_stays(visit: Client) -> None:
    for changes, words in (
        ({"value": ""}, "Bitte wählen Sie eine Bewertung."),
        ({"value": "vielleicht"}, "Bitte wählen Sie eine der fünf Bewertungen."),
        ({"evidence": "Lang " * 900}, "4000"),
        ({"version": ""}, "Bitte laden Sie sie neu."),
    ):
        for headers in ({}, HTMX):
            response = visit.post(FACTOR, entry(**{"evidence": "Mein Text", **changes}), headers=headers)
            html = response.content.decode()
            assert response.status_code == 200
            assert "Bitte prüfen Sie Ihre Eingaben" in html
            assert words in html
            assert changes.get("evidence", "Mein Text").strip() in html
    assert not Rating.objects.exists()


def test_a_rating_is_taken_back_and_its_note_stays(visit: Client, rate: Rate) -> None:
    rate("clear-goals", "mostly", "Zielpapier")
    visit.post(FACTOR, entry(version="1", take_back="1"))
    stored = Rating.objects.get()
    assert (stored.value, stored.evidence) == ("", "Zielpapier")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_in_a_conflict_both_versions_are_shown_and_the_person_chooses(
    headers: dict[str, str], visit: Client, rate: Rate
) -> None:
    rate("clear-goals", "fulfilled", "Beschluss des Kreistags")
    html = visit.post(FACTOR, entry(value="open", evidence="Noch nichts"), headers=headers).content.decode()
    assert "Jemand anderes hat diesen Faktor inzwischen geändert" in html
    assert "Beschluss des Kreistags" in html
    assert "Noch nichts" in html
    assert Rating.objects.get().value == "fulfilled"
    # The form now carries the version that was shown: sending it again is the choice.
    assert 'name="version" value="1"' in html
    visit.post(FACTOR, entry(value="open", evidence="Noch nichts", version="1"))
    assert Rating.objects.get().value == "open"


def test_the_stored_version_can_be_kept(visit: Client, rate: Rate) -> None:
    rate("clear-goals", "fulfilled", "Beschluss")
    html = visit.get(FACTOR, headers=HTMX).content.decode()
    assert "Beschluss" in html
    assert "<html" not in html
    assert visit.get(FACTOR)["Location"] == f"{SHEET}?sicht=gesamt#faktor-1"


def test_staff_read_everything_and_rate_their_own_view(
    cooperation: Cooperation, kusel_staff: User, kusel_partner: Partner, sign_in: SignIn
) -> None:
    client = sign_in(kusel_staff)
    whole = text(client, SHEET)
    assert "<textarea" not in whole
    assert "Diese Sicht können Sie lesen, aber nicht ändern" in whole
    assert f"{SHEET}?sicht=07336" in whole
    assert "<textarea" in text(client, f"{SHEET}?sicht=07336")
    assert client.post(f"{FACTOR}?sicht=07336", entry()).status_code == 302
    assert Rating.objects.get().partner == kusel_partner
    for sicht in ("gesamt", "07335"):
        for data in (entry(), {}):
            assert client.post(f"{FACTOR}?sicht={sicht}", data).status_code == 403
    assert cooperation.ratings.count() == 1


def test_strangers_and_supervision_find_nothing(
    cooperation: Cooperation, stranger: User, supervisor: User, sign_in: SignIn
) -> None:
    for user in (stranger, supervisor):
        for address in (SHEET, COMPARISON, FACTOR):
            assert sign_in(user).get(address).status_code == 404
    assert sign_in(stranger).post(FACTOR, entry()).status_code == 404
    assert sign_in(supervisor).post(FACTOR, entry()).status_code == 403
    assert not cooperation.ratings.exists()


def test_anonymous_visitors_are_asked_to_sign_in(cooperation: Cooperation, client: Client) -> None:
    assert cooperation.slug in SHEET
    for address in (SHEET, COMPARISON, FACTOR):
        assert client.get(address)["Location"].startswith("/konto/login/")


def test_unknown_views_and_factors_do_not_exist(visit: Client) -> None:
    for address in (f"{SHEET}?sicht=15085135", f"{SHEET}?sicht=", f"{SHEET}faktor/kein-faktor/"):
        assert visit.get(address).status_code == 404
    assert visit.delete(FACTOR).status_code == 405
    assert visit.post(SHEET).status_code == 405


def test_the_comparison_shows_every_view(visit: Client, kusel_partner: Partner, rate: Rate) -> None:
    rate("clear-goals", "fulfilled")
    rate("clear-goals", "open", partner=kusel_partner)
    html = text(visit, COMPARISON)
    for words in (
        "Landkreis Kusel",
        "Landkreis Kaiserslautern",
        "erfüllt 1 von 12",
        "erfüllt 0 von 12",
        "offen",
    ):
        assert words in html


def test_queries_do_not_grow_with_ratings_or_partners(
    visit: Client, cooperation: Cooperation, rate: Rate
) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text(visit, address)
        return len(queries)

    rate("clear-goals", "started")
    addresses = (SHEET, COMPARISON)
    before = [cost(address) for address in addresses]
    for number in range(20):
        municipality = register_municipality(
            ags=f"073370{number:02d}",
            kind=Kind.MUNICIPALITY,
            name=f"Ort {number}",
            display_name=f"Ort {number}",
        )
        partner = Partner.objects.create(
            cooperation=cooperation, municipality=municipality, status="confirmed"
        )
        rate("clear-goals", "started", partner=partner)
        rate("topics-described", "open", partner=partner)
    assert [cost(address) for address in addresses] == before
    # Session, account, cooperation, partners, ratings, two questions about permission, and what may serve as
    # evidence: kept advice, kept partner searches, bodies that met, series that look back, and look backs.
    assert max(before) <= 12
