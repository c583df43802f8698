"""An amendment is due again: the old version holds until the new one does, and the page says so."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from agreements.models import AgreementVersion
from agreements.path import State
from agreements.services.force import put_in_force, record_publication
from agreements.services.proceedings import DecisionData, record_decision, submit_version
from agreements.services.resolutions import ResolutionData, record_resolution
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority
from tests.agreements.world import agreement_of
from tests.ui.markup import only, tree, words

DAY = date(2026, 3, 2)


def into_force(actor: User, version: AgreementVersion, authority: Authority, on: date) -> None:
    for partner in version.agreement.cooperation.partners.all():
        yes = ResolutionData(body="Kreistag", decided_on=DAY, result="adopted")
        record_resolution(actor=actor, version=version, partner=partner, data=yes)
    row = submit_version(actor=actor, version=version, authority=authority, kind="approval", submitted_on=DAY)
    record_decision(actor=actor, proceeding=row, data=DecisionData(decision="approved", decided_on=DAY))
    record_publication(actor=actor, version=version, on=DAY, where="Amtsblatt")
    put_in_force(actor=actor, version=version, on=on)


def test_a_changed_draft_is_due_again(
    cooperation: Cooperation,
    coordinator: User,
    authority: Authority,
    supervisor: User,
    sign_in: Callable[[User], Client],
) -> None:
    agreement = agreement_of(cooperation, forms=("delegating",))
    client, page = sign_in(coordinator), f"/vereinbarungen/{agreement.pk}/verfahren/"

    def shown() -> str:
        return words(only(tree(client.get(page).content.decode()), ".//main"))

    first = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    into_force(coordinator, first, authority, date(2026, 4, 1))
    assert "Der Entwurf sagt inzwischen etwas anderes" not in shown()

    agreement.clauses.filter(key="kostenbeteiligung").update(
        text="Die Kosten werden zu gleichen Teilen getragen."
    )
    said = shown()
    assert "Der Entwurf sagt inzwischen etwas anderes" in said
    assert "Abschluss und Änderung" in said

    second = fix_version(actor=coordinator, agreement=agreement, occasion="Kostenklausel")
    said = shown()
    assert "Die Beschlüsse der Räte eintragen" in said
    assert "In Kraft ist zurzeit Fassung 1" in said
    # What was submitted is read; the amendment is not, until it is submitted as well.
    assert list(AgreementVersion.objects.visible_to(supervisor)) == [first]
    into_force(coordinator, second, authority, date(2026, 5, 1))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.ended_on) == (State.SUPERSEDED, date(2026, 4, 30))
    assert second.state == State.IN_FORCE
    assert [row.to_state for row in first.steps.all()] == [
        "adopted",
        "submitted",
        "approved",
        "published",
        "in_force",
        "superseded",
    ]
