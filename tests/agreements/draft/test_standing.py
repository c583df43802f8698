"""The overview of an agreement: the way it goes, and a first button that leads to something to do."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from agreements.models import AgreementVersion
from agreements.path import State
from agreements.services.lifecycle import path_for
from agreements.services.terms import ClarificationData, clarify_requirement
from cooperations.models import Cooperation
from ikz.accounts.models import User
from tests.agreements.world import agreement_of, version_of
from tests.ui.markup import only, tree, words


def test_waiting_is_said_but_is_no_button(
    cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    version = version_of(agreement_of(cooperation), state=State.SUBMITTED)
    client = sign_in(coordinator)
    page = tree(client.get(f"/vereinbarungen/{version.agreement_id}/").content.decode())
    assert "Als Nächstes: Auf die Entscheidung warten" in words(only(page, ".//main"))
    way = only(page, ".//a[@class='kern-btn kern-btn--primary']")
    assert words(way) == "Verfahren ansehen"
    assert way.get("href") == f"/vereinbarungen/{version.agreement_id}/verfahren/"
    assert words(only(page, ".//li[@aria-current='step']//*[@class='ikz-phases__state']")).startswith(
        "aktueller Schritt"
    )
    there = client.get(way.get("href") or "").content.decode()
    assert "aktueller Schritt" in there
    assert "aktuelle Phase" not in there


def test_what_an_authority_answered_holds_for_its_land_and_form_only(
    cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    agreement = agreement_of(cooperation, forms=("mandating",))
    answer = ClarificationData(
        clarified_requirement="notification",
        clarified_on=date(2026, 1, 5),
        clarification="ADD: Anzeige genügt.",
    )
    agreement = clarify_requirement(
        actor=coordinator, agreement=agreement, data=answer, expected_version=agreement.version
    )
    client, address = sign_in(coordinator), f"/vereinbarungen/{agreement.pk}/bearbeiten/"
    frame = {"title": "Neuer Titel", "form_keys": "mandating", "land": "07", "version": agreement.version}
    client.post(address, frame)
    agreement.refresh_from_db()
    assert (agreement.title, agreement.clarified_requirement) == ("Neuer Titel", "notification")

    page = client.post(address, frame | {"land": "06", "version": agreement.version}, follow=True)
    assert "Die Antwort der Aufsicht galt für die frühere Form" in page.content.decode()
    agreement.refresh_from_db()
    assert (agreement.land, agreement.clarified_requirement, agreement.clarification) == ("06", "", "")


def test_a_version_goes_its_way_when_the_draft_turns_to_another_land(
    cooperation: Cooperation, coordinator: User
) -> None:
    agreement = agreement_of(cooperation, forms=("delegating",))
    version = version_of(agreement, state=State.ADOPTED)
    assert path_for(version).to_authority
    agreement.land, agreement.clarified_requirement = "14", "none"
    agreement.clarified_on, agreement.clarification = date(2026, 1, 5), "Landesdirektion: nichts nötig."
    agreement.save()
    assert path_for(AgreementVersion.objects.get(pk=version.pk)).to_authority
    agreement.land = "07"
    agreement.save()
    assert not path_for(AgreementVersion.objects.get(pk=version.pk)).to_authority
