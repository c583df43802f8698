"""The model advice from the Land to the kept result, walked through in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from cooperations.models import Cooperation, ModelAdvice
from ikz.accounts.models import User
from tests.browser.conftest import Visit
from tests.browser.looks import problems

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/modellberatung/"
ANSWERS = (
    "durch Vertrag",
    "die Durchführung, zuständig bleiben wir",
    "einer ist deutlich stärker",
    "einige Jahre",
)
SKIPPED = ("existing_association", "own_admin_acceptable", "partial_outsourcing", "shared_facility")
MANDATE = f"{ADDRESS}?land=07&binding_wanted=contract&transfer_scope=execution-only&schritt=ergebnis"


def proceed(page: Page) -> None:
    page.get_by_role("button", name="Weiter").click()


def walk(page: Page) -> None:
    """From the navigation to the result: four answers, four questions skipped, one step back, one answer more."""
    page.goto("/")
    navigation = page.get_by_role("navigation", name="Hauptnavigation")
    navigation.get_by_role("link", name="Modellberatung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Modellberatung")
    page.get_by_label("Land").select_option("Rheinland-Pfalz")
    proceed(page)
    for number, answer in enumerate(ANSWERS, start=1):
        expect(page.get_by_text(f"Frage {number} von 9", exact=True).first).to_be_visible()
        page.get_by_label(answer).check()
        proceed(page)
    for number, _ in enumerate(SKIPPED, start=5):
        expect(page.get_by_text(f"Frage {number} von 9", exact=True).first).to_be_visible()
        page.get_by_role("link", name="Überspringen").click()
    expect(page.get_by_text("Frage 9 von 9", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Zurück").click()
    expect(page.get_by_text("Frage 8 von 9", exact=True).first).to_be_visible()
    page.get_by_label("ja", exact=True).check()
    proceed(page)
    page.get_by_role("button", name="Zum Ergebnis").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ergebnis der Modellberatung")


def first_form(page: Page) -> str:
    return page.locator("#form-mandating").inner_text()


def look_at_the_result(page: Page) -> None:
    """Ranked with reasons; another Land changes the supervision and nothing else."""
    best = page.get_by_role("region", name="Empfohlene Formen").get_by_role("heading", level=3).first
    expect(best).to_contain_text("Mandatierende öffentlich-rechtliche Vereinbarung")
    expect(page.get_by_role("region", name="Zusätzlich kombinierbar")).to_contain_text(
        "in derselben Vereinbarung"
    )
    assert "§ 12 Abs. 2 KomZG" in first_form(page)
    page.get_by_label("Land", exact=True).select_option("Hessen")
    page.get_by_role("button", name="Recht dieses Landes zeigen").click()
    expect(page.locator("#form-mandating")).to_contain_text("Aufsicht in Hessen")
    assert "§ 26 Abs. 2 KGG" in first_form(page)
    expect(best).to_contain_text("Mandatierende")
    page.get_by_role("link", name=re.compile("Ändern.*Was soll die andere Seite")).click()
    expect(page.get_by_label("die Durchführung, zuständig bleiben wir")).to_be_checked()
    page.get_by_label("einzelne Aufgaben samt Zuständigkeit").check()
    page.get_by_role("button", name="Übernehmen und zum Ergebnis").click()
    expect(best).to_contain_text("Delegierende öffentlich-rechtliche Vereinbarung")
    query = parse_qs(urlsplit(page.url).query)
    assert query["land"] == ["06"]
    assert query["transfer_scope"] == ["single-tasks"]
    assert not set(SKIPPED[:3]) & set(query)


def test_the_whole_walk_in_place(visit: Visit) -> None:
    page = visit()
    page.goto(ADDRESS)
    page.evaluate("window.loadedOnce = true")
    page.get_by_label("Land").select_option("Hessen")
    proceed(page)
    question = page.get_by_role("heading", name=re.compile("Wie fest wollen Sie sich binden"))
    expect(question).to_be_focused()
    expect(page).to_have_title(re.compile("Frage 1 von 9 – Modellberatung"))
    assert page.evaluate("window.loadedOnce")
    page.go_back()
    expect(page.get_by_label("Land")).to_be_visible()
    walk(page)
    look_at_the_result(page)


def test_the_whole_walk_without_javascript(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    walk(page)
    look_at_the_result(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_result_is_kept_and_taken_over(
    visit: Visit, cooperation: Cooperation, coordinator: User, scripts: bool
) -> None:
    page = visit(coordinator, java_script_enabled=scripts)
    page.goto(MANDATE.replace("execution-only", "single-tasks"))
    page.get_by_role("link", name="Mit einer Kooperation sichern").click()
    expect(page.get_by_text("Bisheriges Modell")).to_be_visible()
    page.get_by_role("checkbox", name="Delegierende").check()
    page.get_by_role("button", name="Sichern").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Modellberatung vom")
    kept = ModelAdvice.objects.get()
    cooperation.refresh_from_db()
    assert cooperation.model_keys == ["delegating"]
    page.goto("/kooperationen/donnersberg/quickcheck/")
    page.locator("#faktor-5").get_by_role("link", name="Modellberatung vom").click()
    expect(page).to_have_url(re.compile(f"/kooperationen/donnersberg/modellberatung/{kept.pk}/$"))


@pytest.mark.parametrize(
    "query",
    [
        "schritt=transfer_scope&land=07&binding_wanted=contract",
        "land=07&binding_wanted=contract&transfer_scope=execution-only&shared_facility=yes",
        "binding_wanted=none&transfer_scope=whole-task-area",
        "schritt=ergebnis&land=99",
    ],
)
def test_no_step_and_no_result_has_barriers(visit: Visit, query: str) -> None:
    page = visit()
    page.goto(f"{ADDRESS}?{query}")
    assert problems(page, query) == []
