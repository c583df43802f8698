"""Two people at the same moment: one version, one decision, one clause, and no word lost."""

import pytest
from django.core.exceptions import ValidationError

from agreements.models import AgreementVersion, Clause, VersionDocument
from agreements.path import State
from agreements.services.clauses import ClauseData, add_kind, change_clause, move_clause
from agreements.services.contributions import accept_proposal, propose, refuse_proposal
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from tests.agreements.world import agreement_of
from tests.robustness.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_fix_word_and_decide_at_once(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    agreement = agreement_of(cooperation)
    first, second = agreement.clauses.order_by("position")[:2]

    def fix(occasion: str) -> AgreementVersion:
        return fix_version(actor=coordinator, agreement=agreement, occasion=occasion)

    results = at_once(lambda: fix("Beschlussfassung"), lambda: fix("Vorabstimmung"))
    refused = next(row for row in results if isinstance(row, ValidationError))
    assert "Seit Fassung 1 hat sich am Entwurf nichts geändert." in refused.messages[0]
    assert AgreementVersion.objects.get().number == 1
    assert VersionDocument.objects.count() == 2

    # Whoever fixes while somebody words gets the clause before or after, never half of it.
    def word(text: str) -> Clause:
        data = ClauseData(heading="Ganz neu", text=text)
        return change_clause(actor=coordinator, clause=first, data=data, expected_version=1)

    change_clause(
        actor=coordinator,
        clause=second,
        data=ClauseData(heading="Anders", text="Anders."),
        expected_version=1,
    )
    at_once(lambda: fix("Zweite"), lambda: word("Neu."))
    one = AgreementVersion.objects.get(number=2).content["clauses"][0]
    assert (one["heading"], one["text"]) in {("Ganz neu", "Neu."), (first.heading, first.text)}
    assert AgreementVersion.objects.get(number=1).state == State.OVERTAKEN

    results = at_once(lambda: word("Von links."), lambda: word("Von rechts."))
    assert all(isinstance(row, EditConflict) for row in results)

    row = propose(
        actor=kusel_staff,
        agreement=agreement,
        clause=second,
        data=ClauseData(heading="Kusel", text="Wie Kusel es will."),
    )
    results = at_once(
        lambda: accept_proposal(actor=coordinator, proposal=row, expected_version=2),
        lambda: refuse_proposal(actor=coordinator, proposal=row, note="Nein."),
    )
    assert sum(isinstance(one, ValidationError) for one in results) == 1
    row.refresh_from_db()
    second.refresh_from_db()
    assert (second.text == "Wie Kusel es will.") is (row.state == "accepted")

    results = at_once(
        lambda: move_clause(actor=coordinator, clause=first, step=1),
        lambda: add_kind(actor=coordinator, agreement=agreement, key="haftungsfragen"),
    )
    assert all(isinstance(one, Clause) for one in results)
    places = list(agreement.clauses.order_by("position").values_list("position", flat=True))
    assert places == list(range(1, 5))
