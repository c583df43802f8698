"""An agreement in two browsers: the coordination drafts and submits it, supervision reads it, the partners see that."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement, AgreementVersion
from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority
from tests.browser.conftest import Visit
from tests.browser.looks import problems

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Zweckvereinbarung Schul-IT"
COSTS = "Die Kosten werden nach der Zahl der Schülerinnen und Schüler verteilt."


def test_from_the_draft_to_the_authority_and_back(
    visit: Visit, cooperation: Cooperation, coordinator: User, authority: Authority, supervisor: User
) -> None:
    lead = visit(coordinator)
    lead.goto(f"/kooperationen/{cooperation.slug}/vereinbarungen/")
    found = problems(lead, "empty list")
    lead.get_by_role("link", name="Vereinbarung entwerfen").first.click()
    lead.get_by_label("Titel").fill(TITLE)
    lead.get_by_label("Formulierungshilfen gleich als Wortlaut einsetzen").check()
    lead.get_by_role("button", name="Entwurf anlegen").click()
    expect(lead.get_by_role("heading", name=re.compile("^§ 1 "))).to_be_visible()
    agreement = Agreement.objects.get()
    # Guidance, aids and comments are folded: they have to be as good as what is in sight.
    lead.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    found += problems(lead, "draft")
    _reword(lead, agreement)
    lead.goto(f"/vereinbarungen/{agreement.pk}/pruefung/")
    found += problems(lead, "check")
    _fix(lead, agreement)
    found += problems(lead, "version")
    for room in ("vergleich/", "fristen/"):
        lead.goto(f"/vereinbarungen/{agreement.pk}/{room}")
        found += problems(lead, room)
    for partner in ("Donnersbergkreis", "Landkreis Kusel", "Landkreis Kaiserslautern"):
        _resolve(lead, agreement, partner)
    _submit(lead, agreement, authority)
    found += problems(lead, "submitted")

    reader = visit(supervisor)
    reader.goto("/aufsicht/")
    found += problems(reader, "supervision's list")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    found += problems(reader, "supervision's file")
    expect(reader.get_by_role("main").get_by_role("button")).to_have_count(0)
    reader.get_by_role("link", name="Fassung 1 lesen").click()
    expect(reader.get_by_text(COSTS)).to_be_visible()
    assert reader.goto(f"/vereinbarungen/{agreement.pk}/entwurf/").status == 404  # type: ignore[union-attr] # an answer is there

    lead.goto(f"/vereinbarungen/{agreement.pk}/zugriffe/")
    expect(lead.get_by_role("row", name=re.compile("Fassung 1")).first).to_contain_text("ADD Trier")
    found += problems(lead, "access log")
    assert found == []


def _reword(page: Page, agreement: Agreement) -> None:
    clause = agreement.clauses.get(key="kostenbeteiligung")
    page.goto(f"/vereinbarungen/{agreement.pk}/entwurf/klauseln/{clause.pk}/")
    page.get_by_label("Wortlaut").fill(COSTS)
    page.get_by_role("button", name=re.compile("^Speichern|Klausel speichern")).click()
    expect(page.get_by_text(COSTS).first).to_be_visible()


def _fix(page: Page, agreement: Agreement) -> None:
    page.goto(f"/vereinbarungen/{agreement.pk}/fassungen/")
    page.get_by_role("link", name="Fassung festschreiben").first.click()
    page.get_by_label("Anlass").fill("Beschlussfassung in den Kreistagen")
    page.get_by_role("button", name="Fassung festschreiben").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fassung 1")


def _resolve(page: Page, agreement: Agreement, partner: str) -> None:
    page.goto(f"/vereinbarungen/{agreement.pk}/beschluesse/neu/")
    page.get_by_label("Kommune").select_option(label=partner)
    page.get_by_label("Gremium").fill("Kreistag")
    page.get_by_label("Beschlossen am").fill("2026-01-15")
    page.get_by_label("zugestimmt", exact=True).check()
    page.get_by_role("button", name="Beschluss eintragen").click()
    expect(page.get_by_role("row", name=re.compile(partner))).to_contain_text("zugestimmt")


def _submit(page: Page, agreement: Agreement, authority: Authority) -> None:
    assert AgreementVersion.objects.get().state == "adopted"
    page.goto(f"/vereinbarungen/{agreement.pk}/verfahren/")
    page.get_by_role("link", name=re.compile("vorlegen")).first.click()
    page.get_by_label("Aufsichtsbehörde").select_option(label=authority.name)
    page.get_by_role("button", name="Fassung vorlegen").click()
    expect(page.get_by_role("heading", name=re.compile(authority.name)).first).to_be_visible()
