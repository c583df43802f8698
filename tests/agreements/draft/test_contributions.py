"""Comments in threads and proposed wording: heard by the right people, decided by the coordination, never lost."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client

from agreements.models import Agreement, Comment, Proposal
from agreements.services.clauses import ClauseData, change_clause
from agreements.services.contributions import (
    accept_proposal,
    answer_thread,
    open_thread,
    propose,
    refuse_proposal,
    settle_thread,
    withdraw_proposal,
)
from cooperations.models import Cooperation
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of
from tests.ui.markup import tree, words


@pytest.fixture
def agreement(cooperation: Cooperation) -> Agreement:
    return agreement_of(cooperation)


@pytest.fixture
def draft(agreement: Agreement) -> str:
    return f"/vereinbarungen/{agreement.pk}/entwurf/"


def _page(client: Client, url: str) -> str:
    return words(tree(client.get(url).content.decode()))


def test_a_thread_is_answered_settled_filtered_and_opened_again(
    agreement: Agreement,
    draft: str,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    sign_in: Callable[[User], Client],
) -> None:
    clause = agreement.clauses.get(key="kostenbeteiligung")
    kusel, kaisers, lead = sign_in(kusel_staff), sign_in(kaiserslautern_staff), sign_in(coordinator)
    writing = f"{draft}klauseln/{clause.pk}/anmerkung/"
    assert "Bitte schreiben Sie etwas." in kusel.post(writing, {"text": "  "}).content.decode()
    for _ in range(2):
        kusel.post(writing, {"text": "Auch die Geräte?"})
    thread = clause.threads.get()
    kaisers.post(f"{draft}anmerkungen/{thread.pk}/", {"text": "Wir zählen anders."})
    lead.post(f"{draft}anmerkungen/{thread.pk}/", {"text": "Nur Schülerinnen und Schüler."})
    page = _page(lead, f"{draft}?zeigen=offen")
    assert (
        "Landkreis Kusel , Schul-IT Landkreis Kusel" in page
        or "Landkreis Kusel, Schul-IT Landkreis Kusel" in page
    )
    assert "Koordination, Schul-IT Donnersbergkreis" in page
    assert "§ 1 Handlungsfelder" not in page
    assert list(Comment.objects.values_list("partner__municipality__ags", flat=True)) == [
        "07336",
        "07335",
        None,
    ]

    # One mail a day and person, for the coordination and for who wrote there before.
    mails = OutgoingMail.objects.filter(subject__startswith="Anmerkung zu").order_by("pk")
    assert [mail.to for mail in mails] == [
        user.email for user in (coordinator, kusel_staff, kaiserslautern_staff)
    ]
    assert "eine Anmerkung von Landkreis Kusel:" in mails[0].body_text
    assert "Auch die Geräte?" in mails[0].body_text
    assert f"{draft}?zeigen=offen" in mails[0].body_text

    kusel.post(f"{draft}anmerkungen/{thread.pk}/stand/", {"settled": "1"})
    assert "Nichts offen" in _page(lead, f"{draft}?zeigen=offen")
    assert "erledigt am" in _page(lead, draft)
    # Whoever answers in a settled thread opens it again.
    answer_thread(actor=kaiserslautern_staff, thread=thread, text="Doch nicht.")
    thread.refresh_from_db()
    assert thread.resolved_at is None
    settle_thread(actor=coordinator, thread=thread, settled=True)
    kusel.post(f"{draft}anmerkungen/{thread.pk}/stand/")
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_strangers_and_supervision_say_nothing_to_a_draft(
    agreement: Agreement, stranger: User, supervisor: User, authority: Authority
) -> None:
    clause = agreement.clauses.get(key="kuendigung")
    # Even with a version before its authority, the draft is not supervision's.
    proceeding_of(version_of(agreement), authority)
    for user in (stranger, supervisor):
        with pytest.raises((Http404, PermissionDenied)):
            open_thread(actor=user, clause=clause, text="Hallo")
        with pytest.raises((Http404, PermissionDenied)):
            propose(actor=user, agreement=agreement, data=ClauseData(heading="A", text="B"))
    assert not Comment.objects.exists()


def test_proposed_wording_is_compared_and_accepted_and_both_sides_hear_of_it(
    agreement: Agreement,
    draft: str,
    coordinator: User,
    kusel_staff: User,
    sign_in: Callable[[User], Client],
) -> None:
    clause = agreement.clauses.get(key="kuendigung")
    kusel, lead = sign_in(kusel_staff), sign_in(coordinator)
    writing = f"{draft}klauseln/{clause.pk}/vorschlag/"
    unchanged = {"heading": clause.heading, "text": clause.text, "base_version": "1"}
    assert "unterscheidet sich nicht" in kusel.post(writing, unchanged).content.decode()
    sent = unchanged | {
        "text": "Gekündigt wird schriftlich mit einer Frist von sechs Monaten.",
        "reason": "Kürzer reicht.",
    }
    for _ in range(2):
        kusel.post(writing, sent)
    row = Proposal.objects.get()
    url = f"{draft}vorschlaege/{row.pk}/"
    assert row.partner is not None
    told = OutgoingMail.objects.get(dedupe_key=f"proposal-new:{row.pk}:{coordinator.pk}")
    assert told.to == coordinator.email
    assert "Formulierungsvorschlag von Landkreis Kusel" in told.body_text
    assert "Kürzer reicht." in told.body_text
    page = lead.get(url).content.decode()
    assert "<del>" in page
    assert "zwölf" in page
    assert "sechs" in page
    clause.refresh_from_db()
    assert "zwölf" in clause.text

    # Staff reads it and decides nothing.
    assert "In den Entwurf übernehmen" not in kusel.get(url).content.decode()
    assert kusel.post(url, {"decision": "accept", "version": "1"}).status_code == 403
    lead.post(url, {"decision": "accept", "version": "1", "note": "Danke."})
    clause.refresh_from_db()
    row.refresh_from_db()
    assert (clause.text, clause.version, row.state) == (row.text, 2, "accepted")
    decided = OutgoingMail.objects.get(dedupe_key=f"proposal-decided:{row.pk}:{kusel_staff.pk}")
    assert "wurde entschieden: übernommen" in decided.body_text
    assert "Danke." in decided.body_text
    again = lead.post(url, {"decision": "refuse", "note": "Doch nicht."}, follow=True).content.decode()
    assert "Über diesen Vorschlag ist schon entschieden: übernommen." in again


def test_a_clause_that_changed_meanwhile_is_never_replaced_unseen(
    agreement: Agreement,
    draft: str,
    coordinator: User,
    kusel_staff: User,
    sign_in: Callable[[User], Client],
) -> None:
    clause = agreement.clauses.get(key="kuendigung")
    data = ClauseData(heading=clause.heading, text="Frist: sechs Monate.")
    row = propose(actor=kusel_staff, agreement=agreement, clause=clause, data=data, base_version=1)
    url = f"{draft}vorschlaege/{row.pk}/"
    lead = sign_in(coordinator)

    def change(text: str, version: int) -> None:
        new = ClauseData(heading=clause.heading, text=text)
        change_clause(actor=coordinator, clause=clause, data=new, expected_version=version)

    change("Gekündigt wird mit neun Monaten Frist.", 1)
    page = words(tree(lead.get(url).content.decode()))
    assert "Die Klausel wurde seit diesem Vorschlag geändert" in page
    assert "Was an der Klausel seitdem geändert wurde" in page
    assert "neun Monaten" in page
    assert "zwölf Monaten" in page
    # It changes once more between reading and deciding: asked again, nothing written.
    change("Gekündigt wird mit zehn Monaten Frist.", 2)
    page = lead.post(url, {"decision": "accept", "version": "2", "note": "Gut so."}).content.decode()
    assert "Die Klausel wurde gerade geändert" in page
    assert "Gut so." in page
    with pytest.raises(EditConflict):
        accept_proposal(actor=coordinator, proposal=row, expected_version=2)
    clause.refresh_from_db()
    assert "zehn" in clause.text
    accept_proposal(actor=coordinator, proposal=row, expected_version=3)
    clause.refresh_from_db()
    assert clause.text == "Frist: sechs Monate."


def test_a_new_clause_is_proposed_refused_with_a_reason_or_put_at_the_end(
    agreement: Agreement,
    draft: str,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    sign_in: Callable[[User], Client],
) -> None:
    kusel, lead = sign_in(kusel_staff), sign_in(coordinator)
    for heading in ("Präambel", "Anhang"):
        kusel.post(f"{draft}vorschlag/", {"heading": heading, "text": "Gemeinsam.", "reason": ""})
    assert "Vorgeschlagene neue Klauseln" in _page(lead, draft)
    first, second = Proposal.objects.order_by("pk")
    url = f"{draft}vorschlaege/{first.pk}/"
    page = lead.post(url, {"decision": "refuse", "note": " "}).content.decode()
    assert "Bitte sagen Sie in einem Satz" in page
    lead.post(url, {"decision": "refuse", "note": "Steht schon in § 1."})
    assert "Steht schon in § 1." in _page(kusel, url)
    clause = accept_proposal(actor=coordinator, proposal=second, expected_version=0)
    assert agreement.clauses.order_by("position").last() == clause
    second.refresh_from_db()
    assert second.clause == clause

    third = propose(actor=kusel_staff, agreement=agreement, data=ClauseData(heading="Dritte", text="Text."))
    with pytest.raises(PermissionDenied):
        withdraw_proposal(actor=kaiserslautern_staff, proposal=third)
    kusel.post(f"{draft}vorschlaege/{third.pk}/zurueckziehen/")
    third.refresh_from_db()
    assert third.state == "withdrawn"
    with pytest.raises(ValidationError, match="schon entschieden: zurückgezogen"):
        refuse_proposal(actor=coordinator, proposal=third, note="Zu spät.")
