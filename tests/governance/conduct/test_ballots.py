"""Ballots in a meeting: who votes, what it comes to, and what nobody may find out."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404

from cooperations.models import Cooperation
from governance.models import (
    AgendaItem,
    Ballot,
    BallotKind,
    Body,
    Meeting,
    Resolution,
    SecretPaper,
    SecretVoter,
    Vote,
)
from governance.selectors.ballots import sheet, with_votes
from governance.services.attendance import AttendanceData, change_attendance, mark_presence
from governance.services.ballots import cast_vote, close_ballot, open_ballot, withdraw_ballot
from governance.services.conduct import call_item, close_item, close_meeting
from ikz.accounts.models import User
from tests.governance.conduct.conftest import MOTION, attendance_of
from tests.governance.world import body_of, item_of, seat_of

pytestmark = pytest.mark.django_db
Cast = Callable[..., Any]


@pytest.mark.parametrize(
    ("rule", "result", "summary"),
    [
        ("consensus", "rejected", "nicht angenommen – kein Konsens"),
        ("simple", "accepted", "angenommen 2:1"),
        ("two-thirds", "accepted", "angenommen 2:1"),
    ],
)
def test_two_yes_and_one_no(
    rule: str, result: str, summary: str, body: Body, item: AgendaItem, coordinator: User, vote: Cast
) -> None:
    body.majority = rule
    body.save()
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="open")
    vote(ballot, k07333="yes", k07336="yes", k07335="no")
    # What the body decides later by does not reach back.
    body.majority = "weighted"
    body.save()
    closed = close_ballot(actor=coordinator, ballot=ballot)
    assert (closed.result, closed.summary) == (result, summary)
    assert closed.counts == {
        "yes": 2,
        "no": 1,
        "abstain": 0,
        "yes_weight": 2,
        "no_weight": 1,
        "abstain_weight": 0,
    }
    assert Resolution.objects.count() == (1 if result == "accepted" else 0)
    with pytest.raises(ValidationError, match="schon beendet"):
        close_ballot(actor=coordinator, ballot=ballot)


def test_an_accepted_motion_enters_the_register(ballot: Ballot, coordinator: User, vote: Cast) -> None:
    vote(ballot, k07333="yes", k07336="yes", k07335="abstain")
    closed = close_ballot(actor=coordinator, ballot=ballot)
    row = closed.resolution
    assert (row.number, row.text, row.title, row.meeting) == (1, MOTION, ballot.title, ballot.meeting)
    assert row.reference == f"{row.decided_on.year}/1"
    assert closed.summary == "angenommen 2:0 bei 1 Enthaltung"
    assert not row.is_public


def test_members_vote_for_their_own_municipality_and_change_their_mind(
    ballot: Ballot,
    cooperation: Cooperation,
    kusel_staff: User,
    coordinator: User,
    stranger: User,
    supervisor: User,
) -> None:
    kusel, lautern = (cooperation.partners.get(municipality__ags=ags) for ags in ("07336", "07335"))
    cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="yes")
    cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="no")
    assert [(row.choice, row.on_behalf) for row in Vote.objects.all()] == [("no", "")]
    with pytest.raises(ValidationError, match="Nur sie kann ihre Stimme ändern"):
        cast_vote(actor=coordinator, ballot=ballot, partner=kusel.pk, choice="yes")
    with pytest.raises(PermissionDenied):
        cast_vote(actor=kusel_staff, ballot=ballot, partner=lautern.pk, choice="yes")
    for outsider in (stranger, supervisor):
        with pytest.raises(Http404):
            cast_vote(actor=outsider, ballot=ballot, partner=kusel.pk, choice="yes")
    cast_vote(actor=coordinator, ballot=ballot, partner=lautern.pk, choice="yes")
    assert Vote.objects.get(partner=lautern).on_behalf == "Sitzungsleitung"
    for choice, partner, field in (("vielleicht", kusel.pk, "choice"), ("yes", 0, "partner")):
        with pytest.raises(ValidationError) as refused:
            cast_vote(actor=coordinator, ballot=ballot, partner=partner, choice=choice)
        assert field in refused.value.message_dict
    close_ballot(actor=coordinator, ballot=ballot)
    with pytest.raises(ValidationError, match="keine Stimme mehr"):
        cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="yes")


def test_whoever_is_not_there_has_no_vote_unless_somebody_stands_in(
    ballot: Ballot,
    body: Body,
    running: Meeting,
    cooperation: Cooperation,
    kusel_staff: User,
    coordinator: User,
) -> None:
    lautern = cooperation.partners.get(municipality__ags="07335")
    row = attendance_of(running, "07335")
    mark_presence(actor=coordinator, attendance=row, presence="excused", expected_version=row.version)
    with pytest.raises(ValidationError, match="nicht als anwesend eingetragen"):
        cast_vote(actor=coordinator, ballot=ballot, partner=lautern.pk, choice="yes")
    stand_in = AttendanceData(presence="present", on_behalf_of=seat_of(body, "07335").pk)
    kusel = attendance_of(running, "07336")
    change_attendance(actor=coordinator, attendance=kusel, data=stand_in, expected_version=kusel.version)
    cast_vote(actor=kusel_staff, ballot=ballot, partner=lautern.pk, choice="yes")
    assert "Landkreis Kusel" in Vote.objects.get(partner=lautern).on_behalf


def test_without_quorum_nothing_is_decided(
    ballot: Ballot, running: Meeting, coordinator: User, vote: Cast
) -> None:
    for ags in ("07335", "07336"):
        row = attendance_of(running, ags)
        mark_presence(actor=coordinator, attendance=row, presence="absent", expected_version=row.version)
    vote(ballot, k07333="yes")
    closed = close_ballot(actor=coordinator, ballot=ballot)
    assert closed.result == "no-quorum"
    assert closed.summary == "nicht beschlussfähig – 1 von 3 stimmberechtigten Kommunen anwesend"
    assert not Resolution.objects.exists()


def test_an_open_ballot_holds_the_meeting(
    ballot: Ballot, item: AgendaItem, running: Meeting, coordinator: User
) -> None:
    other = item_of(running, "Verschiedenes")
    for step in (
        lambda: close_item(actor=coordinator, item=item),
        lambda: call_item(actor=coordinator, item=other),
        lambda: close_meeting(actor=coordinator, meeting=running),
    ):
        with pytest.raises(ValidationError, match="wird noch abgestimmt"):
            step()
    with pytest.raises(ValidationError, match="schon abgestimmt"):
        open_ballot(actor=coordinator, item=item, motion=MOTION, kind="open")
    with pytest.raises(ValidationError, match="Grund"):
        withdraw_ballot(actor=coordinator, ballot=ballot, reason=" ")
    gone = withdraw_ballot(actor=coordinator, ballot=ballot, reason="Der Beschlusstext war unvollständig.")
    assert (gone.result, gone.closed_at is None) == ("", False)
    assert open_ballot(actor=coordinator, item=item, motion=MOTION, kind="open").pk


def test_secret_ballots_need_equal_weights(
    cooperation: Cooperation, coordinator: User, running: Meeting
) -> None:
    item = call_item(actor=coordinator, item=item_of(running))
    seat = seat_of(running.body, "07333")
    seat.vote_weight = 3
    seat.save()
    with pytest.raises(ValidationError, match="Stimmgewichte verschieden") as refused:
        open_ballot(actor=coordinator, item=item, motion="", kind="secret")
    assert set(refused.value.message_dict) == {"kind", "motion"}


def test_a_secret_ballot_tells_who_voted_and_nothing_else(
    item: AgendaItem,
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    vote: Cast,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    kusel = cooperation.partners.get(municipality__ags="07336")
    cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="no")
    with pytest.raises(ValidationError, match="lässt sich nicht ändern"):
        cast_vote(actor=kusel_staff, ballot=ballot, partner=kusel.pk, choice="yes")
    vote(ballot, k07333="yes", k07335="yes")
    for user in (coordinator, kusel_staff):
        assert not SecretPaper.objects.visible_to(user).exists()
        assert not SecretPaper.objects.editable_by(user).exists()
        seen = sheet(user, with_votes(Ballot.objects.visible_to(user)).get())
        assert [line.has_voted for line in seen.lines] == [True] * 3
        assert (seen.counts, list(seen.papers), {line.word for line in seen.lines}) == (None, [], {""})
    before = {(str(paper.pk), paper.choice) for paper in SecretPaper.objects.all()}
    closed = close_ballot(actor=coordinator, ballot=ballot)
    assert closed.summary == "angenommen 2:1"
    seen = sheet(kusel_staff, with_votes(Ballot.objects.visible_to(kusel_staff)).get())
    assert sorted(seen.papers) == ["Ja", "Ja", "Nein"]
    assert {line.word for line in seen.lines} == {""}
    # New keys and one transaction for all: nothing leads back to the moment of a vote.
    after = {(str(paper.pk), paper.choice) for paper in SecretPaper.objects.all()}
    assert not {key for key, _ in before} & {key for key, _ in after}
    assert _columns("governance_secretpaper") == {"id", "ballot_id", "choice"}
    assert _columns("governance_secretvoter") == {"id", "ballot_id", "partner_id"}
    histories = {model.__name__ for model in apps.get_app_config("governance").get_models()}
    assert not histories & {"SecretPaperEvent", "SecretVoterEvent"}
    assert not any(word in line for line in caplog.messages for word in ("yes", "Nein", "choice"))
    assert closed.kind == BallotKind.SECRET


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def test_a_secret_ballot_that_is_broken_off_leaves_no_papers(
    item: AgendaItem, coordinator: User, vote: Cast
) -> None:
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    vote(ballot, k07333="yes")
    withdraw_ballot(actor=coordinator, ballot=ballot, reason="Ein Gerät fiel aus.")
    assert not SecretPaper.objects.exists()
    assert SecretVoter.objects.count() == 1


def test_weights_decide_in_an_assembly(cooperation: Cooperation, coordinator: User, vote: Cast) -> None:
    from governance.models import MajorityRule, MeetingState
    from governance.services.attendance import mark_rest_present
    from governance.services.conduct import open_meeting
    from tests.governance.world import meeting_of

    body = body_of(
        cooperation,
        title="Versammlung",
        majority=MajorityRule.WEIGHTED,
        weights={"07333": 5, "07336": 2, "07335": 2},
    )
    meeting = open_meeting(actor=coordinator, meeting=meeting_of(body, state=MeetingState.INVITED))
    mark_rest_present(actor=coordinator, meeting=meeting)
    item = call_item(actor=coordinator, item=item_of(meeting))
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="open")
    vote(ballot, k07333="yes", k07336="no", k07335="no")
    assert close_ballot(actor=coordinator, ballot=ballot).summary == "angenommen 5:4 nach Stimmgewicht"
