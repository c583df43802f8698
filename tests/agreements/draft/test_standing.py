"""The overview of an agreement: the way it goes, and a first button that leads to something to do."""

from collections.abc import Callable

from django.test import Client

from agreements.path import State
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
