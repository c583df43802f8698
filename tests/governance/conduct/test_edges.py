"""Edges of votes: one voter alone, circulars before their deadline, rows as the database keeps them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cooperations.models import Cooperation
from governance.models import AgendaItem, Ballot, Body, MajorityRule, QuorumRule, Resolution, SecretPaper
from governance.services.ballots import cast_vote, close_ballot, open_ballot
from governance.services.circulars import CircularData, close_due_circulars, open_circular
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.governance.conduct.conftest import MOTION
from tests.governance.conduct.test_ballots import Cast
from tests.governance.world import body_of, in_days

pytestmark = pytest.mark.django_db


def circular_of(body: Body, actor: User, kind: str = "open") -> Ballot:
    data = CircularData(title="Beitritt", motion=MOTION, until=in_days(5).date(), kind=kind)
    return open_circular(actor=actor, body=body, data=data)


def key_of(cooperation: Cooperation, ags: str) -> int:
    return int(cooperation.partners.get(municipality__ags=ags).pk)


def test_nobody_ends_a_circular_before_its_deadline(
    body: Body, cooperation: Cooperation, coordinator: User, sign_in: Any
) -> None:
    circular = circular_of(body, coordinator)
    cast_vote(actor=coordinator, ballot=circular, partner=key_of(cooperation, "07333"), choice="yes")
    with pytest.raises(ValidationError, match="bis zum Ende der Frist"):
        close_ballot(actor=coordinator, ballot=circular)
    sign_in(coordinator).post(f"/abstimmungen/{circular.pk}/auszaehlen/")
    circular.refresh_from_db()
    assert circular.closed_at is None


def test_nobody_decides_a_circular_alone_by_entering_the_votes_of_others(
    body: Body, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    """Who could vote in person has until the deadline to say otherwise; who has no account cannot be waited for."""
    body.seats.get(partner__municipality__ags="07335").members.update(user=None, email="post@test.example")
    circular = circular_of(body, coordinator)
    for ags in ("07333", "07335", "07336"):
        cast_vote(actor=coordinator, ballot=circular, partner=key_of(cooperation, ags), choice="yes")
    circular.refresh_from_db()
    assert circular.closed_at is None
    cast_vote(actor=kusel_staff, ballot=circular, partner=key_of(cooperation, "07336"), choice="no")
    circular.refresh_from_db()
    assert circular.summary == "angenommen 2:1"


def test_a_single_secret_paper_is_not_opened(item: AgendaItem, coordinator: User, vote: Cast) -> None:
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    vote(ballot, k07336="no")
    with pytest.raises(ValidationError, match="erst eine Kommune"):
        close_ballot(actor=coordinator, ballot=ballot)
    vote(ballot, k07333="no")
    assert close_ballot(actor=coordinator, ballot=ballot).counts["no"] == 2


def test_a_secret_circular_in_which_one_voted_ends_without_result(
    cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation, quorum=QuorumRule.NONE)
    circular = circular_of(body, coordinator, "secret")
    cast_vote(actor=coordinator, ballot=circular, partner=key_of(cooperation, "07333"), choice="yes")
    assert close_due_circulars(in_days(6)) == 1
    circular.refresh_from_db()
    assert "nur eine Kommune" in circular.withdrawn_because
    assert (circular.result, circular.counts) == ("", {})
    assert not SecretPaper.objects.exists()
    assert not Resolution.objects.exists()
    assert (
        "ohne Ergebnis abgebrochen"
        in OutgoingMail.objects.filter(dedupe_key__startswith="circular-result:").earliest("pk").body_text
    )


def test_a_body_with_one_vote_does_not_vote_in_secret(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation, weights={"07336": 0, "07335": 0})
    with pytest.raises(ValidationError, match="nur eine Kommune"):
        circular_of(body, coordinator, "secret")


def test_every_secret_vote_lays_all_papers_anew(item: AgendaItem, coordinator: User, vote: Cast) -> None:
    """A copy of the tables from while the ballot is open has no pairs either: keys, stamps and order are of one move."""
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    vote(ballot, k07336="no")
    first = set(SecretPaper.objects.values_list("pk", flat=True))
    vote(ballot, k07333="yes", k07335="yes")
    assert not first & set(SecretPaper.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT cmin::text), count(DISTINCT xmin::text) FROM governance_secretpaper"
        )
        papers = cursor.fetchone()
        cursor.execute("SELECT count(*), count(DISTINCT cmin::text) FROM governance_secretvoter")
        voters = cursor.fetchone()
    # Written by one command each; in life each vote is a transaction, so the stamp of the last one is on all.
    assert (papers, voters) == ((3, 1, 1), (3, 1))


def test_whoever_has_no_account_is_not_told_to_hand_in_a_secret_vote(
    cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation)
    seat = body.seats.get(partner__municipality__ags="07335")
    seat.members.update(user=None, email="ohne-konto@test.example")
    circular_of(body, coordinator, "secret")
    text = OutgoingMail.objects.get(to="ohne-konto@test.example").body_text
    assert "der Koordination mit" not in text
    assert "nur mit einem Konto" in text


def test_the_approval_of_minutes_is_carried_out_with_the_vote(
    item: AgendaItem, coordinator: User, vote: Cast
) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(key="approval")
    ballot = open_ballot(
        actor=coordinator, item=item, motion="Die Niederschrift wird genehmigt.", kind="open"
    )
    vote(ballot, k07333="yes", k07336="yes")
    close_ballot(actor=coordinator, ballot=ballot)
    entered = Resolution.objects.get(ballot=ballot)
    assert (entered.state, entered.state_note) == ("done", "mit dem Beschluss vollzogen")
    assert not Resolution.objects.all().not_carried_out().exists()


def test_weights_are_shown_where_they_decide(
    ballot: Ballot, cooperation: Cooperation, coordinator: User, sign_in: Any
) -> None:
    client = sign_in(coordinator)
    assert "Gewicht" not in client.get(f"/abstimmungen/{ballot.pk}/").content.decode()
    assembly = body_of(cooperation, title="Versammlung", majority=MajorityRule.WEIGHTED)
    circular = circular_of(assembly, coordinator)
    page = client.get(f"/kooperationen/donnersberg/umlauf/{circular.pk}/").content.decode()
    assert 'class="num">Gewicht' in page
