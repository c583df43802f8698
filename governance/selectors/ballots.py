"""Ballots as pages show them, and who may vote for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from governance import voting
from governance.gates import leads
from governance.models import Attendance, Ballot, BallotKind, Member, SecretPaper, SecretVoter, Vote
from governance.querysets import BelowBodyQuerySet
from governance.selectors.attendance import is_there, present_partners, with_people
from ikz.accounts.models import User
from municipalities.querysets import valid_today

# The word for votes entered by whoever leads: in a meeting, and by circular.
ENTERED_BY = {True: "Sitzungsleitung", False: "Leitung des Gremiums"}


def with_votes(rows: BelowBodyQuerySet[Ballot]) -> BelowBodyQuerySet[Ballot]:
    """Fetch along what a page about ballots shows."""
    return rows.select_related("body__cooperation", "meeting", "item", "resolution").prefetch_related(
        "votes__partner__municipality", "secret_voters"
    )


def own_voices(user: User, ballot: Ballot, attendances: Iterable[Attendance] | None = None) -> dict[int, str]:
    """The partners ``user`` votes for in this ballot, with who gives the vote where it is a stand-in.

    In a meeting somebody who is there may speak for a second municipality as well.
    """
    if user.read_only or not user.is_valid_today:
        return {}
    seats = (
        Member.objects.joined_by(user)
        .representing()
        .filter(
            valid_today(),
            valid_today("seat__"),
            user=user,
            seat__body=ballot.body_id,
            seat__vote_weight__gt=0,
        )
    )
    found: dict[int, str] = {pk: "" for pk in seats.values_list("seat__partner", flat=True) if pk}
    now = timezone.now()
    for row in _people(ballot) if attendances is None else attendances:
        if row.member and row.member.user_id == user.pk and row.on_behalf_of and is_there(row, now):
            found.setdefault(row.on_behalf_of.partner_id or 0, str(row.member))
    return found


def voted_in_person(vote: Vote | None) -> bool:
    """Whether a municipality gave its vote itself, instead of having it entered by whoever leads."""
    return vote is not None and not vote.on_behalf.startswith(tuple(ENTERED_BY.values()))


def may_be_corrected(ballot: Ballot) -> bool:
    """Whether a vote was entered for a municipality that could give its own."""
    votes = Vote.objects.filter(ballot=ballot)
    entered = [vote.partner_id for vote in votes if not voted_in_person(vote)]
    able = Member.objects.representing().filter(
        valid_today(), valid_today("seat__"), seat__body=ballot.body_id, seat__partner__in=entered
    )
    return able.filter(user__is_active=True, user__read_only=False).exists()


def weights_of(ballot: Ballot) -> dict[int, int]:
    """The weight of each partner that may vote, as it was when the ballot opened."""
    return {entry["partner"]: entry["weight"] for entry in ballot.electorate}


@dataclass(frozen=True)
class VoteLine:
    """One municipality in a ballot: what is known of its vote, and whether the viewer may give it now.

    ``choice`` is empty where nobody may know; ``has_voted`` is known of everybody.
    """

    partner: int
    name: str
    weight: int
    has_voted: bool
    choice: str
    word: str
    on_behalf: str
    is_absent: bool
    may_vote: bool
    is_own: bool


@dataclass(frozen=True)
class BallotSheet:
    """A ballot as one person meets it."""

    ballot: Ballot
    lines: Sequence[VoteLine]
    leads: bool
    counts: voting.Tally | None
    papers: Sequence[str]

    @property
    def voted(self) -> int:
        """How many municipalities have voted."""
        return sum(line.has_voted for line in self.lines)

    @property
    def total(self) -> int:
        """How many municipalities may vote."""
        return len(self.lines)

    @property
    def own(self) -> list[VoteLine]:
        """The municipalities the viewer may vote for in person."""
        return [line for line in self.lines if line.may_vote and line.is_own]

    @property
    def others(self) -> list[VoteLine]:
        """The municipalities whose vote the viewer may enter for them."""
        return [line for line in self.lines if line.may_vote and not line.is_own]

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed and the votes wait to be counted."""
        return is_late(self.ballot)


def is_late(ballot: Ballot) -> bool:
    """Whether the deadline of an open ballot has passed."""
    return ballot.closed_at is None and ballot.closes_at is not None and ballot.closes_at <= timezone.now()


def sheet(user: User, ballot: Ballot) -> BallotSheet:
    """The ballot as ``user`` meets it; a row from :func:`with_votes` that came through the gate."""
    people = _people(ballot)
    present = present_partners(people, timezone.now()) if ballot.meeting_id else None
    own, led = own_voices(user, ballot, people), leads(Ballot.objects, user, ballot.pk)
    votes = {vote.partner_id: vote for vote in ballot.votes.all()}
    secret = {row.partner_id for row in ballot.secret_voters.all()}
    closed = ballot.closed_at is not None
    papers = list(SecretPaper.objects.visible_to(user).filter(ballot=ballot)) if closed and secret else []
    return BallotSheet(
        ballot=ballot,
        lines=[_line(ballot, entry, votes, secret, present, own, led=led) for entry in ballot.electorate],
        leads=led,
        counts=voting.Tally(**ballot.counts) if ballot.counts else None,
        papers=[paper.get_choice_display() for paper in papers],
    )


def _people(ballot: Ballot) -> list[Attendance]:
    if ballot.meeting_id is None:
        return []
    return list(with_people(Attendance.objects.filter(meeting=ballot.meeting_id)))


def _line(
    ballot: Ballot,
    entry: Mapping[str, object],
    votes: Mapping[int, Vote],
    secret: set[int],
    present: Mapping[int, str] | None,
    own: Mapping[int, str],
    *,
    led: bool,
) -> VoteLine:
    partner = int(str(entry["partner"]))
    vote, is_secret = votes.get(partner), ballot.kind == BallotKind.SECRET
    has_voted = partner in secret if is_secret else vote is not None
    absent = present is not None and partner not in present
    open_now = ballot.closed_at is None and not is_late(ballot)
    # In a circular nobody is in the room to fill in a secret paper at somebody else's device.
    entered = led and not (is_secret and present is None) and not voted_in_person(vote)
    entitled = partner in own or entered
    return VoteLine(
        partner=partner,
        name=str(entry["name"]),
        weight=int(str(entry["weight"])),
        has_voted=has_voted,
        choice=vote.choice if vote else "",
        word=vote.get_choice_display() if vote else "",
        on_behalf=vote.on_behalf if vote else "",
        is_absent=absent,
        may_vote=open_now and entitled and not absent and not (is_secret and has_voted),
        is_own=partner in own,
    )


def took_part(ballot: Ballot) -> set[int]:
    """The partners that have voted, in whatever way."""
    model = SecretVoter if ballot.kind == BallotKind.SECRET else Vote
    found: set[int] = set(model.objects.filter(ballot=ballot).values_list("partner", flat=True))
    return found
