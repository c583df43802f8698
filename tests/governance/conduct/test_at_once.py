"""Two people vote or close at the same moment, with connections of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cooperations.models import Cooperation
from governance.models import (
    AgendaItem,
    Ballot,
    Body,
    MajorityRule,
    Resolution,
    SecretPaper,
    SecretVoter,
    Vote,
)
from governance.services.ballots import cast_vote, close_ballot, open_ballot
from governance.services.circulars import close_due_circulars
from governance.services.conduct import call_item
from ikz.accounts.models import User
from tests.governance.conduct.conftest import MOTION
from tests.governance.world import body_of, in_days, item_of, meeting_of
from tests.robustness.test_at_once import at_once, refused, while_held

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_vote_per_municipality(
    ballot: Ballot, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336")
    at_once(
        lambda: cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="yes"),
        lambda: cast_vote(actor=coordinator, ballot=ballot, partner=kusel.pk, choice="no"),
    )
    assert Vote.objects.filter(ballot=ballot).count() == 1
    # Whatever the code checks: the database takes no second one.
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(ballot=ballot, partner=kusel, choice="yes", weight=1)


def test_two_connections_meet_at_the_constraint(ballot: Ballot, cooperation: Cooperation) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336")

    def insert() -> object:
        try:
            return Vote.objects.create(ballot=ballot, partner=kusel, choice="yes", weight=1)
        except IntegrityError:
            return None

    assert sorted(row is None for row in at_once(insert, insert)) == [False, True]


def test_one_secret_paper_per_municipality(
    item: AgendaItem, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    kusel, other = (cooperation.partners.get(municipality__ags=ags) for ags in ("07336", "07335"))

    def vote(actor: User) -> Callable[[], Any]:
        return lambda: cast_vote(actor=actor, ballot=ballot, partner=kusel.pk, choice="no")

    assert refused(at_once(vote(kusel_staff), vote(coordinator), vote(kusel_staff))) == 2
    assert (SecretVoter.objects.count(), SecretPaper.objects.count()) == (1, 1)
    cast_vote(actor=coordinator, ballot=ballot, partner=other.pk, choice="yes")
    close_ballot(actor=coordinator, ballot=ballot)
    # All papers and voters stem from one transaction, the one that closed: neither its number nor the order of rows
    # tells who voted what.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text FROM governance_secretpaper UNION SELECT xmin::text FROM governance_secretvoter "
            "UNION SELECT xmin::text FROM governance_ballot WHERE kind = 'secret'"
        )
        assert len(cursor.fetchall()) == 1


def test_no_vote_slips_in_while_it_is_counted(
    ballot: Ballot, cooperation: Cooperation, kusel_staff: User, coordinator: User
) -> None:
    kusel = cooperation.partners.get(municipality__ags="07336")
    result = while_held(
        lambda: close_ballot(actor=coordinator, ballot=ballot),
        lambda: cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="yes"),
    )
    assert "beendet" in str(result)
    assert not Vote.objects.exists()


def test_numbers_of_resolutions_are_given_once(
    body: Body, cooperation: Cooperation, coordinator: User, vote: Callable[..., Any], item: AgendaItem
) -> None:
    other = body_of(cooperation, title="Arbeitsgruppe", majority=MajorityRule.SIMPLE)
    ballots = []
    for one in (body, other):
        meeting = meeting_of(one, state="running", title="Läuft", starts_at=in_days(0))  # type: ignore[arg-type] # a word of it
        for attendance in ({"member": seat.members.get()} for seat in one.seats.all()):
            meeting.attendances.create(**attendance)
        called = call_item(actor=coordinator, item=item_of(meeting))
        ballot = open_ballot(actor=coordinator, item=called, motion=MOTION, kind="open")
        ballots.append(vote(ballot, k07333="yes", k07336="yes"))
    at_once(*(lambda row=row: close_ballot(actor=coordinator, ballot=row) for row in ballots))
    assert sorted(Resolution.objects.values_list("number", flat=True)) == [1, 2]
    assert (
        refused(at_once(*(lambda: close_ballot(actor=coordinator, ballot=ballots[0]) for _ in range(2)))) == 2
    )


def test_a_circular_is_counted_once(body: Body, coordinator: User) -> None:
    from governance.services.circulars import CircularData, open_circular

    until = in_days(3).date()
    row = open_circular(
        actor=coordinator, body=body, data=CircularData(title="T", motion=MOTION, until=until)
    )
    assert row.closes_at is not None
    moment = row.closes_at
    assert sorted(at_once(*(lambda: close_due_circulars(moment) for _ in range(3)))) == [0, 0, 1]  # type: ignore[type-var] # numbers
