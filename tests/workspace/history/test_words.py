"""What a history says is complete and German, whatever stands in the fields or in the filter."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from agreements.models import CouncilResolution
from cooperations.models import Cooperation, Interest
from governance.models import Ballot
from ikz.accounts.models import User
from municipalities.models import Authority, Mandate, Municipality
from tests.agreements.world import agreement_of, resolutions_of, version_of
from tests.governance.world import body_of
from tests.ui.markup import parse

SignIn = Callable[[User], Client]
COOPERATION, ROLES = "/kooperationen/donnersberg/verlauf/", "/verwaltung/verlauf/"


def _lines(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(f"{address}?format=csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_number_of_a_councils_resolution_is_told(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    version = version_of(agreement_of(cooperation))
    resolutions_of(version)
    row = CouncilResolution.objects.filter(version=version).first()
    assert row is not None
    CouncilResolution.objects.filter(pk=row.pk).update(reference="DS 2026/17")
    lines = _lines(sign_in(coordinator), f"/vereinbarungen/{version.agreement_id}/verlauf/")
    told = [line for line in lines if line["Angabe"] == "Drucksache oder Beschlussnummer"]
    assert [(line["Vorher"], line["Nachher"]) for line in told] == [("", "DS 2026/17")]


def test_counted_votes_and_areas_are_said_in_words(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    administrator: User,
    supervisor: User,
    authority: Authority,
    kusel: Municipality,
) -> None:
    counts = dict.fromkeys(("yes", "no", "abstain", "yes_weight", "no_weight", "abstain_weight"), 1)
    Ballot.objects.create(
        body=body_of(cooperation),
        title="Netze",
        motion="Wir bauen Netze.",
        rule="simple",
        quorum="none",
        electorate=[],
        closes_at="2026-01-01T00:00:00Z",
        counts=counts,
    )
    counted = [line for line in _lines(sign_in(coordinator), COOPERATION) if line["Angabe"] == "Auszählung"]
    assert "Ja (Stimmgewicht): 1" in counted[0]["Nachher"]
    assert "_" not in counted[0]["Nachher"]
    # Keys that the register does not know stand for themselves.
    Mandate.objects.filter(user=supervisor).update(area=[kusel.ags, "07999"])
    lines = [line for line in _lines(sign_in(administrator), ROLES) if line["Angabe"] == "Gebiet"]
    assert [(line["Vorher"], line["Nachher"]) for line in lines] == [("", "Landkreis Kusel, 07999")]


def test_letters_to_other_municipalities_are_read_by_the_coordination_only(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    halberstadt: Municipality,
) -> None:
    Interest.objects.create(
        cooperation=cooperation,
        municipality=halberstadt,
        message="Vertrauliche Anfrage",
        addresses=["stelle@halberstadt.example"],
    )
    for user, reads in ((coordinator, True), (kusel_staff, False)):
        told = str(_lines(sign_in(user), COOPERATION))
        assert ("Vertrauliche Anfrage" in told, "stelle@halberstadt.example" in told) == (reads, reads)


@pytest.mark.parametrize("query", ["last_day=31.12.9999", "first_day=0001-01-01&last_day=9999-12-31"])
def test_days_that_nothing_follows_are_refused_in_german(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, administrator: User, query: str
) -> None:
    for user, address in ((coordinator, COOPERATION), (administrator, ROLES)):
        answer = sign_in(user).get(f"{address}?{query}")
        assert answer.status_code == 200
        shown = " ".join("".join(parse(answer.content.decode()).itertext()).split())
        assert "Bitte nennen Sie ein Jahr bis 9998." in shown


def test_an_end_that_means_never_is_never_due(
    sign_in: SignIn, cooperation: Cooperation, administrator: User
) -> None:
    never = date(9999, 12, 31)
    Cooperation.objects.filter(pk=cooperation.pk).update(
        duration="fixed-term", ends_on=never, build_up_from=None, build_up_to=None
    )
    version_of(agreement_of(cooperation), in_force_on=date(2010, 1, 1), ended_on=never)
    cooperation.agreements.get().versions.update(state="expired")
    page = sign_in(administrator).get("/verwaltung/aufbewahrung/")
    assert page.status_code == 200
    assert "9999" not in page.content.decode()
