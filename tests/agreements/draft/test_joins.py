"""What other rooms tell a draft, and what a draft tells them."""

from collections.abc import Callable

from django.test import Client

from agreements.aids import facts_of
from agreements.services.clauses import ClauseData
from agreements.services.contributions import propose, refuse_proposal
from cooperations.models import Cooperation
from cooperations.selectors.relations import with_partners
from ikz.accounts.models import User
from tests.agreements.world import agreement_of, version_of
from tests.governance.world import body_of
from workspace.selectors.changes import recent_changes
from workspace.selectors.situations import situations


def _fetched(cooperation: Cooperation) -> Cooperation:
    return with_partners(Cooperation.objects.all()).get(pk=cooperation.pk)


def test_bodies_and_their_votes_help_to_draft(cooperation: Cooperation, coordinator: User) -> None:
    body_of(cooperation, title="Steuerkreis", weights={"07336": 2})
    facts = facts_of(coordinator, _fetched(cooperation))
    assert facts["bodies"].text.startswith("- Steuerkreis: ")
    assert "beschließt" in facts["bodies"].text
    assert "Landkreis Kusel 2 Stimmen" in facts["seats"].text
    assert facts["partners"].text == "Donnersbergkreis, Landkreis Kaiserslautern und Landkreis Kusel"
    assert "- Landkreis Kusel: 5 Schulen, 3.651 Schülerinnen und Schüler" in facts["figures"].text
    assert "costs" not in facts


def test_the_next_step_is_to_draft_and_then_to_decide(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    def titles(user: User) -> list[str]:
        [situation] = situations(user, [_fetched(cooperation)])
        return [step.title for step in situation.steps]

    assert "Vereinbarung entwerfen" not in titles(coordinator)
    Cooperation.objects.filter(pk=cooperation.pk).update(phase="implementation")
    assert "Vereinbarung entwerfen" in titles(coordinator)
    assert "Vereinbarung entwerfen" not in titles(kusel_staff)
    agreement = agreement_of(cooperation)
    propose(actor=kusel_staff, agreement=agreement, data=ClauseData(heading="Präambel", text="Gemeinsam."))
    assert "Vereinbarung entwerfen" not in titles(coordinator)
    assert "Über Formulierungsvorschläge entscheiden" in titles(coordinator)


def test_what_happened_to_an_agreement_is_told_on_the_start_page(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    agreement = agreement_of(cooperation)
    row = propose(
        actor=kusel_staff, agreement=agreement, data=ClauseData(heading="Präambel", text="Gemeinsam.")
    )
    version_of(agreement)
    told = {change.what: change for change in recent_changes(coordinator)}
    made = told["Formulierungsvorschlag zu „Präambel“ gemacht"]
    assert made.who == "Schul-IT Landkreis Kusel"
    assert "Fassung 1 von „Zweckvereinbarung Schul-IT“ festgeschrieben" in told
    assert sign_in(coordinator).get(made.href).status_code == 200
    refuse_proposal(actor=coordinator, proposal=row, note="Später.")
    after = {change.what: change.who for change in recent_changes(kusel_staff)}
    assert after["Formulierungsvorschlag zu „Präambel“ nicht übernommen"] == "Schul-IT Donnersbergkreis"
